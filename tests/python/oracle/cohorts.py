"""customer_cohorts and customer_rfm: whom we keep, and who is worth how much.

Cancelled orders are out of both, with their refunds.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .frame import period_start
from .ledger import Ledger, Refund, Sale
from .money import rounded

QUINTILES = 5
_NOTHING = Decimal(0)


@dataclass
class Life:
    """What one customer bought and brought back."""

    sales: list[Sale] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def first_month(self) -> date:
        return period_start("month", min(sale.day for sale in self.sales))

    @property
    def net(self) -> Decimal:
        sold = sum((sale.net for sale in self.sales), _NOTHING)
        return sold - sum((refund.amount for refund in self.refunds), _NOTHING)


def lives(store) -> dict[tuple[str, str], Life]:
    """Return the life of each customer (rule 7) that has an order."""
    ledger, found = Ledger(store), defaultdict(Life)
    for sale in ledger.sales:
        if not sale.is_cancelled:
            found[store.customer_of_order(sale.order)].sales.append(sale)
    kept = {sale.order["order_id"] for life in found.values() for sale in life.sales}
    for refund in ledger.refunds:
        if refund.order["order_id"] in kept:
            found[store.customer_of_order(refund.order)].refunds.append(refund)
    return dict(found)


# customer_cohorts


def customer_cohorts(store) -> list[dict]:
    cohorts: dict[date, list[Life]] = defaultdict(list)
    for life in lives(store).values():
        cohorts[life.first_month].append(life)
    rows = []
    for first in sorted(cohorts):
        cumulative = _NOTHING
        for month in range(_months(first, store.local_day(store.as_of)) + 1):
            sales = _in_month(first, month, [s for life in cohorts[first] for s in life.sales])
            back = _in_month(first, month, [r for life in cohorts[first] for r in life.refunds])
            net = sum((sale.net for sale in sales), _NOTHING)
            net -= sum((refund.amount for refund in back), _NOTHING)
            cumulative += net
            active = {store.customer_of_order(sale.order) for sale in sales}
            rows.append(
                {
                    "first_order_month": first,
                    "months_since": month,
                    "customers": len(cohorts[first]),
                    "active_customers": len(active),
                    "orders": len(sales),
                    "net_sales": rounded(net),
                    "cumulative_net_sales": rounded(cumulative),
                    "cumulative_net_sales_per_customer": float(
                        Fraction(cumulative) / len(cohorts[first])
                    ),
                }
            )
    return rows


def _in_month(first: date, month: int, things: list) -> list:
    """What is of that month; what is dated before the first counts in the first."""
    return [thing for thing in things if max(0, _months(first, thing.day)) == month]


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


# customer_rfm


def customer_rfm(store) -> list[dict]:
    customers = lives(store)
    last_days = {c: max(sale.day for sale in life.sales) for c, life in customers.items()}
    orders = {c: len(life.sales) for c, life in customers.items()}
    money = {c: life.net for c, life in customers.items()}
    segments = {
        (row["recency_quintile"], row["frequency_quintile"]): row["rfm_segment"]
        for row in store.reference["rfm_segments"]
    }
    rows = []
    for customer in sorted(customers):
        recency, frequency, worth = (
            _quintile(each[customer], each.values()) for each in (last_days, orders, money)
        )
        rows.append(
            {
                "customer_key": _key(customer, store.options.salt),
                "recency_days": (store.local_day(store.as_of) - last_days[customer]).days,
                "orders": orders[customer],
                "net_sales": rounded(money[customer]),
                "recency_quintile": recency,
                "frequency_quintile": frequency,
                "money_quintile": worth,
                "rfm_segment": segments.get((recency, frequency)),
            }
        )
    return rows


def _quintile(own, all_of_them) -> int:
    """5 is best: by how many customers are strictly worse."""
    worse = sum(other < own for other in all_of_them)
    return 1 + QUINTILES * worse // len(all_of_them)


def _key(customer: tuple[str, str], salt: str) -> str:
    """An e-mail is told by its salted hash alone."""
    kind, name = customer
    if kind == "email":
        name = hashlib.sha256((salt + name).encode()).hexdigest()
    return f"{kind}:{name}"
