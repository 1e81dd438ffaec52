"""KPIs of "Email" in kpis.md."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .frame import Item, counted, share_of, tell
from .store import normalised_email


@dataclass(frozen=True)
class Message:
    """One send to one recipient that was delivered and never bounced."""

    message_id: str
    campaign_id: str | None
    delivered_at: datetime
    day: date
    customer: tuple[str, str] | None
    opens: tuple[datetime, ...]  # by people
    clicks: tuple[datetime, ...]


def kpis(store) -> list[dict]:
    messages = _messages(store)
    credited = _credited(store, messages)
    conditions = {
        "delivered": lambda message: True,
        "opened": lambda message: message.opens,
        "clicked": lambda message: message.clicks,
        "converted": lambda message: message.message_id in credited,
    }
    piles = {
        name: [Item(m.day, m, {"campaign": m.campaign_id}) for m in messages if holds(m)]
        for name, holds in conditions.items()
    }
    days = [message.day for message in messages]
    rows = []
    for kpi, compute in (
        ("emails_delivered", counted("delivered")),
        ("emails_opened", counted("opened")),
        ("emails_clicked", counted("clicked")),
        ("email_open_rate", share_of("opened", "delivered")),
        ("email_click_rate", share_of("clicked", "delivered")),
    ):
        rows += tell(store, kpi, piles, compute, segments=["campaign"], span=days)
    rows += tell(
        store,
        "email_conversion_rate",
        piles,
        share_of("converted", "delivered"),
        segments=["campaign"],
        span=days if store.rows["orders"] else [],
        window=store.options.email_window,
    )
    return rows


def _messages(store) -> list[Message]:
    events_of: dict[str, list[dict]] = defaultdict(list)
    for event in sorted(
        store.rows["email_events"], key=lambda event: (event["occurred_at"], event["event_id"])
    ):
        events_of[event["message_id"]].append(event)
    found = (_message(store, name, events) for name, events in events_of.items())
    return [message for message in found if message is not None]


def _message(store, message_id: str, events: list[dict]) -> Message | None:
    """Read a message off its events, which are in order of time."""
    delivered = [event for event in events if event["event_type"] == "delivered"]
    if not delivered or any(event["event_type"] == "bounced" for event in events):
        return None

    def by_people(event_type: str) -> tuple[datetime, ...]:
        human = (event for event in events if not event["is_machine"])
        return tuple(e["occurred_at"] for e in human if e["event_type"] == event_type)

    return Message(
        message_id,
        delivered[0]["campaign_id"],
        delivered[0]["occurred_at"],
        store.local_day(delivered[0]["occurred_at"]),
        _customer(events),
        by_people("opened"),
        by_people("clicked"),
    )


def _customer(events: list[dict]) -> tuple[str, str] | None:
    """As rule 7: the e-mail's customer, else the account, of the first event that has one."""
    emails = (normalised_email(event["recipient_email"]) for event in events)
    email = next((email for email in emails if email is not None), None)
    if email is not None:
        return ("email", email)
    accounts = (event["customer_id"] for event in events)
    account = next((account for account in accounts if account is not None), None)
    return None if account is None else ("account", account)


def _credited(store, messages: list[Message]) -> set[str]:
    """The ids of messages that an order is credited to."""
    messages_of: dict[tuple, list[Message]] = defaultdict(list)
    for message in messages:
        if message.customer is not None and message.clicks:
            messages_of[message.customer].append(message)
    credited = set()
    for order in store.rows["orders"]:
        mine = messages_of.get(store.customer_of_order(order), [])
        best = _last_clicked(mine, order["placed_at"], store.options.email_window)
        if best is not None:
            credited.add(best)
    return credited


def _last_clicked(messages: list[Message], placed_at: datetime, window: timedelta) -> str | None:
    """The latest human click before the order; a tie goes to the larger message_id."""
    found = []
    for message in messages:
        clicks = [click for click in message.clicks if click < placed_at]
        if clicks and message.delivered_at < placed_at <= message.delivered_at + window:
            found.append((max(clicks), message.message_id))
    return max(found)[1] if found else None
