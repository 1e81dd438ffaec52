"""The landing contract (landing.md) as data: tables, keys, columns, closed lists.

A column is written as its name (**bold** as in landing.md), then its kind (text where none is
said), then its closed list in parentheses. Kinds:

time    a UTC timestamp            number  0 or more
date    a day                      score   1 to 5
flag    true or false              signed  any number
clock   HH:MM of a day             rate    a number of at most six digits before its point
                                   choice  one of a closed list
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    bold: bool
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    # A state keeps its last version, an event the first that was loaded.
    is_state: bool
    # The table's own day (rule 2 of "Rules for all"); None: its rows are never too late.
    day: str | None
    # Whose currency decides on no_exchange_rate, on the day in `day`.
    needs_rate: bool = False


def _column(text: str) -> Column:
    name, _, rest = text.strip().partition(" ")
    kind, choices = rest or "text", frozenset()
    if rest.startswith("("):
        kind, choices = "choice", frozenset(rest.strip("()").split("|"))
    return Column(name.strip("*"), kind, name.startswith("**"), choices)


def _table(name, key, columns, *, day, state=False, needs_rate=False) -> Table:
    parts = tuple(_column(text) for text in " ".join(columns.split()).split(","))
    return Table(name, tuple(key.split()), parts, state, day, needs_rate)


DEVICES = "(desktop|mobile|tablet)"
# These two have their list where landing.md first names them, and mean the same further down.
NETWORKS = "(facebook|twitter|instagram|tiktok|other)"
MARKETPLACES = "(amazon|ebay|other)"
CATEGORIES = "(payroll|rent|software|fulfilment|payment_fees|marketing|depreciation|other)"
AD_PLATFORMS = "(google_ads|microsoft_ads|meta_ads|tiktok_ads|pinterest_ads|amazon_ads|other)"
EMAIL_EVENTS = "(sent|delivered|bounced|opened|clicked|unsubscribed|complained)"

_ALL = (
    _table(
        "web_events",
        "event_id",
        f"""**event_id**, **occurred_at** time, **event_name**, visitor_id, customer_id, store_id,
        loaded_at time, page_path, page_referrer, utm_source, utm_medium, utm_campaign, utm_term,
        click_id_kind, user_agent, device {DEVICES}, country, region, city, cart_id, order_id,
        product_id, quantity number, unit_price number, currency, search_term,
        search_results number, http_status number, page_load_ms number""",
        day="occurred_at",
    ),
    _table(
        "carts",
        "cart_id",
        """**cart_id**, **created_at** time, **updated_at** time, visitor_id, customer_id,
        store_id, emptied_at time, checkout_started_at time, contact_given_at time,
        completed_at time, order_id, currency, cart_value number, item_count number,
        loaded_at time""",
        day="created_at",
        state=True,
        needs_rate=True,
    ),
    _table(
        "orders",
        "order_id",
        """**order_id**, **placed_at** time, updated_at time, store_id,
        sales_channel (online_store|amazon|pos|phone|other), customer_id, customer_email,
        visitor_id, cart_id, cancelled_at time, is_test flag, currency, discount_amount number,
        shipping_amount number, tax_amount number, duties_amount number, fulfilment_cost number,
        payment_fee number, loaded_at time""",
        day="placed_at",
        state=True,
        needs_rate=True,
    ),
    _table(
        "order_lines",
        "order_line_id",
        """**order_line_id**, **order_id**, **quantity** number, **unit_price** number,
        product_id, discount_amount number, unit_cost number, is_gift_card flag,
        loaded_at time""",
        day=None,  # lines go with their order
        state=True,
    ),
    _table(
        "refunds",
        "refund_id",
        """**refund_id**, **order_id**, **refunded_at** time, **amount** number, order_line_id,
        quantity number, tax_amount number, shipping_amount number, is_return flag, reason,
        loaded_at time""",
        day="refunded_at",
    ),
    _table(
        "customers",
        "customer_id",
        """**customer_id**, created_at time, updated_at time, email, birth_date date,
        gender (female|male|other), country, region, city""",
        day=None,
        state=True,
    ),
    _table(
        "products",
        "product_id",
        """**product_id**, sku, product_name, category, brand, unit_cost number, currency,
        updated_at time""",
        day=None,
        state=True,
    ),
    _table(
        "operating_expenses",
        "expense_id",
        f"""**expense_id**, **month** date, **category** {CATEGORIES}, **amount** number,
        currency, store_id""",
        day="month",
        needs_rate=True,
    ),
    _table(
        "ad_performance",
        "ad_date platform campaign_id ad_group_id keyword store_id",
        f"""**ad_date** date, **platform** {AD_PLATFORMS}, **campaign_id**, **cost** number,
        campaign_name, ad_group_id, keyword, account_id, store_id, impressions number,
        clicks number, conversions number, conversion_value number, currency,
        updated_at time""",
        day="ad_date",
        state=True,
        needs_rate=True,
    ),
    _table(
        "email_campaigns",
        "campaign_id",
        "**campaign_id**, campaign_name, kind (campaign|flow), updated_at time",
        day=None,
        state=True,
    ),
    _table(
        "email_events",
        "event_id",
        f"""**event_id**, **message_id**, **event_type** {EMAIL_EVENTS}, **occurred_at** time,
        campaign_id, customer_id, recipient_email, is_machine flag, link, loaded_at time""",
        day="occurred_at",
    ),
    _table(
        "social_posts",
        "platform post_id snapshot_date",
        f"""**platform** {NETWORKS}, **post_id**, **snapshot_date** date, account_id,
        published_at time, likes number, comments number, reposts number, quotes number""",
        day="snapshot_date",
    ),
    _table(
        "social_accounts",
        "platform account_id snapshot_date",
        f"""**platform** {NETWORKS}, **account_id**, **snapshot_date** date,
        **followers** number""",
        day="snapshot_date",
    ),
    _table(
        "marketplace_feedback",
        "feedback_id",
        f"""**feedback_id**, **marketplace** {MARKETPLACES},
        **kind** (seller_feedback|product_review), **rating** score, **submitted_at** time,
        product_id""",
        day="submitted_at",
    ),
    _table(
        "marketplace_questions",
        "question_id",
        f"""**question_id**, **marketplace** {MARKETPLACES}, **asked_at** time, product_id,
        needs_response flag""",
        day="asked_at",
    ),
    _table(
        "marketplace_answers",
        "answer_id",
        """**answer_id**, **question_id**, **answered_at** time,
        answered_by (seller|community)""",
        day="answered_at",
    ),
    _table(
        "support_cases",
        "case_id",
        """**case_id**, **opened_at** time, updated_at time,
        channel (email|phone|chat|form|social|other), customer_id, order_id,
        first_reply_at time, resolved_at time, is_spam flag, merged_into, satisfaction score,
        topic""",
        day="opened_at",
        state=True,
    ),
    _table(
        "organic_queries",
        "query_date query page_path country device",
        f"""**query_date** date, **query**, **clicks** number, impressions number,
        position number, page_path, country, device {DEVICES}""",
        day="query_date",
    ),
    _table(
        "experiments",
        "experiment_id",
        """**experiment_id**, **control_variant**, name, started_at time, ended_at time,
        planned_visitors number, updated_at time""",
        day=None,
        state=True,
    ),
    _table(
        "experiment_assignments",
        "experiment_id visitor_id assigned_at",
        "**experiment_id**, **visitor_id**, **variant**, **assigned_at** time",
        day="assigned_at",
    ),
    # A state without updated_at: of rows with one key the smaller value counts.
    _table(
        "vendor_reported",
        "day system metric",
        "**day** date, **system**, **metric**, **value** signed",
        day="day",
        state=True,
    ),
)

CONTRACT: dict[str, Table] = {table.name: table for table in _ALL}

# Of which table a row's parent must be accepted, and by which column (reason `orphan`).
PARENTS = {
    "order_lines": ("orders", "order_id"),
    "refunds": ("orders", "order_id"),
    "marketplace_answers": ("marketplace_questions", "question_id"),
}

# What an optional column says where it says nothing.
DEFAULTS = {
    ("marketplace_questions", "needs_response"): True,
    ("marketplace_answers", "answered_by"): "seller",
}

# Lists that a user may bring: read by the same rules, but nothing is a duplicate in them.
_LISTS = (
    ("exchange_rates", "**rate_date** date, **currency**, **rate** rate"),
    (
        "channel_rules",
        """**priority** number, **channel**, source_category, source_pattern, medium_pattern,
        campaign_pattern, click_id_kind""",
    ),
    ("source_categories", "**source**, **category**"),
    ("click_ids", "**click_id_kind**, **source**, **medium**"),
    ("bot_patterns", "**pattern**"),
    ("page_groups", "**priority** number, **pattern**, **page_group**"),
    ("brand_terms", "**term**"),
    ("business_hours", "**weekday** (1|2|3|4|5|6|7), **opens** clock, **closes** clock"),
    ("holidays", "**holiday_date** date"),
    (
        "rfm_segments",
        "**recency_quintile** number, **frequency_quintile** number, **rfm_segment**",
    ),
    (
        "kpi_targets",
        """**kpi**, segment_by, segment, **period_grain** (week|month),
        valid_from date, target signed, band_low signed, band_high signed, tolerance number""",
    ),
)
REFERENCE: dict[str, Table] = {
    name: _table(name, "", columns, day=None) for name, columns in _LISTS
}

# A clock time is usable only if it is later than this one.
LATER_THAN = {"closes": "opens"}
