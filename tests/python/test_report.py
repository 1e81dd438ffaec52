"""The page of ``commerce report``: what it says, how it is written, how a browser shows it."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from browser import WINDOWS, requests, show, started
from click.testing import CliRunner, Result
from conftest import ROOT, query
from made_up import ALL, LIMITED, MONDAY, kpi, make_marts, scored, weeks
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement

from commerce.cli import main
from commerce.published import Published

SCRIPT = (Path(__file__).parent / "page_checks.js").read_text("utf-8")
SIGNAL = {"in_control": "signal", "signal": "run_of_8", "signal_since": date(2024, 3, 4)}
LIMIT = 2_000_000  # bytes


def limited(name: str, values: list[float], **more: object) -> list[dict]:
    """Return rows of kpi_control_limits for the weeks up to the last one."""
    columns = ("kpi", "period_grain", "period_start", "segment_by", "segment", "value")
    return [
        {**{column: row[column] for column in columns}, **LIMITED, **more}
        for row in weeks(name, values)
    ]


def funnel(visits: list[int]) -> list[dict]:
    """Return rows of funnel_visits for the last week."""
    steps = ["visit", "product_view", "cart", "checkout", "purchase"]
    return [
        {
            **ALL,
            "period_grain": "week",
            "period_start": MONDAY,
            "step_number": place + 1,
            "step": step,
            "visits": number,
            "share_of_visits": number / visits[0],
            "share_of_previous_step": number / visits[place - 1] if place else None,
        }
        for place, (step, number) in enumerate(zip(steps, visits, strict=True))
    ]


MADE_UP = {
    "kpi_scorecard": [
        scored("visits", 18, value_before=12, value_year_before=9, target=10, on_target="good")
        | SIGNAL,
        scored("bounces", 9, target=5, on_target="bad", value_before=6),
        scored("share", 0.25, segment_by="channel", segment="<script>alert(1)</script>"),
        scored("returns", 0.0, value_before=0.1, is_mature=False, in_control=None),
        scored("visits", 60, period_grain="month", period_start=date(2024, 4, 1)),
        scored("visits", 15, period_grain="last_7_days", period_start=date(2024, 4, 24)),
    ],
    "kpi_catalogue": [
        kpi("visits"),
        kpi("bounces", "visits", "lower"),
        kpi("share", "ratio", "band"),
        kpi("returns", "money", "lower", family="sales"),
    ],
    "kpi_values": [
        *weeks("visits", [9.0, None, 12.0, 18.0]),
        weeks("visits", [2.0])[0] | {"period_grain": "day", "period_start": date(2024, 4, 30)},
    ],
    "kpi_last_7_days": [],
    "kpi_control_limits": [
        *limited("visits", [9.0, 12.0, 9.0, 12.0])[:-1],
        *limited("visits", [18.0], signal="run_of_8", signal_since=date(2024, 3, 4)),
        *limited("bounces", [6.0, 9.0], center_line=None, lower_limit=None, upper_limit=None),
    ],
    "funnel_visits": funnel([18, 12, 6, 3, 3]),
    "funnel_checkout": [
        {
            "period_grain": "week",
            "period_start": MONDAY,
            "carts": 8,
            "checkouts_started": 6,
            "contacts_given": 5,
            "completed": 4,
        }
    ],
}


# What is as long, as large and as old as it gets.
LONG = {
    "kpi_scorecard": [
        scored(
            "first_reply_time_of_a_very_long_name_indeed",
            -12_345_678.9,
            value_before=-1.0,
            value_year_before=-1.0,
            target=12_345_678,
            on_target="watch",
            **SIGNAL | {"signal_since": date(2023, 9, 18)},
        ),
    ],
    "kpi_catalogue": [kpi("first_reply_time_of_a_very_long_name_indeed", "money")],
    "kpi_control_limits": limited(
        "first_reply_time_of_a_very_long_name_indeed",
        [1.0, -12_345_678.9],
        center_line=-6_000_000,
        lower_limit=-99_000_000,
        upper_limit=99_000_000,
    ),
}


def reported(warehouse: Path, out: Path) -> Result:
    """Call the command in this process."""
    return CliRunner().invoke(main, ["report", "--warehouse", str(warehouse), "--out", str(out)])


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Path:
    """A shop of made-up figures."""
    return make_marts(tmp_path_factory.mktemp("shop"), **MADE_UP)


@pytest.fixture(scope="module")
def page(shop, tmp_path_factory) -> str:
    """Its page."""
    out = tmp_path_factory.mktemp("page") / "report.html"
    done = reported(shop, out)
    assert done.exit_code == 0, done.output
    return out.read_text("utf-8")


def plain(html: str) -> str:
    """Return the words of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sections(page: str) -> list[str]:
    return re.findall(r"<section.*?</section>", page, re.DOTALL)


def test_it_says_of_when_and_of_which_build_it_is(page):
    head = plain(page.split("<main>")[0])
    assert "Figures up to 30 April 2024 , money in EUR. Build 20240501T063000Z." in head
    assert '<html lang="en">' in page and "<title>Scorecard up to 30 April 2024</title>" in page


def test_every_period_of_the_scorecard_is_there_and_the_week_is_first(page):
    titles = [re.search(r"<h2[^>]*>(.*?)</h2>", section)[1] for section in sections(page)]
    assert titles == ["Week 22–28 Apr 2024", "Last 7 days 24–30 Apr 2024", "April 2024"]


def test_what_needs_someone_comes_first_with_its_verdict_in_words(page):
    cards = [plain(card) for card in re.findall(r'<li class="card.*?</li>', page, re.DOTALL)]
    assert cards == [
        "Bounces 9 ✗ bad should be ≤ 5 △ 50% up 50%, worse on the one before",
        "Visits 18 ✓ good should be ≥ 10 ! since 4 Mar ▲ 50% up 50%, better on the one before",
    ]


def test_a_row_says_what_the_mart_says(page):
    rows = [plain(row) for row in re.findall(r"<tr.*?</tr>", sections(page)[0], re.DOTALL)]
    assert "Bounces 9 △ 50% up 50%, worse – unknown ≤ 5 ✗ bad noise" in rows
    assert "Returns €0.00 ↓ 100% down 100% – unknown ◌ open" in rows
    row = "Visits 18 ▲ 50% up 50%, better ▲ 100% up 100%, better ≥ 10 ✓ good ! since 4 Mar"
    assert row in rows


def test_history_has_words_and_gaps(page):
    rows = re.findall(r"<tr.*?</tr>", sections(page)[0], re.DOTALL)
    (visits,) = [row for row in rows if ">Visits</th>\n<td class" in row]
    assert 'aria-label="12 periods: –, –, –, –, –, –, –, –, 9, –, 12, 18"' in visits
    assert re.findall(r"<i(?: class=\"(\w+)\")?></i>", visits) == [""] * 8 + ["l0", "", "l2", "l7"]


def test_a_chart_is_drawn_where_there_are_limits_with_words_in_its_place(page):
    (label,) = re.findall(r'aria-label="Control chart of (.*?)"', page)
    assert label == (
        "Visits: 18, ! signal since 4 Mar: eight in a row on one side of the mean;"
        " usually 10, from 4 to 16"
    )
    (chart,) = re.findall(r'<figure class="chart signal">.*?</figure>', page, re.DOTALL)
    assert chart.count('stroke="var(--signal)"') + chart.count('fill="var(--signal)"') == 1
    assert chart.count('fill="var(--line)"') == 4  # a dot for each point
    assert "There are too few periods to tell noise from a signal yet." in page  # by month
    assert "They are told by week and by month." in page  # of the last seven days


def test_the_funnel_is_a_picture_and_a_table(page):
    tables = re.findall(r'<figure class="funnel">.*?</figure>', page, re.DOTALL)
    visits, carts = (plain(table.split("<table>")[1]) for table in tables)
    assert visits == (
        "Step Number Of all Of step before Visits 18 100.0% Saw a product 12 66.7% 66.7%"
        " Filled a cart 6 33.3% 50.0% Began the checkout 3 16.7% 50.0% Bought 3 16.7% 100.0%"
    )
    assert carts == (
        "Step Number Of all Carts 8 100.0% Checkout begun 6 75.0% Contact given 5 62.5%"
        " Completed 4 50.0%"
    )
    assert all("<svg viewBox=" in table for table in tables)


def test_names_are_texts_and_never_markup(page):
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_it_loads_nothing_and_has_no_script(page):
    assert "default-src 'none'" in page
    addresses = re.findall(r'\b(?:src|href)="?([^"> ]*)', page)
    assert {address.split(",")[0].rstrip("0123456789") for address in addresses} == {
        *("data:", "#week-", "#month-", "#last_7_days-")
    }
    assert not re.search(r"url\(|@import|@font-face|javascript:|\bon\w+=", page)


def test_the_same_marts_give_the_same_bytes(shop, page, tmp_path):
    assert reported(shop, tmp_path / "again.html").exit_code == 0
    assert (tmp_path / "again.html").read_text("utf-8") == page


def test_a_page_is_written_whole_or_not_at_all(shop, tmp_path, monkeypatch):
    out = tmp_path / "report.html"
    out.write_text("before")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    done = reported(shop, out)
    assert done.exit_code == 2 and "No space left" in done.output
    assert out.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("place", ["missing/report.html", "."])
def test_where_a_page_cannot_be_written_one_line_says_so(shop, tmp_path, place):
    done = reported(shop, tmp_path / place)
    assert done.exit_code == 2
    assert done.output.startswith("commerce: can't write ") and done.output.count("\n") == 1


def test_before_anything_is_published_one_line_says_what_to_do(tmp_path):
    done = reported(tmp_path / "none.duckdb", tmp_path / "report.html")
    assert done.exit_code == 2 and "run 'commerce build' first" in done.output
    empty = make_marts(tmp_path, **{mart: [] for mart in MADE_UP})
    done = reported(empty, tmp_path / "report.html")
    assert done.exit_code == 2 and "no week is complete" in done.output
    assert not (tmp_path / "report.html").exists()


def exposures() -> dict[str, dict]:
    content = yaml.safe_load((ROOT / "models" / "exposures.yml").read_text("utf-8"))
    return {exposure["name"]: exposure for exposure in content["exposures"]}


@pytest.mark.parametrize("command", ["scorecard", "report"])
def test_an_exposure_depends_on_the_marts_that_its_command_reads(command, tmp_path):
    told = exposures()[f"commerce_{command}"]["depends_on"]
    marts = [re.fullmatch(r"ref\('(\w+)'\)", one)[1] for one in told]
    warehouse = make_marts(tmp_path, **{mart: MADE_UP[mart] for mart in marts})
    out = ["--out", str(tmp_path / "report.html")] if command == "report" else []
    call = [command, "--warehouse", str(warehouse), *out]
    assert CliRunner().invoke(main, call).exit_code == 0  # reads no other
    for mart in marts:  # and each of these
        lacking = make_marts(
            tmp_path / mart, **{other: MADE_UP[other] for other in marts if other != mart}
        )
        done = CliRunner().invoke(main, [command, "--warehouse", str(lacking), *out])
        assert done.exit_code == 2 and mart in done.output


@pytest.fixture(scope="module")
def demo_page(demo_warehouse, tmp_path_factory) -> Path:
    """The page of the demo store."""
    out = tmp_path_factory.mktemp("demo_page") / "report.html"
    done = reported(demo_warehouse, out)
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def chrome():
    with started() as browser:
        yield browser


def test_the_page_of_the_demo_is_light_and_tells_of_nobody(demo_page):
    text = demo_page.read_text("utf-8")
    assert 200_000 < len(text.encode()) < LIMIT
    assert "@" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert not re.search(r"[0-9a-f]{32}", text)


FAULTS = {
    "wider": '<p style="width: 1300px">far</p>',
    "overlapping": "<p>one</p><p style='margin-top: -2em'>other</p>",
    "pale": '<p style="color: #999">dim</p>',
    "cut": '<svg width="50" height="20"><text y="10">a text of more than 50 pixels</text></svg>',
}


def faults(chrome: Chrome) -> dict[str, list[str]]:
    """Return what each check finds in the part of the page that is shown."""
    found = {check: chrome.execute_script(SCRIPT, check) for check in FAULTS}
    return {check: told for check, told in found.items() if told}


def periods(chrome: Chrome) -> Iterator[WebElement]:
    """Have each period shown, one after the other."""
    for choice in chrome.find_elements("css selector", "[name=period]"):
        chrome.execute_script("arguments[0].click()", choice)
        (section,) = [
            one for one in chrome.find_elements("class name", "period") if one.is_displayed()
        ]
        yield section


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_of_the_page_finds_its_fault_and_no_other(chrome, tmp_path, fault):
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><p>right</p>{FAULTS[fault]}", "utf-8")
    show(chrome, page, "wide")
    assert list(faults(chrome)) == [fault]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
def test_a_browser_shows_all_of_it(demo_warehouse, demo_page, chrome, window, scheme):
    requests(chrome)
    show(chrome, demo_page, window, scheme)
    assert [address for address in requests(chrome) if not address.startswith("data:")] == [
        demo_page.as_uri()
    ]
    grains = query(marts(demo_warehouse), "select distinct period_grain from kpi_scorecard")
    assert len(list(periods(chrome))) == len(grains)
    for section in periods(chrome):
        assert faults(chrome) == {}
        check_figures(chrome, section, demo_warehouse)
    assert chrome.get_log("browser") == []


@pytest.mark.parametrize("window", WINDOWS)
def test_a_browser_has_room_for_the_longest_names_and_numbers(chrome, tmp_path, window):
    rows = {mart: [*MADE_UP[mart], *LONG.get(mart, [])] for mart in MADE_UP}
    out = tmp_path / "report.html"
    assert reported(make_marts(tmp_path, **rows), out).exit_code == 0
    show(chrome, out, window)
    assert len(list(periods(chrome))) == 3
    for _ in periods(chrome):
        assert faults(chrome) == {}


def marts(warehouse: Path) -> Path:
    return Published.of(warehouse).marts


def check_figures(chrome: Chrome, section: WebElement, warehouse: Path) -> None:
    """Hold the period that is shown to the marts: each KPI, and each chart at a fair size."""
    grain = section.get_attribute("aria-labelledby")
    labels = query(
        marts(warehouse),
        "select case segment_by when 'all' then label else segment end from kpi_scorecard"
        f" join kpi_catalogue using (kpi) where period_grain = '{grain}'",
    )
    rows = section.find_elements("css selector", ".scorecard tbody tr:not(.family, .whole) th")
    shown = chrome.execute_script("return arguments[0].map((one) => one.innerText)", rows)
    assert sorted(shown) == sorted(label for (label,) in labels)
    series = query(
        marts(warehouse),
        "select distinct kpi, segment from kpi_control_limits join kpi_scorecard"
        " using (kpi, period_grain, segment_by, segment)"
        f" where period_grain = '{grain}' and kpi_control_limits.center_line is not null",
    )
    sizes = chrome.execute_script(
        "return [...arguments[0].querySelectorAll('.chart svg')]"
        ".map((one) => [one.clientWidth, one.clientHeight])",
        section,
    )
    assert len(sizes) == (len(series) if grain in ("week", "month") else 0)
    assert all(width > 300 and height > 140 for width, height in sizes)
