"""Who did it: the account behind a visit or an order, and what it says of a person."""

from datetime import date

# From so many years on
AGE_GROUPS = (
    (65, "65+"),
    (55, "55-64"),
    (45, "45-54"),
    (35, "35-44"),
    (25, "25-34"),
    (18, "18-24"),
    (0, "under 18"),
)


def normalised_email(text: str | None) -> str | None:
    """Rule 7: trim, lower case; empty is none."""
    return (text or "").strip(" ").lower() or None


class People:
    """A person is a customer_id, of an account or not; None is nobody that we know."""

    def __init__(self, store):
        self._visit_of_order = store.visit_of_order
        self._accounts = {row["customer_id"]: row for row in store.rows["customers"]}
        self._account_of_email: dict[str, str] = {}
        # In order of customer_id, so the smallest is the one that stays.
        for row in store.rows["customers"]:
            email = normalised_email(row["email"])
            if email is not None:
                self._account_of_email.setdefault(email, row["customer_id"])
        # In order of time, so the last that a visitor showed is the one that stays.
        self._person_of_visitor: dict[str | None, str] = {}
        for event in sorted(
            store.rows["web_events"], key=lambda event: (event["occurred_at"], event["event_id"])
        ):
            if event["customer_id"] is not None:
                self._person_of_visitor[event["visitor_id"]] = event["customer_id"]

    def of_visit(self, visit) -> str | None:
        return self._person_of_visitor.get(visit.visitor_id)

    def of_order(self, order: dict) -> str | None:
        """Its own account, else its e-mail's, else who visited."""
        if order["customer_id"] in self._accounts:
            return order["customer_id"]
        email = normalised_email(order["customer_email"])
        if email in self._account_of_email:
            return self._account_of_email[email]
        visit = self._visit_of_order.get(order["order_id"])
        return visit and self.of_visit(visit)

    def gender(self, person: str | None) -> str:
        return self._accounts.get(person, {}).get("gender") or "unknown"

    def age_group(self, person: str | None, day: date) -> str:
        """How old they are on a day, in full years."""
        born = self._accounts.get(person, {}).get("birth_date")
        if born is None or born > day:
            return "unknown"
        has_had_birthday = (day.month, day.day) >= (born.month, born.day)
        years = day.year - born.year - (not has_had_birthday)
        return next(name for least, name in AGE_GROUPS if years >= least)
