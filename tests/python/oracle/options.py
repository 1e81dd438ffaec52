"""The options of dbt_project.yml that change a number, with their defaults."""

from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Options:
    store_timezone: str = "UTC"
    reporting_currency: str = "USD"
    as_of: str = ""
    store_hosts: tuple[str, ...] = ("northlake.example", "eu.northlake.example")
    visit_timeout_minutes: float = 30
    visit_split_midnight: bool = False
    visit_split_campaign: bool = False
    orders_exclude_cancelled: bool = False
    return_window_days: float = 30
    ppc_window_days: float = 30
    email_window_days: float = 5
    cart_abandon_hours: float = 24
    required_expense_categories: tuple[str, ...] = ("payroll", "rent", "software")
    max_uncosted_share: Decimal = Decimal("0.05")
    funnel_ordered: bool = True
    chat_answer_seconds: float = 60
    audience_min_people: int = 10
    attribution_window_days: float = 30
    # What e-mails are hashed with: COMMERCE_SALT.
    salt: str = "commerce-control"

    @classmethod
    def of(cls, vars: dict[str, object]) -> "Options":
        """Take what matters from a dict of dbt vars; the rest has its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: _plain(name, vars[name]) for name in vars.keys() & known})

    @property
    def visit_timeout(self) -> timedelta:
        return timedelta(minutes=self.visit_timeout_minutes)

    @property
    def return_window(self) -> timedelta:
        return timedelta(days=self.return_window_days)

    @property
    def ppc_window(self) -> timedelta:
        return timedelta(days=self.ppc_window_days)

    @property
    def email_window(self) -> timedelta:
        return timedelta(days=self.email_window_days)

    @property
    def cart_patience(self) -> timedelta:
        """The time without a change after which a cart counts as abandoned."""
        return timedelta(hours=self.cart_abandon_hours)

    @property
    def chat_patience(self) -> timedelta:
        """The time in which a chat has to be answered."""
        return timedelta(seconds=self.chat_answer_seconds)

    @property
    def attribution_window(self) -> timedelta:
        return timedelta(days=self.attribution_window_days)


def _plain(name: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    if name == "max_uncosted_share":
        return Decimal(str(value))
    if name == "as_of":
        # YAML reads a date without quotes as a date.
        return "" if value is None else str(value)
    return value
