"""Rule 6 of "Rules for all": exchange rates, and money in the reporting currency."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

# Wide enough for a product of any two numbers that the contract lets in.
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
_LAST_DIGIT = Decimal("0.0001")


def rounded(amount: Decimal) -> Decimal:
    """Round half up to 4 decimals, as money in the marts is."""
    return _WIDE.quantize(amount, _LAST_DIGIT)


class Rates:
    def __init__(self, rows: Iterable[dict[str, object]], reporting_currency: str):
        self._reporting_currency = reporting_currency
        # currency -> its days in order, and the rate of each
        self._days: dict[str, list[date]] = {}
        self._rates: dict[tuple[str, date], Decimal] = {}
        for row in rows:
            self._learn(row)
        for days in self._days.values():
            days.sort()

    def _learn(self, row: dict[str, object]) -> None:
        currency, day, rate = row["currency"], row["rate_date"], row["rate"]
        if (currency, day) in self._rates:
            # Two rates for one day: the smaller first, as rule 9 breaks ties.
            self._rates[currency, day] = min(rate, self._rates[currency, day])
            return
        self._days.setdefault(currency, []).append(day)
        self._rates[currency, day] = rate

    def rate(self, currency: str | None, day: date) -> Decimal | None:
        """Return the newest rate on or before the day; None where there is none."""
        if currency is None or currency == self._reporting_currency:
            return Decimal(1)
        days = self._days.get(currency, [])
        position = bisect_right(days, day)
        return self._rates[currency, days[position - 1]] if position else None

    def money(self, amount: Decimal | None, currency: str | None, day: date) -> Decimal | None:
        """Convert one landing column of one row, rounded once; None without amount or rate."""
        rate = self.rate(currency, day)
        if amount is None or rate is None:
            return None
        return rounded(_WIDE.multiply(amount, rate))
