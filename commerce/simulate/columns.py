"""The landing contract's columns, and numpy arrays made into them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TYPES = {
    "text": pa.string(),
    "time": pa.timestamp("us"),
    "date": pa.date32(),
    "money": pa.decimal128(18, 4),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "real": pa.float64(),
}

# Columns in the contract's order; a word before the colon is the type of those after it.
_COLUMNS = {
    "web_events": "text: event_id time: occurred_at text: event_name visitor_id customer_id "
    "store_id time: loaded_at text: page_path page_referrer utm_source utm_medium utm_campaign "
    "utm_term click_id_kind user_agent device country region city cart_id order_id product_id "
    "count: quantity money: unit_price text: currency search_term count: search_results "
    "http_status page_load_ms",
    "carts": "text: cart_id time: created_at updated_at text: visitor_id customer_id store_id "
    "time: emptied_at checkout_started_at contact_given_at completed_at text: order_id currency "
    "money: cart_value count: item_count time: loaded_at",
    "orders": "text: order_id time: placed_at updated_at text: store_id sales_channel customer_id "
    "customer_email visitor_id cart_id time: cancelled_at flag: is_test text: currency "
    "money: discount_amount shipping_amount tax_amount duties_amount fulfilment_cost payment_fee "
    "time: loaded_at",
    "order_lines": "text: order_line_id order_id count: quantity money: unit_price "
    "text: product_id money: discount_amount unit_cost flag: is_gift_card time: loaded_at",
    "refunds": "text: refund_id order_id time: refunded_at money: amount text: order_line_id "
    "count: quantity money: tax_amount shipping_amount flag: is_return text: reason "
    "time: loaded_at",
    "customers": "text: customer_id time: created_at updated_at text: email date: birth_date "
    "text: gender country region city",
    "products": "text: product_id sku product_name category brand money: unit_cost "
    "text: currency time: updated_at",
    "operating_expenses": "text: expense_id date: month text: category money: amount "
    "text: currency store_id",
    "ad_performance": "date: ad_date text: platform campaign_id money: cost text: campaign_name "
    "ad_group_id keyword account_id store_id count: impressions clicks money: conversions "
    "conversion_value text: currency time: updated_at",
    "email_campaigns": "text: campaign_id campaign_name kind time: updated_at",
    "email_events": "text: event_id message_id event_type time: occurred_at text: campaign_id "
    "customer_id recipient_email flag: is_machine text: link time: loaded_at",
    "social_posts": "text: platform post_id date: snapshot_date text: account_id "
    "time: published_at count: likes comments reposts quotes",
    "social_accounts": "text: platform account_id date: snapshot_date count: followers",
    "marketplace_feedback": "text: feedback_id marketplace kind count: rating "
    "time: submitted_at text: product_id",
    "marketplace_questions": "text: question_id marketplace time: asked_at text: product_id "
    "flag: needs_response",
    "marketplace_answers": "text: answer_id question_id time: answered_at text: answered_by",
    "support_cases": "text: case_id time: opened_at updated_at text: channel customer_id order_id "
    "time: first_reply_at resolved_at flag: is_spam text: merged_into count: satisfaction "
    "text: topic",
    "organic_queries": "date: query_date text: query count: clicks impressions real: position "
    "text: page_path country device",
    "experiments": "text: experiment_id control_variant name time: started_at ended_at "
    "count: planned_visitors time: updated_at",
    "experiment_assignments": "text: experiment_id visitor_id variant time: assigned_at",
    "vendor_reported": "date: day text: system metric money: value",
}


def _schema(words: str) -> pa.Schema:
    fields, kind = [], pa.string()
    for word in words.split():
        if word.endswith(":"):
            kind = TYPES[word[:-1]]
        else:
            fields.append(pa.field(word, kind))
    return pa.schema(fields)


SCHEMAS = {name: _schema(words) for name, words in _COLUMNS.items()}

Missing = np.ndarray | None  # booleans: true where the value is NULL


def blank(array: pa.Array, missing: Missing) -> pa.Array:
    """Return the array with NULL where missing."""
    if missing is None or not missing.any():
        return array
    return pc.if_else(pa.array(missing), pa.scalar(None, array.type), array)


def texts(pool: list, codes: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return pool[code] for each code; None in the pool is NULL."""
    return blank(pa.array(pool, pa.string()).take(pa.array(codes)), missing)


def ids(prefix: str, numbers: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return prefix + number for each number."""
    digits = pc.cast(pa.array(np.asarray(numbers, np.int64)), pa.string())
    return blank(pc.binary_join_element_wise(prefix, digits, ""), missing)


def times(micros: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return UTC timestamps of microseconds since 1970."""
    return pa.array(np.asarray(micros, np.int64), mask=missing).view(TYPES["time"])


def dates(days: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return dates of days since 1970."""
    return pa.array(np.asarray(days, np.int32), mask=missing).view(TYPES["date"])


def counts(values: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return whole numbers."""
    return pa.array(np.asarray(values, np.int64), mask=missing)


def flags(values: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return booleans."""
    return pa.array(np.asarray(values, bool), mask=missing)


def money(cents: np.ndarray, missing: Missing = None) -> pa.Array:
    """Return decimal(18,4) amounts of whole cents."""
    low = np.asarray(cents, np.int64) * 100
    both = np.ascontiguousarray(np.stack([low, low >> 63], axis=1))
    array = pa.Array.from_buffers(TYPES["money"], len(low), [None, pa.py_buffer(both)])
    return blank(array, missing)


def same(value: str, n: int) -> pa.Array:
    """Return one text n times."""
    return pa.repeat(pa.scalar(value, pa.string()), n)


def table(name: str, /, **columns: pa.Array) -> pa.Table:
    """Return a landing table; columns not given are NULL, unknown ones an error."""
    schema = SCHEMAS[name]
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    size = len(next(iter(columns.values())))
    arrays = [columns.get(f.name, pa.nulls(size, f.type)) for f in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
