"""Simulates a store chunk by chunk, and writes its raw data."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from . import experiments
from .ads import ad_rows
from .carts import cart_rows
from .catalogue import product_rows
from .customers import customer_rows
from .days import make_plan
from .email_events import email_rows
from .events import event_rows
from .expenses import expense_rows
from .journeys import make_journey
from .mails import campaign_rows
from .marketplace import feedback_rows, question_rows
from .order_tables import line_rows, order_rows
from .orders import make_orders
from .organic import query_rows
from .rates import DEFAULT
from .refunds import refund_rows
from .service import case_rows
from .social import account_rows, post_rows
from .store import Chunk, Store, make_store
from .trouble import spoil
from .vendor import Reports
from .writer import FORMATS, Writer

END = datetime.date(2024, 12, 31)  # so that no run depends on the day on which it is made

Progress = Callable[[int, int], None]


def simulate(
    visits: int,
    days: int,
    seed: int,
    out: Path,
    file_format: str = "parquet",
    end: datetime.date = END,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write the raw data of a simulated store, and return the rows written per table.

    `visits` are those of people, over `days` days of which `end` is the last. Files are
    `<out>/<table>/part-<chunk>.<file_format>`; `out` must not exist, or be empty. The same
    arguments give the same bytes. `progress` is called with visits done and visits in all.
    """
    out = Path(out)
    if visits < 1 or days < 1:
        raise ValueError(f"visits and days must be 1 or more, not {visits} and {days}")
    if seed < 0:
        raise ValueError(f"the seed must be 0 or more, not {seed}")
    if file_format not in FORMATS:
        raise ValueError(f"the format must be one of {', '.join(FORMATS)}, not {file_format}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(f"{out} is not an empty folder: empty it, or name another one")
    plan = make_plan(visits, days, end, DEFAULT.traffic)
    store = make_store(seed, DEFAULT, plan)
    return write_store(store, Writer(out, file_format), progress)


def write_store(store: Store, writer: Writer, progress: Progress | None = None) -> dict[str, int]:
    """Write all chunks of a store, one after the other, and return the rows per table."""
    plan, used, reports = store.plan, Counter(), Reports(store)
    total = int(plan.visits.sum())
    if progress:
        progress(0, total)
    for index, (_, last) in enumerate(plan.chunks):
        chunk = Chunk(store, index, used)
        for name, rows in _tables(chunk, reports):
            writer.write(name, index, *spoil(chunk, name, rows))
        if progress:
            progress(int(plan.visits[:last].sum()), total)
    rows = spoil(chunk, "vendor_reported", reports.rows())
    writer.write("vendor_reported", 0, *rows)  # once: a day's orders and refunds lie in several
    return writer.rows


def _tables(chunk: Chunk, reports: Reports) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table's rows of a chunk, and add them to what vendors report."""
    store = chunk.store
    journey = make_journey(chunk)
    orders = make_orders(chunk, journey)
    events = event_rows(chunk, journey)
    reports.add_traffic(events)
    yield "web_events", events
    yield "carts", cart_rows(chunk, journey)
    states, refunds = order_rows(chunk, journey, orders), refund_rows(chunk, orders)
    reports.add_sales(orders, states, refunds)
    yield "orders", states
    yield "order_lines", line_rows(chunk, orders)
    yield "refunds", refunds
    yield "customers", customer_rows(chunk, journey, orders)
    yield "ad_performance", ad_rows(chunk, journey, orders)
    yield "email_events", email_rows(chunk, journey)
    yield "social_posts", post_rows(chunk)
    yield "social_accounts", account_rows(chunk)
    yield "marketplace_feedback", feedback_rows(chunk, orders)
    questions, answers = question_rows(chunk, orders)
    yield "marketplace_questions", questions
    yield "marketplace_answers", answers
    yield "support_cases", case_rows(chunk, orders)
    yield "organic_queries", query_rows(chunk, journey)
    yield "experiment_assignments", experiments.assignment_rows(store, journey.visits)
    if chunk.is_first:
        yield "products", product_rows(store.goods, store.plan, store.seed, store.rates)
        yield "operating_expenses", expense_rows(store)
        yield "email_campaigns", campaign_rows(store.mails, store.plan)
        yield "experiments", experiments.experiment_rows(store)
