"""After every load the tables that are kept by day equal those of a full refresh.

All other models are built anew from them by one SQL, so what holds for these holds for marts.
"""

from datetime import timedelta
from random import Random

import pytest
import stores
from loads import FILES, Loads

SCHEDULES, SCHEDULES_LONG = 200, 5_000
SETTINGS = [one for one in stores.SETTINGS if not one.vars.get("visit_split_campaign")]
LOOKBACK = timedelta(days=3)


def schedule(rows: list[stores.Row], random: Random) -> list[list[stores.Row]]:
    """Cut rows into loads in any order; some come again, some loads bring nothing.

    No row is later than lookback_days: one that would be does not say when it was loaded.
    """
    loads = [[] for _ in range(random.randint(1, FILES))]
    is_in_order = random.random() < 0.5
    if is_in_order:  # Mostly: a day's events land with a few of the days before.
        rows = sorted(rows, key=lambda row: (str(row.get("occurred_at")), str(row)))
    for place, row in enumerate(rows):
        number = place * len(loads) // len(rows) if is_in_order else 0
        if not is_in_order or random.random() < 0.2:
            number = random.randrange(len(loads))
        loads[number].append(on_time(row))
        if random.random() < 0.1:
            random.choice(loads).append(on_time(repeated(row, random)))
    if random.random() < 0.3:
        loads[random.randrange(len(loads))] = []
    return loads


def on_time(row: stores.Row) -> stores.Row:
    """Return the row, without loaded_at where that is too long after it happened."""
    occurred, loaded = row.get("occurred_at"), row.get("loaded_at")
    try:
        is_late = loaded > occurred + LOOKBACK
    except TypeError:  # One of them is missing or is no moment.
        is_late = True
    return {**row, "loaded_at": None} if is_late else row


def repeated(row: stores.Row, random: Random) -> stores.Row:
    """Return the row as it may come again: the same, or with another moment or visitor."""
    other = dict(row)
    if random.random() < 0.5:
        try:
            other["occurred_at"] = row["occurred_at"] + timedelta(hours=random.randint(-30, 30))
        except TypeError:
            other["visitor_id"] = None
    return other


def assert_loads_equal_a_full_refresh(setting, count: int, seed: int, landing) -> None:
    """Assert it after every load of `count` schedules."""
    loads, random = Loads(setting, landing), Random(f"{setting.name}/{seed}/loads")
    for number, tables in zip(range(count), stores.each_store(setting, seed)):
        others = {name: rows for name, rows in tables.items() if name != "web_events"}
        loads.begin(others)
        for place, rows in enumerate(schedule(tables.get("web_events", []), random)):
            # One build in ten breaks off; the next one makes up for it.
            loads.load(rows, is_cut_off=place > 0 and random.random() < 0.1)
            if loads.known < loads.number:
                continue
            differences = loads.differences()
            assert not differences, f"{setting.name}, store {number}, load {place}: {differences}"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_loads_in_any_order_equal_a_full_refresh(setting, store_seed, tmp_path):
    assert_loads_equal_a_full_refresh(
        setting, SCHEDULES // len(SETTINGS) + 1, store_seed, tmp_path
    )


@pytest.mark.long
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_many_loads_in_any_order_equal_a_full_refresh(setting, store_seed, tmp_path):
    assert_loads_equal_a_full_refresh(
        setting, SCHEDULES_LONG // len(SETTINGS) + 1, store_seed + 1, tmp_path
    )
