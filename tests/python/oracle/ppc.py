"""KPIs of "Pay-per-click" in kpis.md."""

from .channels import PPC_CHANNELS
from .frame import Item, count, counted, ratio_of, summed, tell, total
from .ledger import Ledger


def kpis(store) -> list[dict]:
    return [*_reported(store), *_attributed(store)]


def has_ppc_touch(store, order: dict) -> bool:
    """Tell whether the last visit before an order that is not Direct was paid for."""
    own = store.visit_of_order.get(order["order_id"])
    candidates = [
        visit
        for visit in store.visits_of_visitor.get(store.visitor_of_order(order), [])
        if visit.channel != "Direct"
        and (visit is own or _is_within(visit, order, store.options.ppc_window))
    ]
    # Of visits that start together the first counts, by rule 9; `max` keeps the first.
    last = max(candidates, key=lambda visit: visit.start, default=None)
    return last is not None and last.channel in PPC_CHANNELS


def _is_within(visit, order: dict, window) -> bool:
    return visit.start < order["placed_at"] <= visit.start + window


def _costs(store) -> list[Item]:
    return [
        Item(
            row["ad_date"],
            store.money(row["cost"], row["currency"], row["ad_date"]),
            {"platform": row["platform"]},
        )
        for row in store.rows["ad_performance"]
    ]


def _reported(store) -> list[dict]:
    """What the platforms report, also by platform."""
    ads = store.rows["ad_performance"]
    piles = {
        "cost": _costs(store),
        "conversions": [
            Item(row["ad_date"], row["conversions"], {"platform": row["platform"]})
            for row in ads
            if row["conversions"] is not None
        ],
    }
    rows = []
    for kpi, compute in (
        ("ppc_cost", summed("cost")),
        ("ppc_conversions", summed("conversions")),
        ("ppc_cost_per_conversion", ratio_of("cost", "conversions")),
    ):
        rows += tell(
            store,
            kpi,
            piles,
            compute,
            segments=["platform"],
            span=[row["ad_date"] for row in ads],
        )
    return rows


def _attributed(store) -> list[dict]:
    """What our own orders say. Without visits there is nothing to say (rule 3)."""
    sales = Ledger(store).sales
    touched = [sale for sale in sales if has_ppc_touch(store, sale.order)]
    piles = {
        "orders": [Item(sale.day, sale) for sale in touched],
        "net": [Item(sale.day, sale.net) for sale in touched],
        "cost": _costs(store),
    }
    order_days = [sale.day for sale in sales] if store.visits else []
    ad_days = [row["ad_date"] for row in store.rows["ad_performance"]]
    both = order_days + ad_days if order_days and ad_days else []
    rows = []
    for kpi, compute, span in (
        ("ppc_attributed_orders", counted("orders"), order_days),
        ("ppc_cost_per_purchase", ratio_of("cost", "orders", over=total, under=count), both),
        ("ppc_return_on_ad_spend", ratio_of("net", "cost"), both),
    ):
        rows += tell(store, kpi, piles, compute, span=span)
    return rows
