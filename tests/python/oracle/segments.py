"""The segments of sales KPIs: of the order, of its visit, of its customer."""

from .store import normalised_email

SALES_SEGMENTS = ("store", "sales_channel", "channel", "device", "country")
UNKNOWN = dict.fromkeys(SALES_SEGMENTS)


class Segments:
    def __init__(self, store):
        self._visit_of_order = store.visit_of_order
        self._country_of_account: dict[str, str | None] = {}
        self._country_of_email: dict[str, str] = {}
        # In order of customer_id, so the smallest with a country is the one that stays.
        for row in store.rows["customers"]:
            self._country_of_account[row["customer_id"]] = row["country"]
            email = normalised_email(row["email"])
            if email is not None and row["country"] is not None:
                self._country_of_email.setdefault(email, row["country"])

    def of_order(self, order: dict) -> dict[str, str | None]:
        visit = self._visit_of_order.get(order["order_id"])
        return {
            "store": order["store_id"],
            "sales_channel": order["sales_channel"],
            "channel": visit.channel if visit else None,
            "device": visit.device if visit else None,
            "country": (visit and visit.country) or self._country_of_customer(order),
        }

    def _country_of_customer(self, order: dict) -> str | None:
        """By customer_id, else by normalised e-mail."""
        email = normalised_email(order["customer_email"])
        country = self._country_of_account.get(order["customer_id"])
        return country or self._country_of_email.get(email)
