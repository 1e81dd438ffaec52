"""After every load the tables that are kept by day equal those of a full refresh.

All other models are built anew from them by one SQL, so what holds for these holds for marts.
Orders come with the loads too: a visit of long ago may be one with an order now.
"""

import shutil
from datetime import timedelta
from itertools import islice
from random import Random

import pytest
import stores
from conftest import build, query, write_csv
from loads import BY_DAY, FILES, Loads

SCHEDULES, SCHEDULES_LONG = 200, 5_000
# The usual one, one that cuts visits at midnight and has an as_of, one with another timeout.
NAMES = ("default", "new_york_midnight", "lord_howe_windows")
SETTINGS = [one for one in stores.SETTINGS if one.name in NAMES]
LOOKBACK = timedelta(days=3)


def schedule(rows: list[stores.Row], random: Random) -> list[list[stores.Row]]:
    """Cut rows into loads in any order; some come again, some loads bring nothing.

    No row is later than lookback_days: one that would be does not say when it was loaded.
    """
    loads = [[] for _ in range(random.choice((1, 2, 3, 3, 4, 5, FILES)))]
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
    for number, tables in enumerate(islice(stores.each_store(setting, seed), count)):
        loads.begin()
        orders = tables.get("orders", [])
        cut = schedule(tables.get("web_events", []), random)
        for place, rows in enumerate(cut):
            # One build in ten breaks off; the next one makes up for it.
            is_cut_off = place > 0 and random.random() < 0.1
            loads.load(rows, orders[: len(orders) * (place + 1) // len(cut)], is_cut_off)
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


BY_DBT = ("--select", "+fct_events", "--select", "+int_page_moves_counted")
VISITS, MOVES = (f"main_intermediate.{name}" for name in BY_DAY[2:4])
HEADER = "event_id,occurred_at,loaded_at,event_name,visitor_id,page_path"


class Store:
    """A store of a few events whose warehouse is built by ``commerce build``, load by load."""

    def __init__(self, place) -> None:
        self.events, self.warehouse = place / "landing" / "web_events", place / "kept.duckdb"
        self.events.mkdir(parents=True)

    def land(self, file: str, *rows: str) -> None:
        """Write a file of events."""
        (self.events / f"{file}.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")

    def build(self, *arguments: str, warehouse=None) -> None:
        """Build what is kept by day, and what that is made of."""
        landing = ("--landing", str(self.events.parent))
        done = build(warehouse or self.warehouse, *landing, *BY_DBT, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def told(self, warehouse=None) -> dict[str, list[tuple]]:
        """Return the rows of fct_events, the visits and their moves, in their order."""
        return {
            table: query(warehouse or self.warehouse, f"from {table} order by all")
            for table in ("fct_events", VISITS, MOVES)
        }

    def assert_equals_a_full_refresh(self, *arguments: str) -> None:
        """Assert that another warehouse, built at once, tells the same."""
        anew = self.warehouse.with_name("anew.duckdb")
        anew.unlink(missing_ok=True)
        self.build(*arguments, warehouse=anew)
        assert self.told() == self.told(anew)

    def verdicts(self) -> dict[str, tuple]:
        """Return the verdict of each event, with the build that gave it."""
        judged = f"main_intermediate.{BY_DAY[0]}"
        return {
            event: told
            for event, *told in query(
                self.warehouse, f"select event_id, verdict, built_in from {judged}"
            )
        }


@pytest.fixture
def store(tmp_path):
    """Return a store with a first load, built."""
    made = Store(tmp_path)
    made.land(
        "1",
        "a1,2024-04-01 10:00:00,2024-04-01 10:01:00,page_view,a,/",
        "a2,2024-04-10 23:50:00,2024-04-10 23:51:00,search,a,/search",
    )
    made.build()
    return made


def test_dbt_reads_a_file_once_and_judges_what_it_touches(store):
    store.land("2", "a3,2024-04-11 00:10:00,2024-04-11 00:11:00,page_view,a,/cart")
    store.build()
    assert store.verdicts() == {
        "a1": ["accepted", 1],
        "a2": ["accepted", 1],
        "a3": ["accepted", 2],
    }
    visits = store.told()[VISITS]
    assert len(visits) == 2  # midnight has not cut the second
    assert len(store.told()[MOVES]) == 4  # of it too, which had no page view before
    store.assert_equals_a_full_refresh()


def test_a_late_event_waits_and_is_taken_in_from_its_day_on(store):
    store.land("2", "late,2024-04-01 10:05:00,2024-04-09 00:00:00,page_view,a,/")
    store.build()
    assert store.verdicts()["late"][0] == "waiting"
    assert len(store.told()["fct_events"]) == 2
    store.build("--from", "2024-04-02")
    assert store.verdicts()["late"][0] == "waiting"
    store.build("--from", "2024-04-01")
    assert store.verdicts()["late"][0] == "accepted"
    store.assert_equals_a_full_refresh()


def test_a_file_that_changes_or_goes_and_an_option_that_changes_are_noticed(store):
    store.land("1", "b1,2024-04-02 10:00:00,,page_view,b,/")
    store.build()
    store.assert_equals_a_full_refresh()
    store.land("2", "b2,2024-04-02 10:20:00,,page_view,b,/")
    store.build()
    (store.events / "1.csv").unlink()
    store.build()
    store.assert_equals_a_full_refresh()
    store.land("3", "b3,2024-04-02 10:40:00,,page_view,b,/")
    timeout = ("--vars", "visit_timeout_minutes: 10")
    store.build(*timeout)
    assert len(store.told()[VISITS]) == 2
    store.assert_equals_a_full_refresh(*timeout)


def test_a_visit_of_long_ago_is_told_anew_where_what_it_is_told_by_changes(tmp_path):
    landing, kept, anew = (tmp_path / name for name in ("landing", "kept.duckdb", "anew.duckdb"))

    def visits(warehouse) -> list[tuple]:
        done = build(warehouse, "--landing", str(landing), "--select", "+fct_visits")
        assert done.returncode == 0, done.stdout + done.stderr
        return query(warehouse, "select visit_id, orders, person_id, channel from fct_visits")

    first = """event_id,occurred_at,event_name,visitor_id,customer_id
        a1,2024-04-01 10:00:00,page_view,a,
        b1,2024-04-02 10:00:00,page_view,b,
        c1,2024-04-03 10:00:00,page_view,c,"""
    write_csv(landing, "web_events", first)
    assert sorted(visits(kept)) == [(f"{name}1", 0, None, "Direct") for name in "abc"]
    orders = "order_id,placed_at,currency,visitor_id\no1,2024-04-01 10:10:00,USD,a\n"
    write_csv(landing, "orders", orders)
    (landing / "web_events" / "later.csv").write_text(
        "event_id,occurred_at,event_name,visitor_id,customer_id\n"
        "b2,2024-05-01 10:00:00,page_view,b,known\n"
    )
    assert sorted(visits(kept), key=str) == [
        ("a1", 1, None, "Direct"),
        ("b1", 0, "known", "Direct"),
        ("b2", 0, "known", "Direct"),
        ("c1", 0, None, "Direct"),
    ]
    write_csv(landing, "channel_rules", "priority,channel,source_pattern\n1,Email,direct\n")
    assert {channel for *_, channel in visits(kept)} == {"Email"}
    assert sorted(visits(kept), key=str) == sorted(visits(anew), key=str)
    columns = "select * from fct_visits order by all"
    assert query(kept, columns) == query(anew, columns)


def test_a_warehouse_whose_landing_has_no_events_any_more_has_none(store):
    shutil.rmtree(store.events)
    store.events.with_name("orders").mkdir()
    (store.events.with_name("orders") / "rows.csv").write_text(
        "order_id,placed_at,currency\no,2024-04-01,USD\n"
    )
    store.build()
    assert store.told() == {"fct_events": [], VISITS: [], MOVES: []}
