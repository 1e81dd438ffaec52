"""Mistakes that well-known packages shipped, each on a store of a few rows.

Every test names the number that the mistake tells (`mistaken`), so that one sees the two apart.
"""

import pytest
import stores
from agreement import BothSides

DEFAULT = stores.SETTINGS[0]
BERLIN = next(one for one in stores.SETTINGS if one.name == "berlin_eur")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what the project tells of a few rows: a function of tables, KPI and period."""
    return teller(DEFAULT, tmp_path_factory.mktemp("default"))


@pytest.fixture(scope="module")
def told_in_berlin(tmp_path_factory):
    return teller(BERLIN, tmp_path_factory.mktemp("berlin"))


def teller(setting, folder):
    both, built = BothSides(setting, folder), None

    def tell(tables, kpi, grain, start, segment_by="all", mart="kpi_values"):
        nonlocal built
        if tables != built:
            both.build(tables)
            built = tables
        where = f"kpi = '{kpi}'" if mart == "kpi_values" else f"step = '{kpi}'"
        (row,) = both.warehouse.rows(
            f"(from {mart} where {where} and period_grain = '{grain}'"
            f" and period_start = date '{start}' and segment_by = '{segment_by}')"
        )
        return row

    return tell


def event(number, moment, visitor="v", name="page_view", **more):
    row = {"event_id": f"e{number}", "occurred_at": moment, "event_name": name}
    return {**row, "visitor_id": visitor, **more}


def order(order_id, placed_at, **more):
    return {"order_id": order_id, "placed_at": placed_at, **more}


def line(order_id, quantity=1, unit_price=10, **more):
    row = {"order_line_id": f"{order_id}-1", "order_id": order_id}
    return {**row, "quantity": quantity, "unit_price": unit_price, **more}


def test_distinct_visitors_of_days_are_not_summed_to_a_week(told):
    tables = {"web_events": [event(1, "2024-03-04 10:00:00"), event(2, "2024-03-05 10:00:00")]}
    days = [told(tables, "unique_visitors", "day", f"2024-03-0{day}")["value"] for day in (4, 5)]
    right, mistaken = told(tables, "unique_visitors", "week", "2024-03-04")["value"], sum(days)
    assert (right, mistaken) == (1, 2)


def test_a_visit_is_not_cut_at_midnight(told):
    tables = {"web_events": [event(1, "2024-03-04 23:50:00"), event(2, "2024-03-05 00:10:00")]}
    right, mistaken = told(tables, "visits", "week", "2024-03-04")["value"], 2
    assert right == 1 != mistaken
    assert told(tables, "time_per_visit", "day", "2024-03-04")["value"] == 20 * 60


def test_conversion_is_not_orders_over_visits(told):
    orders = [order(name, "2024-03-04 10:05:00", visitor_id="v") for name in ("a", "b")]
    visits = [event(1, "2024-03-04 10:00:00"), event(2, "2024-03-04 10:00:00", visitor="w")]
    row = told({"web_events": visits, "orders": orders}, "conversion_rate", "day", "2024-03-04")
    right, mistaken = row["value"], len(orders) / row["denominator"]
    assert (right, mistaken) == (0.5, 1.0)


def test_average_order_value_is_without_tax_shipping_and_refunds(told):
    tables = {
        "orders": [order("a", "2024-03-04 10:00:00", tax_amount=19, shipping_amount=5)],
        "order_lines": [line("a", quantity=2, unit_price=50, discount_amount=10)],
        "refunds": [
            {
                "refund_id": "r",
                "order_id": "a",
                "refunded_at": "2024-03-04 12:00:00",
                "amount": 40,
            }
        ],
    }
    right = told(tables, "average_order_value", "day", "2024-03-04")["value"]
    with_tax_and_shipping, less_refunds = 114, 50
    assert right == 90 and right not in (with_tax_and_shipping, less_refunds)
    assert told(tables, "total_sales", "day", "2024-03-04")["value"] == 90 + 19 + 5 - 40


def test_the_value_of_a_basket_takes_quantity_into_account(told):
    tables = {
        "orders": [order("a", "2024-03-04 10:00:00")],
        "order_lines": [line("a", quantity=3, unit_price=10)],
    }
    right, mistaken = told(tables, "average_basket_value", "day", "2024-03-04")["value"], 10
    assert right == 30 != mistaken
    assert told(tables, "units_per_order", "day", "2024-03-04")["value"] == 3


def test_a_checkout_that_is_completed_in_time_and_a_cart_that_is_bought_are_not_abandoned(told):
    def cart(name, completed_at):
        moments = dict.fromkeys(("created_at", "contact_given_at"), "2024-03-04 10:00:00")
        updated = {"updated_at": "2024-03-04 10:00:00", "completed_at": completed_at}
        return {"cart_id": name, **moments, **updated}

    carts = [
        cart("in_time", "2024-03-04 10:10:00"),
        cart("recovered", "2024-03-05 10:00:00"),
        cart("lost", None),
    ]
    tables = {"carts": carts, "orders": [order("late", "2024-06-01 00:00:00")]}

    def on_the_day(kpi):
        return told(tables, kpi, "day", "2024-03-04")["value"]

    assert on_the_day("abandoned_orders") == 2  # a recovered one was abandoned, for a while
    assert on_the_day("recovered_orders") == 1
    right, mistaken = on_the_day("abandoned_carts"), 2  # no longer: it was bought in the end
    assert right == 1 != mistaken
    assert on_the_day("cart_abandonment_rate") == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("started_at", "orders"),
    [("2025-03-01 10:00:00", 1), ("2025-03-01 09:59:59.999999", 0)],
)
def test_an_attribution_window_is_elapsed_time_and_no_count_of_days(
    started_at, orders, told_in_berlin
):
    """In Berlin the order is at 12:00, the visit 30 days before at 11:00: clocks went forward.

    By the calendar both visits lie 30 days before the order; by the hour one does.
    """
    tables = {
        "web_events": [
            event(1, started_at, click_id_kind="gclid"),
            event(2, "2025-03-31 09:50:00"),
        ],
        "orders": [order("a", "2025-03-31 10:00:00", visitor_id="v")],
    }
    assert told_in_berlin(tables, "ppc_attributed_orders", "day", "2025-03-31")["value"] == orders


def test_a_month_keeps_the_units_that_come_back_in_the_next_one(told):
    refund = {"refund_id": "r", "order_id": "a", "refunded_at": "2024-02-10 10:00:00"}
    tables = {
        "orders": [order("a", "2024-01-20 10:00:00")],
        "order_lines": [line("a", quantity=2)],
        "refunds": [
            {**refund, "order_line_id": "a-1", "quantity": 1, "amount": 10, "is_return": True}
        ],
    }
    right, mistaken = told(tables, "return_rate", "month", "2024-01-01")["value"], 0
    assert right == 0.5 != mistaken
    # The money is booked in the month in which it was given back.
    assert told(tables, "net_sales", "month", "2024-01-01")["value"] == 20
    assert told(tables, "net_sales", "month", "2024-02-01")["value"] == -10


def test_clicks_over_opens_is_not_the_click_rate(told):
    def mail(message, *kinds):
        return [
            {
                "event_id": f"{message}-{kind}",
                "message_id": message,
                "event_type": kind,
                "occurred_at": "2024-03-04 10:00:00",
            }
            for kind in kinds
        ]

    events = [
        *mail("m1", "delivered", "opened", "clicked"),
        *mail("m2", "delivered", "opened"),
        *mail("m3", "delivered"),
        *mail("m4", "delivered"),
    ]
    row = told({"email_events": events}, "email_click_rate", "day", "2024-03-04")
    right, mistaken = row["value"], 1 / 2
    assert right == 0.25 != mistaken


def test_a_case_without_a_reply_has_no_reply_time(told):
    cases = [
        {"case_id": "a", "opened_at": "2024-03-04 10:00:00", "first_reply_at": None},
        {
            "case_id": "b",
            "opened_at": "2024-03-04 10:00:00",
            "first_reply_at": "2024-03-04 10:30:00",
        },
    ]
    cases = [{**case, "channel": "email"} for case in cases]
    row = told({"support_cases": cases}, "first_reply_time", "day", "2024-03-04")
    as_zero, as_below_zero = 15, -1
    assert row["value"] == 30 and row["value"] not in (as_zero, as_below_zero)
    assert row["denominator"] == 1


def test_a_drop_off_is_the_difference_over_the_step_before(told):
    visits = [event(number, "2024-03-04 10:00:00", visitor=f"v{number}") for number in range(10)]
    views = [
        event(f"view{number}", "2024-03-04 10:00:00", visitor=f"v{number}", name="view_item")
        for number in range(4)
    ]
    row = told(
        {"web_events": visits + views}, "product_view", "day", "2024-03-04", mart="funnel_visits"
    )
    right, mistaken = row["drop_off"], 10 - 4 / 10  # without brackets
    assert right == pytest.approx((10 - 4) / 10) != mistaken


@pytest.mark.parametrize(
    ("delivered_at", "credited"),
    [("2025-10-24 10:00:00", 1), ("2025-10-24 09:59:59.999999", 0)],
)
def test_an_email_window_is_elapsed_time_and_no_count_of_days_or_hours(
    delivered_at, credited, told_in_berlin
):
    """In Berlin the order is at 11:00, the message 5 days before at 12:00: clocks went back.

    By the clock on the wall, by days and by whole hours both messages are within 5 days.
    """
    mail = {"message_id": "m", "recipient_email": "ann@x.example"}
    moments = {"delivered": delivered_at, "clicked": "2025-10-25 10:00:00"}
    tables = {
        "email_events": [
            {"event_id": kind, "event_type": kind, "occurred_at": moment, **mail}
            for kind, moment in moments.items()
        ],
        "orders": [order("a", "2025-10-29 10:00:00", customer_email="ann@x.example")],
    }
    row = told_in_berlin(tables, "email_conversion_rate", "day", "2025-10-24")
    # The mistake credits both messages.
    assert (row["numerator"], row["denominator"]) == (credited, 1)


def test_30_days_by_the_clock_on_the_wall_can_be_an_hour_too_many(told_in_berlin):
    """Clocks went back: 30 days by the clock on the wall are an hour more than 30 days."""
    tables = {
        "web_events": [
            event(1, "2025-10-01 10:00:00", click_id_kind="gclid"),
            event(2, "2025-10-31 10:50:00"),
        ],
        "orders": [order("a", "2025-10-31 11:00:00", visitor_id="v")],
    }
    right = told_in_berlin(tables, "ppc_attributed_orders", "day", "2025-10-31")["value"]
    mistaken = 1
    assert right == 0 != mistaken
