"""The landing contract: what is read, coerced, quarantined, and which repeat counts."""

from datetime import date
from pathlib import Path

import pytest
from conftest import build, query, write_csv

EVENTS = """
    event_id,occurred_at,event_name,loaded_at,device,page_load_ms,user_agent,extra
    iso,2024-01-01T10:00:00Z,page_view,2024-01-01 10:00:01,desktop,100,,x
    offset,2024-01-01 12:00:00+02:00,page_view,2024-01-01 10:00:01,Tablet ,-1,,x
    date,2024-01-01,page_view,,watch,fast,,x
    micro,2024-01-01 10:00:00.123456,page_view,,,,,x
    ahead,2024-01-02 10:00:01,page_view,2024-01-01 10:00:00,,,,x
    day_ahead,2024-01-02 10:00:00,page_view,2024-01-01 10:00:00,,,,x
    never,infinity,page_view,,,,,x
    torn,2024-02-30 10:00:00,page_view,,,,,x
    ,2024-01-01 10:00:00,page_view,,,,,x
    nameless,2024-01-01 10:00:00,,,,,,x
    repeat,2024-01-01 11:00:00,page_view,2024-01-03 00:00:00,,,,x
    repeat,2024-01-01 11:00:01,page_view,2024-01-02 00:00:00,,,,x
    repeat,2024-01-01 11:00:02,page_view,,,,,x
    bot,2024-01-01 11:00:00,page_view,,,,Mozilla/5.0 (compatible; GOOGLEBOT/2.1),x
    word,epoch,page_view,,,,,x
    zone,2024-01-01 11:00:00 Europe/Berlin,page_view,,,,,x
    before,0000-01-01,page_view,,,,,x
    far,290000-01-01,page_view,,,,,x
"""

ORDERS = """
    order_id,placed_at,updated_at,currency,is_test,customer_email,tax_amount
    new,2024-01-01 10:00:00,2024-01-02 00:00:00,,false,Ann@Example.com,1
    new,2024-01-01 10:00:00,2024-01-03 00:00:00,,FALSE,ann@example.com ,2
    unusable_new,2024-01-01 10:00:00,2024-01-02 00:00:00,,,,
    unusable_new,broken,2024-01-03 00:00:00,,,,
    rateless,2024-01-01 10:00:00,,XTS,,,
    early,1999-01-01 10:00:00,,EUR,,,
    euro,2024-01-02 10:00:00,,EUR,yes,,
"""

LINES = """
    order_line_id,order_id,quantity,unit_price,discount_amount
    whole,new,2,10,1
    negative,new,-1,10,
    worded,new,one,10,
    endless,new,1,inf,
    lost,rateless,1,10,
    stray,nowhere,1,10,
    cheap,new,1,0.00005,-3
    grouped,new,1_000,1,
    hardly,new,-0.000001,1,
    slip,new,1000000000,1000000000,
"""

FEEDBACK = """
    feedback_id,marketplace,kind,rating,submitted_at
    good, Amazon ,Seller_Feedback,5,2024-01-01 10:00:00
    six,amazon,seller_feedback,6,2024-01-01 10:00:00
    more,amazon,seller_feedback,5.0000001,2024-01-01 10:00:00
    shop,etsy,seller_feedback,5,2024-01-01 10:00:00
    both,etsy,seller_feedback,0,2024-01-01 10:00:00
"""

HOURS = """
    weekday,opens,closes
    1,09:00,18:00
     2 , 00:00 ,24:00
    8,09:00,18:00
    Mon,09:00,18:00
    3,9:00,18:00
    3,09:00,18:00:00
    3,09:60,18:00
    3,09:00,24:01
    4,18:00,09:00
    4,12:00,12:00
    4,24:00,24:00
    5,,18:00
"""

REPORTED = """
    day,system,metric,value
    2024-01-01,shop,orders,2
    2024-01-01,shop,orders,1
    2024-01-02,shop,orders,many
    2024-01-03,shop,orders,-1
    someday,shop,orders,1
    2024-01-04,,orders,1
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose rows are wrong in every way that the contract names."""
    folder = tmp_path_factory.mktemp("landing")
    landing = folder / "landing"
    write_csv(landing, "web_events", EVENTS)
    write_csv(landing, "orders", ORDERS)
    write_csv(landing, "order_lines", LINES)
    write_csv(landing, "marketplace_feedback", FEEDBACK)
    write_csv(landing, "business_hours", HOURS)
    write_csv(landing, "vendor_reported", REPORTED)
    rates = "rate_date,currency,rate\n2024-01-01,EUR,1.5\n2024-01-03,EUR,2"
    write_csv(landing, "exchange_rates", rates)
    done = build(folder / "w.duckdb", "--landing", str(landing))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "w.duckdb"


def reasons(warehouse: Path, entity: str) -> dict:
    """Return the quarantine reason of each key of an entity."""
    return dict(query(warehouse, f"select key, reason from quarantine where entity = '{entity}'"))


def quality(warehouse: Path, entity: str) -> dict:
    """Return the measures of an entity that are not 0, by measure and detail."""
    rows = query(
        warehouse,
        f"select measure, detail, value from data_quality where entity = '{entity}' and value > 0",
    )
    return {(measure, detail): value for measure, detail, value in rows}


def test_events_are_quarantined_with_the_first_reason_that_fits(warehouse):
    assert reasons(warehouse, "web_events") == {
        None: "missing_key",
        "nameless": "missing_key",
        "ahead": "bad_timestamp",
        "never": "bad_timestamp",
        "torn": "bad_timestamp",
        "word": "bad_timestamp",
        "zone": "bad_timestamp",
        "before": "bad_timestamp",
        "far": "bad_timestamp",
    }


def test_lines_and_orders_are_quarantined_with_the_first_reason_that_fits(warehouse):
    assert reasons(warehouse, "orders") == {
        "unusable_new": "bad_timestamp",
        "rateless": "no_exchange_rate",
        "early": "no_exchange_rate",
    }
    assert reasons(warehouse, "order_lines") == {
        "negative": "bad_number",
        "worded": "bad_number",
        "endless": "bad_number",
        "grouped": "bad_number",
        "hardly": "bad_number",
        "slip": "bad_number",
        "lost": "orphan",
        "stray": "orphan",
    }
    assert reasons(warehouse, "marketplace_feedback") == {
        "six": "bad_number",
        "more": "bad_number",
        "shop": "unknown_value",
        "both": "bad_number",
    }


def test_business_hours_that_cannot_be_are_quarantined(warehouse):
    assert reasons(warehouse, "business_hours") == {
        "8|09:00|18:00": "unknown_value",
        "Mon|09:00|18:00": "unknown_value",
        "3|9:00|18:00": "bad_timestamp",
        "3|09:00|18:00:00": "bad_timestamp",
        "3|09:60|18:00": "bad_timestamp",
        "3|09:00|24:01": "bad_timestamp",
        "4|18:00|09:00": "bad_timestamp",
        "4|12:00|12:00": "bad_timestamp",
        "4|24:00|24:00": "bad_timestamp",
        "5||18:00": "missing_key",
    }
    usable = "select weekday, opens, closes from main_staging.stg_reference__business_hours"
    assert query(warehouse, f"{usable} where violation is null order by weekday") == [
        ("1", "09:00", "18:00"),
        ("2", "00:00", "24:00"),
    ]


def test_of_what_a_system_reports_twice_the_smaller_number_counts(warehouse):
    assert reasons(warehouse, "vendor_reported") == {
        "2024-01-02|shop|orders": "bad_number",
        "someday|shop|orders": "bad_timestamp",
        "2024-01-04||orders": "missing_key",
    }
    told = "select day, system, kpi, ours, theirs, gap, explained_by from reconciliation"
    assert query(warehouse, told) == [(date(2024, 1, 1), "shop", "orders", 2, 1, 1, None)]


def test_every_row_is_accounted_for(warehouse):
    assert quality(warehouse, "web_events") == {
        ("landed", "all"): 18,
        ("accepted", "all"): 7,
        ("quarantined", "all"): 9,
        ("quarantined", "missing_key"): 2,
        ("quarantined", "bad_timestamp"): 7,
        ("duplicates", "all"): 2,
        ("coerced", "device"): 1,
        ("coerced", "page_load_ms"): 2,
        ("bots", "all"): 1,
        ("share_without_visitor", "all"): 1,
    }


def test_timestamps_are_read_as_utc_whatever_their_spelling(warehouse):
    rows = query(
        warehouse,
        "select event_id, cast(occurred_at as varchar), device from fct_events order by event_id",
    )
    assert rows == [
        ("date", "2024-01-01 00:00:00", None),
        ("day_ahead", "2024-01-02 10:00:00", None),
        ("iso", "2024-01-01 10:00:00", "desktop"),
        ("micro", "2024-01-01 10:00:00.123456", None),
        ("offset", "2024-01-01 10:00:00", "tablet"),
        # Of the repeats the first that was loaded counts.
        ("repeat", "2024-01-01 11:00:01", None),
    ]


def test_the_newest_usable_version_of_an_order_counts(warehouse):
    rows = query(warehouse, "select order_id, tax_amount, gross_amount from fct_orders order by 1")
    assert [(key, float(tax), float(gross)) for key, tax, gross in rows] == [
        # 2 × 10 + 1 × 0.00005, which is half of the last digit and rounds up
        ("euro", 0, 0),
        ("new", 2, 20.0001),
        ("unusable_new", 0, 0),
    ]


def test_what_is_neither_true_nor_false_is_coerced(warehouse):
    assert quality(warehouse, "orders")["coerced", "is_test"] == 1


def test_a_negative_discount_is_coerced_and_the_line_stays(warehouse):
    assert quality(warehouse, "order_lines")["coerced", "discount_amount"] == 1


def test_the_quarantine_holds_no_personal_value(warehouse):
    rows = query(warehouse, "select row_json from quarantine where entity = 'orders'")
    assert rows and all("customer_email" not in json for (json,) in rows)
