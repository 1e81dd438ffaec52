"""The landing contract, as far as the stores need it: tables, keys, columns and their types.

Written down apart from the project's own copy on purpose.
"""

from dataclasses import dataclass

# A row is {column: value}, a missing column is NULL; a missing table is not landed.
Row = dict[str, object]
Tables = dict[str, list[Row]]

# One line a table: its key; then its columns in the contract's order. `*` marks bold, `:` the
# type. Without a type a column is text that carries no key. `id` and `email` are what must
# never be shared between two stores; a query, which is a key, is one too, and so is what may
# name an ad campaign: where its id changes, the visits that it brought change with it.
_SPEC = """
web_events event_id: *event_id:id *occurred_at:time *event_name visitor_id:id customer_id:id
 store_id:id loaded_at:time page_path page_referrer utm_source utm_medium utm_campaign:id utm_term
 click_id_kind user_agent device:list country region city cart_id:id order_id:id product_id:id
 quantity:number unit_price:number currency search_term search_results:whole http_status:whole
 page_load_ms:whole
carts cart_id: *cart_id:id *created_at:time *updated_at:time visitor_id:id customer_id:id
 store_id:id emptied_at:time checkout_started_at:time contact_given_at:time completed_at:time
 order_id:id currency cart_value:number item_count:whole loaded_at:time
orders order_id: *order_id:id *placed_at:time updated_at:time store_id:id sales_channel:list
 customer_id:id customer_email:email visitor_id:id cart_id:id cancelled_at:time is_test:flag
 currency discount_amount:number shipping_amount:number tax_amount:number duties_amount:number
 fulfilment_cost:number payment_fee:number loaded_at:time
order_lines order_line_id: *order_line_id:id *order_id:id *quantity:number *unit_price:number
 product_id:id discount_amount:number unit_cost:number is_gift_card:flag loaded_at:time
refunds refund_id: *refund_id:id *order_id:id *refunded_at:time *amount:number order_line_id:id
 quantity:number tax_amount:number shipping_amount:number is_return:flag reason loaded_at:time
customers customer_id: *customer_id:id created_at:time updated_at:time email:email
 birth_date:date gender:list country region city
products product_id: *product_id:id sku product_name category brand unit_cost:number currency
 updated_at:time
operating_expenses expense_id: *expense_id:id *month:date *category:list *amount:number currency
 store_id:id
ad_performance ad_date,platform,campaign_id,ad_group_id,keyword,store_id: *ad_date:date
 *platform:list *campaign_id:id *cost:number campaign_name:id ad_group_id:id keyword account_id:id
 store_id:id impressions:whole clicks:whole conversions:number conversion_value:number currency
 updated_at:time
email_campaigns campaign_id: *campaign_id:id campaign_name kind:list updated_at:time
email_events event_id: *event_id:id *message_id:id *event_type:list *occurred_at:time
 campaign_id:id customer_id:id recipient_email:email is_machine:flag link loaded_at:time
social_posts platform,post_id,snapshot_date: *platform:list *post_id:id *snapshot_date:date
 account_id:id published_at:time likes:whole comments:whole reposts:whole quotes:whole
social_accounts platform,account_id,snapshot_date: *platform:list *account_id:id
 *snapshot_date:date *followers:whole
marketplace_feedback feedback_id: *feedback_id:id *marketplace:list *kind:list *rating:score
 *submitted_at:time product_id:id
marketplace_questions question_id: *question_id:id *marketplace:list *asked_at:time
 product_id:id needs_response:flag
marketplace_answers answer_id: *answer_id:id *question_id:id *answered_at:time answered_by:list
support_cases case_id: *case_id:id *opened_at:time updated_at:time channel:list customer_id:id
 order_id:id first_reply_at:time resolved_at:time is_spam:flag merged_into:id
 satisfaction:score topic
organic_queries query_date,query,page_path,country,device: *query_date:date *query:id
 *clicks:whole impressions:whole position:number page_path country device:list
vendor_reported day,system,metric: *day:date *system:id *metric *value:number
experiments experiment_id: *experiment_id:id *control_variant name started_at:time ended_at:time
 planned_visitors:whole updated_at:time
experiment_assignments experiment_id,visitor_id,assigned_at: *experiment_id:id *visitor_id:id
 *variant *assigned_at:time
exchange_rates rate_date,currency: *rate_date:date *currency *rate:number
page_groups priority: *priority:whole *pattern *page_group
brand_terms term: *term
business_hours weekday,opens,closes: *weekday:weekday *opens:clock *closes:clock
holidays holiday_date: *holiday_date:date
"""
STATES = frozenset(
    {
        "carts",
        "orders",
        "order_lines",
        "customers",
        "products",
        "ad_performance",
        "email_campaigns",
        "support_cases",
        "vendor_reported",
        "experiments",
    }
)
REFERENCE = frozenset(
    {"exchange_rates", "page_groups", "brand_terms", "business_hours", "holidays"}
)

# Without these, and what hangs on them, nothing says for which moment the numbers are told.
TELL_AS_OF = frozenset({"web_events", "email_events", "orders", "refunds", "support_cases"})


@dataclass(frozen=True)
class Table:
    """What the contract says of one table: types holds every column, in its order."""

    name: str
    key: tuple[str, ...]
    types: dict[str, str]
    bold: tuple[str, ...]

    def of(self, *types: str) -> list[str]:
        """Return the columns that have one of these types."""
        return [column for column, kind in self.types.items() if kind in types]


def _table(line: str) -> Table:
    head, columns = line.split(": ", 1)
    name, key = head.split(" ")
    marked = dict(word.split(":") if ":" in word else (word, "text") for word in columns.split())
    return Table(
        name,
        tuple(key.split(",")),
        {column.lstrip("*"): kind for column, kind in marked.items()},
        tuple(column[1:] for column in marked if column.startswith("*")),
    )


CONTRACT: dict[str, Table] = {
    table.name: table for table in map(_table, _SPEC.replace("\n ", " ").strip().splitlines())
}
