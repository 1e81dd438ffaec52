"""What orders, their lines and their refunds are worth.

The paragraph at the head of "Customers and orders" in kpis.md, for every KPI of sales.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from .frame import Item
from .landing import accepted
from .money import rounded
from .segments import UNKNOWN, Segments

_WIDE = Context(prec=100)
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Line:
    """A line that is not a gift card."""

    line_id: str
    quantity: Decimal
    amount: Decimal  # quantity × unit_price
    discount: Decimal
    unit_cost: Decimal | None  # None: the line is uncosted


@dataclass(frozen=True)
class Sale:
    """An order, in the reporting currency."""

    order: dict
    day: date
    segments: dict[str, str | None]
    lines: tuple[Line, ...]
    net: Decimal  # gross − discounts
    taxes: Decimal  # tax and duties
    shipping: Decimal
    handling: Decimal  # fulfilment_cost and payment_fee
    person: str | None

    @property
    def charges(self) -> Decimal:
        return self.taxes + self.shipping

    @property
    def units(self) -> Decimal:
        return sum((line.quantity for line in self.lines), _NOTHING)

    @property
    def is_cancelled(self) -> bool:
        return self.order["cancelled_at"] is not None


@dataclass(frozen=True)
class Refund:
    """A refund that is not of a gift card, in the reporting currency."""

    row: dict
    order: dict  # placed after as_of, perhaps
    day: date
    segments: dict[str, str | None]
    amount: Decimal
    taxes: Decimal
    shipping: Decimal
    person: str | None

    @property
    def charges(self) -> Decimal:
        return self.taxes + self.shipping


@dataclass(frozen=True)
class Return:
    """Units of a line that came back with one refund."""

    sale: Sale
    line: Line
    refund: dict
    day: date
    units: Decimal


def times(quantity: Decimal, each: Decimal) -> Decimal:
    """An amount of a line: a fractional quantity rounds it once more."""
    amount = _WIDE.multiply(quantity, each)
    return amount if quantity == quantity.to_integral_value() else rounded(amount)


class Ledger:
    def __init__(self, store):
        self.store = store
        self._segments = Segments(store)
        self._products = {row["product_id"]: row for row in store.rows["products"]}
        self._lines: dict[str, list[dict]] = defaultdict(list)
        for row in store.rows["order_lines"]:
            self._lines[row["order_id"]].append(row)
        self.sales = [self._sale(order) for order in store.rows["orders"]]
        self.sale_of_order = {sale.order["order_id"]: sale for sale in self.sales}
        self.refunds = list(self._refunds())
        self.returns = list(self._returns())

    def sales_days(self) -> list[date]:
        """Rule 3: the days of orders, cancelled too."""
        return [sale.day for sale in self.sales]

    def refund_days(self) -> list[date]:
        """Rule 3: the days of refunds, those of gift cards too."""
        return [self._day(row["refunded_at"]) for row in self.store.rows["refunds"]]

    def sales_and_refund_days(self) -> list[date]:
        """Rule 3: no KPI of orders without orders; else the days of both."""
        return self.sales_days() + self.refund_days() if self.sales else []

    def sales_items(self, measure=lambda sale: sale) -> list[Item]:
        """Something of every order, on the day on which it was placed."""
        return [Item(s.day, measure(s), s.segments, s.person) for s in self.sales]

    def net_sales_items(self) -> list[Item]:
        """Σ (gross − discounts) when placed, − Σ refund amount when refunded."""
        return self.sales_items(lambda sale: sale.net) + [
            Item(back.day, -back.amount, back.segments, back.person) for back in self.refunds
        ]

    def sales_and_refund_rows(self) -> list[Item]:
        """Whose the rows of both are; refunds of gift cards too, as for the days."""
        people = {sale.order["order_id"]: sale.person for sale in self.sales}
        return self.sales_items() + [
            Item(self._day(row["refunded_at"]), row, person=people.get(row["order_id"]))
            for row in self.store.rows["refunds"]
        ]

    def _day(self, instant) -> date:
        return self.store.local_day(instant)

    # Orders

    def _sale(self, order: dict) -> Sale:
        day = self._day(order["placed_at"])

        def money(*columns: str) -> Decimal:
            found = (self.store.money(order[c], order["currency"], day) for c in columns)
            return sum((amount for amount in found if amount is not None), _NOTHING)

        lines = tuple(
            self._line(row, order["currency"], day)
            for row in self._lines[order["order_id"]]
            if not row["is_gift_card"]
        )
        net = sum((line.amount - line.discount for line in lines), _NOTHING)
        return Sale(
            order,
            day,
            self._segments.of_order(order),
            lines,
            net - money("discount_amount"),
            money("tax_amount", "duties_amount"),
            money("shipping_amount"),
            money("fulfilment_cost", "payment_fee"),
            self.store.people.of_order(order),
        )

    def _line(self, row: dict, currency: str | None, day: date) -> Line:
        price = self.store.money(row["unit_price"], currency, day)
        discount = self.store.money(row["discount_amount"], currency, day)
        return Line(
            row["order_line_id"],
            row["quantity"],
            times(row["quantity"], price),
            discount or _NOTHING,
            self._unit_cost(row, currency, day),
        )

    def _unit_cost(self, row: dict, currency: str | None, day: date) -> Decimal | None:
        """The line's own, else its product's, at the order day's rate (rule 6)."""
        if row["unit_cost"] is not None:
            return self.store.money(row["unit_cost"], currency, day)
        product = self._products.get(row["product_id"])
        return product and self.store.money(product["unit_cost"], product["currency"], day)

    # Refunds

    def _refunds(self) -> Iterator[Refund]:
        # Orders placed after as_of too: what was refunded by then counts in sales.
        orders = {o["order_id"]: o for o in accepted(self.store.verdicts["orders"])}
        gift_cards = {
            (row["order_line_id"], row["order_id"])
            for row in self.store.rows["order_lines"]
            if row["is_gift_card"]
        }
        for row in self.store.rows["refunds"]:
            if (row["order_line_id"], row["order_id"]) in gift_cards:
                continue
            order, sale = orders[row["order_id"]], self.sale_of_order.get(row["order_id"])
            yield Refund(
                row,
                order,
                self._day(row["refunded_at"]),
                sale.segments if sale else UNKNOWN,
                self._refund_money(row, order, "amount"),
                self._refund_money(row, order, "tax_amount"),
                self._refund_money(row, order, "shipping_amount"),
                sale.person if sale else None,
            )

    def _refund_money(self, row: dict, order: dict, column: str) -> Decimal:
        day = self._day(row["refunded_at"])
        if self.store.rate(order["currency"], day) is None:
            day = self._day(order["placed_at"])  # before the first rate: the order's
        return self.store.money(row[column], order["currency"], day) or _NOTHING

    def _returns(self) -> Iterator[Return]:
        """Up to the quantity sold of each line, in order of refunded_at."""
        line_of = {
            (line.line_id, sale.order["order_id"]): (sale, line)
            for sale in self.sales
            for line in sale.lines
        }
        left = {place: line.quantity for place, (_, line) in line_of.items()}
        for row in sorted(
            self.store.rows["refunds"], key=lambda row: (row["refunded_at"], row["refund_id"])
        ):
            place = (row["order_line_id"], row["order_id"])
            # NULL is_return is false; without a quantity no units come back.
            if place not in line_of or not row["is_return"] or row["quantity"] is None:
                continue
            units = min(row["quantity"], left[place])
            left[place] -= units
            yield Return(*line_of[place], row, self._day(row["refunded_at"]), units)
