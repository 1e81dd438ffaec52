"""KPIs of "Carts and checkouts" in kpis.md."""

from datetime import datetime, timedelta

from .frame import Item, count, counted, ratio_of, share_of, tell, total

IN_TIME = timedelta(minutes=10)
RECOVERY = timedelta(days=7)


def kpis(store) -> list[dict]:
    carts = [cart for cart in store.rows["carts"] if not never_was_one(cart)]
    return [*_carts(store, carts), *_checkouts(store, carts)]


def is_purchased(cart: dict) -> bool:
    return cart["order_id"] is not None or cart["completed_at"] is not None


def never_was_one(cart: dict) -> bool:
    """Without items, and neither purchased nor emptied nor brought to checkout."""
    moments = ("emptied_at", "checkout_started_at", "contact_given_at")
    untouched = all(cart[moment] is None for moment in moments)
    return cart["item_count"] == 0 and not is_purchased(cart) and untouched


def is_less_ago(store, moment: datetime, duration: timedelta) -> bool:
    """Tell whether a moment is less than that before as_of."""
    return store.as_of is not None and store.as_of - moment < duration


def cart_state(store, cart: dict) -> str:
    has_items = cart["item_count"] is not None and cart["item_count"] >= 1
    if is_purchased(cart):
        return "purchased"
    if cart["emptied_at"] is not None and not has_items:
        return "cleared"
    if is_less_ago(store, cart["updated_at"], store.options.cart_patience):
        return "open"
    return "abandoned"


def checkout_state(store, cart: dict, placed: dict[str, datetime]) -> str:
    given, completed = cart["contact_given_at"], cart["completed_at"]
    if completed is None:
        completed = placed.get(cart["order_id"])
    if completed is not None:
        if completed <= given + IN_TIME:
            return "completed"
        return "recovered" if completed <= given + RECOVERY else "lost"
    return "pending" if is_less_ago(store, given, IN_TIME) else "lost"


def _carts(store, carts: list[dict]) -> list[dict]:
    piles = {"abandoned": [], "ended": [], "values": []}
    for cart in carts:
        day = store.local_day(cart["created_at"])
        segments = {"store": cart["store_id"]}
        state = cart_state(store, cart)
        if state == "abandoned":
            piles["abandoned"].append(Item(day, cart, segments))
        if state in ("abandoned", "purchased"):
            piles["ended"].append(Item(day, cart, segments))
        if state != "cleared" and cart["cart_value"] is not None:
            value = store.money(cart["cart_value"], cart["currency"], day)
            piles["values"].append(Item(day, value, segments))

    span = [store.local_day(cart["created_at"]) for cart in carts]
    rows = []
    for kpi, compute in (
        ("abandoned_carts", counted("abandoned")),
        ("cart_abandonment_rate", share_of("abandoned", "ended")),
        ("average_cart_value", ratio_of("values", "values", over=total, under=count)),
    ):
        rows += tell(
            store,
            kpi,
            piles,
            compute,
            segments=["store"],
            span=span,
            window=store.options.cart_patience,
        )
    return rows


def _checkouts(store, carts: list[dict]) -> list[dict]:
    """A checkout is a cart with contact_given_at."""
    placed = {order["order_id"]: order["placed_at"] for order in store.rows["orders"]}
    checkouts = [cart for cart in carts if cart["contact_given_at"] is not None]
    piles = {"abandoned": [], "ended": [], "recovered": []}
    for cart in checkouts:
        state = checkout_state(store, cart, placed)
        item = Item(store.local_day(cart["contact_given_at"]), cart, {"store": cart["store_id"]})
        if state in ("recovered", "lost"):
            piles["abandoned"].append(item)
        if state != "pending":
            piles["ended"].append(item)
        if state == "recovered":
            piles["recovered"].append(item)

    span = [store.local_day(cart["contact_given_at"]) for cart in checkouts]
    rows = []
    for kpi, compute, window in (
        ("abandoned_orders", counted("abandoned"), IN_TIME),
        ("checkout_abandonment_rate", share_of("abandoned", "ended"), IN_TIME),
        ("recovered_orders", counted("recovered"), RECOVERY),
    ):
        rows += tell(store, kpi, piles, compute, segments=["store"], span=span, window=window)
    return rows
