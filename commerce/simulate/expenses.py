"""The table operating_expenses: one row a month, store and category."""

import numpy as np
import pyarrow as pa

from .columns import dates, ids, money, table, texts
from .days import CURRENCIES, STORES, months
from .draw import Stream
from .store import Store

ALWAYS = ("payroll", "rent", "software")
USUALLY = ("fulfilment", "payment_fees", "marketing")
SOMETIMES = ("depreciation", "other")
CATEGORIES = [*ALWAYS, *USUALLY, *SOMETIMES]


def expense_rows(store: Store) -> pa.Table:
    """Return the expenses of all months that the simulated days touch."""
    stream, rates, plan = Stream(store.seed, "expenses", 0), store.rates.expenses, store.plan
    month = np.array(months(plan.first_day, plan.days))
    shape = (len(month), len(STORES), len(CATEGORIES))
    month, shop, category = (
        x.ravel() for x in np.meshgrid(month, np.arange(2), np.arange(shape[2]), indexing="ij")
    )
    share = np.array([getattr(rates, name) for name in CATEGORIES])[category]
    part = np.where(shop == 1, store.rates.traffic.eu, 1 - store.rates.traffic.eu)
    sales = store.visits_a_day * 30 * rates.sales_per_visit_cents * part
    amount = np.floor(sales * share * stream.between(0.95, 1.05, len(month))) + 100
    booked = stream.uniform(len(month)) < rates.occasional
    kept = booked | (category < len(ALWAYS) + len(USUALLY))
    month, shop, category, amount = (x[kept] for x in (month, shop, category, amount))
    # The us store's shared costs are booked without a store.
    shared = (shop == 0) & (category == CATEGORIES.index("software"))
    return table(
        "operating_expenses",
        expense_id=ids("u", np.arange(1, len(month) + 1)),
        month=dates(month),
        category=texts(CATEGORIES, category),
        amount=money(amount),
        currency=texts(list(CURRENCIES), shop),
        store_id=texts(list(STORES), shop, shared),
    )
