"""return_rate: told on the day of the order, cancelled orders out."""

from .frame import Item, ratio_of, tell
from .ledger import Ledger
from .segments import SALES_SEGMENTS


def kpis(store, ledger: Ledger) -> list[dict]:
    window = store.options.return_window
    sold = [
        Item(sale.day, sale.units, sale.segments) for sale in ledger.sales if not sale.is_cancelled
    ]
    back = [
        Item(back.sale.day, back.units, back.sale.segments)
        for back in ledger.returns
        if not back.sale.is_cancelled
        and back.refund["refunded_at"] - back.sale.order["placed_at"] <= window
    ]
    return tell(
        store,
        "return_rate",
        {"back": back, "sold": sold},
        ratio_of("back", "sold"),
        segments=SALES_SEGMENTS,
        span=ledger.sales_days(),
        window=window,
    )
