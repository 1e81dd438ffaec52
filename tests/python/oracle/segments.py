"""The segments of sales KPIs: of the order, of its visit, of its customer."""

from .people import normalised_email

SALES_SEGMENTS = ("store", "sales_channel", "channel", "device", "country")
PLACES = ("country", "region")
UNKNOWN = dict.fromkeys((*SALES_SEGMENTS, "region"))


class Segments:
    def __init__(self, store):
        self._visit_of_order = store.visit_of_order
        self._of_account = {row["customer_id"]: row for row in store.rows["customers"]}
        self._of_email: dict[str, dict[str, str]] = {place: {} for place in PLACES}
        # In order of customer_id, so the smallest with a country is the one that stays.
        for row in store.rows["customers"]:
            email = normalised_email(row["email"])
            for place in PLACES:
                if email is not None and row[place] is not None:
                    self._of_email[place].setdefault(email, row[place])

    def of_order(self, order: dict) -> dict[str, str | None]:
        visit = self._visit_of_order.get(order["order_id"])
        return {
            "store": order["store_id"],
            "sales_channel": order["sales_channel"],
            "channel": visit.channel if visit else None,
            "device": visit.device if visit else None,
            "country": (visit and visit.country) or self._of_customer("country", order),
            "region": (visit and visit.region) or self._of_customer("region", order),
        }

    def _of_customer(self, place: str, order: dict) -> str | None:
        """By customer_id, else by normalised e-mail."""
        email = normalised_email(order["customer_email"])
        account = self._of_account.get(order["customer_id"], {})
        return account.get(place) or self._of_email[place].get(email)
