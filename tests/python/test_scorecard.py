"""The command ``commerce scorecard``: what a person, and what a program gets to read."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result
from made_up import MONDAY, columns_of, kpi, make_marts, scored, weeks
from rich.cells import cell_len

from commerce.cli import main
from commerce.scorecard.words import change_of, period_text, since_text, sparkline, value_text

DAY = timedelta(days=1)
SIGNAL = {"in_control": "signal", "signal": "run_of_8", "signal_since": date(2024, 3, 4)}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A shop with each verdict, each kind of unit, and what may be missing."""
    rows = [
        scored("visits", 1234, value_before=1000, value_year_before=2000, **SIGNAL),
        scored("not_found_rate", 0.012, value_before=0.02, target=0.01, on_target="watch"),
        scored("bounces", 9, target=5, on_target="bad", value_before=6),
        scored("spend", 15, band_low=10, band_high=20, on_target="good", value_before=12),
        scored("returns", 0.0, value_before=0.02, is_mature=False, in_control=None, target=0.05),
        scored("nothing", None, is_mature=False, in_control=None),
        scored("share", 0.25, segment_by="channel", segment="Email"),
        scored("share", 0.75, segment_by="channel", segment="[bold]Direct|", **SIGNAL),
        scored("net_sales", 12345.678, target=10000, on_target="good"),
        scored("visits", 5000, period_grain="month", period_start=date(2024, 4, 1)),
        scored("visits", 700, period_grain="last_7_days", period_start=date(2024, 4, 24)),
    ]
    catalogue = [
        kpi("visits"),
        kpi("not_found_rate", "ratio", "lower"),
        kpi("bounces", "visits", "lower"),
        kpi("spend", "money", "band", family="ppc"),
        kpi("returns", "ratio", "lower", family="sales"),
        kpi("nothing", "minutes", "lower", family="service"),
        kpi("share", "ratio", "band"),
        kpi("net_sales", "money", family="sales"),
    ]
    last_7_days = [
        {**row, "period_grain": "last_7_days", "period_start": row["period_start"] + 2 * DAY}
        for row in weeks("visits", [1.0, 8.0])
    ]
    values = weeks("visits", [1.0, None, 4.0, 8.0])
    return make_marts(
        tmp_path_factory.mktemp("shop"),
        kpi_scorecard=rows,
        kpi_catalogue=catalogue,
        kpi_values=values,
        kpi_last_7_days=last_7_days,
    )


def called(shop, *arguments: str, **environment: str) -> Result:
    """Call the command in this process: to start one takes longer than to read a scorecard."""
    command = ["scorecard", "--warehouse", str(shop), *arguments]
    return CliRunner().invoke(main, command, env=environment)


def printed(shop, *arguments: str, width: int = 100, **environment: str) -> list[str]:
    """Return the lines that are printed."""
    done = called(shop, *arguments, COLUMNS=str(width), **environment)
    assert done.exit_code == 0, done.output
    return [line.rstrip() for line in done.stdout.splitlines()]


def test_every_verdict_every_unit_and_what_is_missing_is_printed(shop):
    assert printed(shop) == [
        "Week 22–28 Apr 2024: ✓ 2 good, ~ 1 watch, ✗ 1 bad, ! 2 signals",
        "                       value  before year ago    target         control last 12",
        "Traffic",
        "  Bounces                  9   △ 50%        –       ≤ 5 ✗ bad   noise",
        "  Not found rate        1.2% ▼ 0.8pt        –      ≤ 1% ~ watch noise",
        "  Share",
        "    Email              25.0%       –        –                   noise",
        "    [bold]Direct|      75.0%       –        –                   ! 4 Mar",
        "  Visits               1,234   ▲ 23%    ▽ 38%                   ! 4 Mar         ▁ ▄█",
        "Customers and orders",
        "  Net sales          €12,346       –        – ≥ €10,000 ✓ good  noise",
        "  Returns               0.0% ↓ 2.0pt        –      ≤ 5% ◌ open",
        "Pay-per-click",
        "  Spend               €15.00   ↑ 25%        –   €10–€20 ✓ good  noise",
        "Customer service",
        "  Nothing                  –       –        –",
        "▲▼ better  △▽ worse  ↑↓ neither  ! a signal since  ◌ open: can still change",
    ]


def test_what_needs_someone_comes_worst_first(shop):
    lines = printed(shop, "--attention")
    assert lines[0].startswith("Week 22–28 Apr 2024: ✓ 2 good")  # of all, not of those shown
    names = [line[:20].strip() for line in lines[2:-1]]
    assert names == ["Bounces", "Not found rate", "Share, [bold]Direct|", "Visits"]


def test_when_nothing_needs_someone_that_is_said(shop):
    lines = printed(shop, "--attention", "--period", "month")
    assert lines == ["April 2024: ✓ 0 good, ~ 0 watch, ✗ 0 bad, ! 0 signals", "nothing needs you"]


def test_the_last_seven_days_have_the_history_of_those_before_them(shop):
    (visits,) = [
        line for line in printed(shop, "--period", "last_7_days") if line.startswith("  Visits")
    ]
    assert visits.split() == ["Visits", "700", "noise", "▁█"]


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("shown", [(), ("--attention",)])
def test_lines_fit_and_no_number_is_cut(shop, width, shown):
    lines = printed(shop, *shown, width=width)[1:-1]
    assert "…" not in "".join(lines) and "1,234" in "".join(lines)
    if width >= 60:
        assert max(map(cell_len, lines)) <= width


def test_colours_repeat_what_marks_say(shop):
    plain = printed(shop)
    coloured = printed(shop, FORCE_COLOR="1")
    without = printed(shop, FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[32m✓ good" in "".join(coloured) and "\x1b[31m✗ bad" in "".join(coloured)
    assert "\x1b[3" not in "".join(without)  # bold is none
    assert "\x1b" not in "".join(plain)


def test_programs_get_the_columns_of_the_mart_and_nothing_else(shop):
    names = [*columns_of("kpi_scorecard"), "label", "family", "unit"]
    rows = json.loads("\n".join(printed(shop, "--format", "json")))
    assert [list(row) for row in rows] == [names] * 9
    by_kpi = {row["kpi"]: row for row in rows}
    assert by_kpi["visits"]["signal_since"] == "2024-03-04"
    assert by_kpi["spend"]["band_low"] == 10.0 and by_kpi["spend"]["target"] is None
    assert by_kpi["returns"]["is_mature"] is False and by_kpi["nothing"]["value"] is None
    assert by_kpi["net_sales"]["value"] == 12345.678

    text = "\n".join(printed(shop, "--format", "csv"))
    table = list(csv.DictReader(io.StringIO(text)))
    assert list(table[0]) == names and len(table) == 9
    assert [row["value"] for row in table] == [
        "" if row["value"] is None else str(row["value"]) for row in rows
    ]
    assert {row["is_mature"] for row in table} == {"true", "false"}
    assert {row["period_start"] for row in table} == {MONDAY.isoformat()}

    # Without a row there are still columns.
    nothing = ("--attention", "--period", "month", "--format")
    assert printed(shop, *nothing, "csv") == [",".join(names)]
    assert printed(shop, *nothing, "json") == ["[]"]


def test_a_table_to_paste_keeps_its_columns(shop):
    lines = printed(shop, "--format", "markdown", "--attention")
    assert lines == [
        "| KPI | value | before | target | on target | in control |",
        "| --- | ---: | ---: | ---: | --- | --- |",
        "| Bounces | 9 | △ 50% | ≤ 5 | ✗ bad | noise |",
        "| Not found rate | 1.2% | ▼ 0.8pt | ≤ 1% | ~ watch | noise |",
        "| Share, [bold]Direct\\| | 75.0% | – |  |  | signal since 4 Mar |",
        "| Visits | 1,234 | ▲ 23% |  |  | signal since 4 Mar |",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 0), (("--check",), 3), (("--check", "--period", "month"), 0)],
)
def test_a_scheduler_is_told_by_the_exit_code(shop, arguments, code):
    for shown in ((), ("--format", "json"), ("--attention",)):
        done = called(shop, *arguments, *shown)
        assert done.exit_code == code and done.stderr == ""


def test_an_unknown_period_is_refused_with_those_that_there_are(shop):
    done = called(shop, "--period", "decade")
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr == (
        "commerce: the scorecard has no period 'decade'; it has last_7_days, week, month\n"
    )


def test_marts_of_an_earlier_version_end_in_one_line(tmp_path):
    warehouse = make_marts(tmp_path, kpi_catalogue=[])
    done = called(warehouse)
    assert done.exit_code == 2
    assert "commerce build" in done.stderr and len(done.stderr.splitlines()) == 1


def test_before_the_first_week_is_over_there_is_none(tmp_path):
    warehouse = make_marts(
        tmp_path, kpi_catalogue=[], kpi_values=[], kpi_last_7_days=[], kpi_scorecard=[]
    )
    done = called(warehouse)
    assert done.exit_code == 2 and "no week is complete" in done.stderr


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "money", "–"),
        (0.0667, "ratio", "6.7%"),
        (0.0096, "ratio", "0.96%"),
        (-0.25, "ratio", "-25.0%"),
        (6.815, "ratio", "681.5%"),
        (-1234.5, "money", "-€1,234.50"),
        (12345.6, "money", "€12,346"),
        (0, "money", "€0.00"),
        (2516, "ms", "2,516 ms"),
        (45, "seconds", "45 s"),
        (120, "seconds", "2 min"),
        (349.2, "minutes", "5.8 h"),
        (0.5, "minutes", "30 s"),
        (72, "hours", "3 days"),
        (0, "hours", "0 s"),
        (1234567, "visits", "1,234,567"),
        (2.916, "views", "2.92"),
        (-3, "followers", "-3"),
        (4.5, "stars", "4.50"),
    ],
)
def test_a_value_reads_as_its_unit_does(value, unit, text):
    assert value_text(value, unit, "EUR") == text


@pytest.mark.parametrize(
    ("value", "currency", "text"), [(1234.5, "JPY", "¥1,234"), (9.5, "CHF", "CHF9.50")]
)
def test_money_has_the_digits_of_its_currency(value, currency, text):
    assert value_text(value, "money", currency) == text


@pytest.mark.parametrize(
    ("target", "unit", "text"),
    [
        (Decimal("0.0500"), "ratio", "5%"),
        (Decimal("0.125"), "ratio", "12.5%"),
        (Decimal("1000.0000"), "money", "€1,000"),
        (Decimal("9.99"), "money", "€9.99"),
    ],
)
def test_a_target_has_no_fraction_of_nothing(target, unit, text):
    assert value_text(target, unit, "EUR", is_target=True) == text


@pytest.mark.parametrize(
    ("value", "before", "unit", "better", "text", "is_better"),
    [
        (12, 10, "visits", "higher", "▲ 20%", True),
        (8, 10, "visits", "higher", "▽ 20%", False),
        (8, 10, "visits", "lower", "▼ 20%", True),
        (12, 10, "visits", "lower", "△ 20%", False),
        (12, 10, "money", "band", "↑ 20%", None),
        (10, 10, "visits", "higher", "=", None),
        (1000.1, 1000, "visits", "higher", "≈", None),
        (0.05, 0.04, "ratio", "higher", "▲ 1.0pt", True),
        (0.05, 0.0501, "ratio", "higher", "≈", None),
        (5, 0, "visits", "higher", "▲", True),
        (5, -5, "money", "higher", "▲", True),
        (500, 5, "visits", "lower", "△ >999%", False),
        (None, 5, "visits", "higher", "–", None),
        (5, None, "visits", "higher", "–", None),
    ],
)
def test_a_change_says_where_it_goes_and_whether_that_is_good(
    value, before, unit, better, text, is_better
):
    change = change_of(value, before, unit, better)
    assert (change.text, change.is_better) == (text, is_better)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((1.0, None, 4.0, 8.0), "▁ ▄█"),
        ((3.0, 3.0), "▁▁"),
        ((-1.0, 1.0), "▁█"),
        ((None, None), "  "),
    ],
)
def test_a_sparkline_has_a_gap_where_there_is_no_value(values, text):
    assert sparkline(values) == text


def test_a_signal_of_another_year_is_told_by_its_month():
    assert since_text(date(2024, 2, 5), MONDAY) == "5 Feb"
    assert since_text(date(2023, 2, 6), MONDAY) == "Feb 2023"


@pytest.mark.parametrize(
    ("grain", "start", "text"),
    [
        ("day", date(2024, 4, 1), "Day 1 Apr 2024"),
        ("week", date(2024, 4, 29), "Week 29 Apr–5 May 2024"),
        ("week", date(2024, 12, 30), "Week 30 Dec 2024–5 Jan 2025"),
        ("month", date(2024, 4, 1), "April 2024"),
        ("quarter", date(2024, 4, 1), "Quarter from 1 Apr 2024"),
        ("year", date(2024, 1, 1), "2024"),
        ("last_7_days", date(2024, 4, 24), "Last 7 days 24–30 Apr 2024"),
    ],
)
def test_a_period_reads_as_people_say_it(grain, start, text):
    assert period_text(grain, start) == text
