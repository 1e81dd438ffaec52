"""What can be wrong, table by table. How often, is in rates.py."""

from dataclasses import dataclass
from decimal import Decimal

MISSING_KEY = "missing_key"
BAD_TIMESTAMP = "bad_timestamp"
BAD_NUMBER = "bad_number"
UNKNOWN_VALUE = "unknown_value"
NO_EXCHANGE_RATE = "no_exchange_rate"
ORPHAN = "orphan"


@dataclass(frozen=True)
class Bad:
    """A row that must be quarantined: a copy of a good one with one column spoilt."""

    column: str
    reason: str
    value: object = None  # what is put into the column; bad_timestamp: hours past loaded_at
    keeps_key: bool = False  # a newer version of a good row, not a row of its own


def _missing(*columns: str) -> tuple[Bad, ...]:
    return tuple(Bad(column, MISSING_KEY) for column in columns)


_LATE = 26  # hours past loaded_at; 24 are allowed
_NO_RATE = "XXX"

BAD_ROWS: dict[str, tuple[Bad, ...]] = {
    "web_events": (
        *_missing("event_id", "occurred_at", "event_name"),
        Bad("occurred_at", BAD_TIMESTAMP, _LATE),
    ),
    "carts": (
        *_missing("cart_id", "created_at", "updated_at"),
        Bad("created_at", BAD_TIMESTAMP, _LATE),
        Bad("updated_at", BAD_TIMESTAMP, _LATE, keeps_key=True),
        Bad("currency", NO_EXCHANGE_RATE, _NO_RATE),
    ),
    "orders": (
        *_missing("order_id", "placed_at"),
        Bad("placed_at", BAD_TIMESTAMP, _LATE),
        Bad("currency", NO_EXCHANGE_RATE, _NO_RATE),
        Bad("currency", NO_EXCHANGE_RATE, "XTS", keeps_key=True),
    ),
    "order_lines": (
        *_missing("order_line_id", "order_id", "quantity", "unit_price"),
        Bad("quantity", BAD_NUMBER, -1),
        Bad("unit_price", BAD_NUMBER, Decimal("-9.5"), keeps_key=True),
        Bad("order_id", ORPHAN, "gone"),
    ),
    "refunds": (
        *_missing("refund_id", "order_id", "refunded_at", "amount"),
        Bad("refunded_at", BAD_TIMESTAMP, _LATE),
        Bad("amount", BAD_NUMBER, Decimal("-10")),
        Bad("order_id", ORPHAN, "gone"),
    ),
    "customers": _missing("customer_id"),
    "products": _missing("product_id"),
    "operating_expenses": (
        *_missing("expense_id", "month", "category", "amount"),
        Bad("category", UNKNOWN_VALUE, "parties"),
        Bad("amount", BAD_NUMBER, Decimal("-100")),
        Bad("currency", NO_EXCHANGE_RATE, _NO_RATE),
    ),
    "ad_performance": (
        *_missing("ad_date", "platform", "campaign_id", "cost"),
        Bad("platform", UNKNOWN_VALUE, "billboards"),
        Bad("cost", BAD_NUMBER, Decimal("-3")),
        Bad("currency", NO_EXCHANGE_RATE, _NO_RATE),
    ),
    "email_campaigns": _missing("campaign_id"),
    "email_events": (
        *_missing("event_id", "message_id", "event_type", "occurred_at"),
        Bad("occurred_at", BAD_TIMESTAMP, _LATE),
        Bad("event_type", UNKNOWN_VALUE, "teleported"),
    ),
    "social_posts": (
        *_missing("platform", "post_id", "snapshot_date"),
        Bad("platform", UNKNOWN_VALUE, "myspace"),
    ),
    "social_accounts": (
        *_missing("platform", "account_id", "snapshot_date", "followers"),
        Bad("platform", UNKNOWN_VALUE, "myspace"),
        Bad("followers", BAD_NUMBER, -1),
    ),
    "marketplace_feedback": (
        *_missing("feedback_id", "marketplace", "kind", "rating", "submitted_at"),
        Bad("marketplace", UNKNOWN_VALUE, "bazaar"),
        Bad("kind", UNKNOWN_VALUE, "gossip"),
        Bad("rating", BAD_NUMBER, 7),
    ),
    "marketplace_questions": (
        *_missing("question_id", "marketplace", "asked_at"),
        Bad("marketplace", UNKNOWN_VALUE, "bazaar"),
    ),
    "marketplace_answers": (
        *_missing("answer_id", "question_id", "answered_at"),
        Bad("question_id", ORPHAN, "gone"),
    ),
    "support_cases": _missing("case_id", "opened_at"),
    "organic_queries": (
        *_missing("query_date", "query", "clicks"),
        Bad("clicks", BAD_NUMBER, -1),
    ),
    "experiments": _missing("experiment_id", "control_variant"),
    "experiment_assignments": _missing("experiment_id", "visitor_id", "variant", "assigned_at"),
    "vendor_reported": _missing("day", "system", "metric", "value"),
}

# Unusable values of optional columns: they become NULL, and the row stays. A number for a time
# is hours past loaded_at.
COERCED: dict[str, dict[str, object]] = {
    "web_events": {
        "device": "smart_tv",
        "quantity": -1,
        "unit_price": Decimal("-5"),
        "search_results": -1,
        "page_load_ms": -20,
    },
    "carts": {"checkout_started_at": 72, "cart_value": Decimal("-1"), "item_count": -1},
    "orders": {
        "sales_channel": "pigeon",
        "cancelled_at": 72,
        "discount_amount": Decimal("-1"),
        "fulfilment_cost": Decimal("-1"),
    },
    "order_lines": {"discount_amount": Decimal("-1"), "unit_cost": Decimal("-1")},
    "refunds": {"quantity": -1, "tax_amount": Decimal("-1")},
    "customers": {"gender": "robot"},
    "ad_performance": {"impressions": -1, "conversions": Decimal("-1")},
    "email_campaigns": {"kind": "leaflet"},
    "social_posts": {"likes": -1},
    "marketplace_answers": {"answered_by": "parrot"},
    "support_cases": {"channel": "fax", "satisfaction": 9},
    "organic_queries": {"impressions": -1, "position": -1.0},
}

# Codes that are written untidily here and there, and are good all the same.
CODES: dict[str, tuple[str, ...]] = {
    "web_events": ("device",),
    "orders": ("sales_channel",),
    "customers": ("gender",),
    "operating_expenses": ("category",),
    "ad_performance": ("platform",),
    "email_events": ("event_type",),
    "social_posts": ("platform",),
    "marketplace_feedback": ("marketplace", "kind"),
    "marketplace_answers": ("answered_by",),
    "support_cases": ("channel",),
}

# Optional columns in which some rows have an empty string for NULL.
EMPTY: dict[str, str] = {
    "web_events": "customer_id",
    "carts": "customer_id",
    "orders": "customer_email",
    "ad_performance": "keyword",
    "email_events": "customer_id",
    "support_cases": "order_id",
}

# Times that some rows of a CSV spell with T, and Z or an offset.
OTHER_SPELLING: dict[str, str] = {
    "web_events": "occurred_at",
    "orders": "placed_at",
    "email_events": "occurred_at",
    "support_cases": "opened_at",
}

# What the second of two loads of one row lacks; states differ by their versions already.
LOST_IN_COPY = {
    "web_events": "page_load_ms",
    "refunds": "reason",
    "email_events": "link",
    "marketplace_feedback": "product_id",
    "marketplace_questions": "product_id",
    "marketplace_answers": "answered_by",
}

# Texts that no one can read: in CSV alone. Parquet, which has types, has NULL in their place.
UNREADABLE: dict[str, dict[str, str]] = {
    "web_events": {"occurred_at": "yesterday", "page_load_ms": "slow"},
    "carts": {"created_at": "n/a", "cart_value": "NaN"},
    "orders": {"placed_at": "31/12/2024", "tax_amount": "inf"},
    "order_lines": {"quantity": "two", "unit_price": "12.5.0"},
    "refunds": {"refunded_at": "soon", "amount": "ten"},
    "customers": {"birth_date": "1980-13-45"},
    "operating_expenses": {"month": "March", "amount": "tbd"},
    "ad_performance": {"ad_date": "today", "cost": "free"},
    "email_events": {"occurred_at": "2024-02-30 10:00:00"},
    "social_posts": {"snapshot_date": "-", "likes": "1k"},
    "social_accounts": {"followers": "5.2k"},
    "marketplace_feedback": {"rating": "five", "submitted_at": "n/a"},
    "marketplace_questions": {"asked_at": "last week"},
    "marketplace_answers": {"answered_at": "never"},
    "support_cases": {"opened_at": "Monday", "satisfaction": "good"},
    "organic_queries": {"clicks": "<10"},
    "experiment_assignments": {"assigned_at": "day 3"},
    "vendor_reported": {"value": "n/a"},
}
