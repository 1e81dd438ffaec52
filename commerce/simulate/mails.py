"""The store's mailings: flows that run all the time, and campaigns sent twice a week."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .columns import table, times
from .days import Plan
from .draw import DAY, HOUR

FLOWS = ("abandoned_cart", "welcome", "post_purchase", "win_back")
ABANDONED_CART = 0
_TOPICS = ("New arrivals", "Weekend offers", "Trail stories", "Back in stock")


@dataclass(frozen=True)
class Mails:
    """Ids of flows and then of campaigns, and when each campaign is sent."""

    ids: list[str]
    sent: np.ndarray  # microseconds since 1970, of the campaigns alone, rising

    def before(self, moment: np.ndarray) -> np.ndarray:
        """Return the index in `ids` of the last campaign sent before; below FLOWS: none."""
        return len(FLOWS) + np.searchsorted(self.sent, moment, side="left") - 1

    def sent_at(self, mail: np.ndarray) -> np.ndarray:
        """Return when each campaign was sent; meaningless for flows."""
        if not len(self.sent):
            return np.zeros(len(mail), np.int64)
        return self.sent[np.maximum(mail - len(FLOWS), 0)]


def make_mails(plan: Plan) -> Mails:
    """Return the mailings: campaigns on Tuesdays at 15:00 and Fridays at 10:00 UTC."""
    weekday = (plan.first_day + np.arange(plan.days) + 3) % 7
    midnight = plan.start + np.arange(plan.days) * DAY
    tuesdays, fridays = midnight[weekday == 1], midnight[weekday == 4]
    sent = np.sort(np.concatenate([tuesdays + 15 * HOUR, fridays + 10 * HOUR]))
    flows = [f"f{i + 1}" for i in range(len(FLOWS))]
    return Mails([*flows, *(f"m{i + 1}" for i in range(len(sent)))], sent)


def campaign_rows(mails: Mails, plan: Plan) -> pa.Table:
    """Return flows and campaigns; every fifth campaign was renamed after it was sent."""
    n, flows = len(mails.ids), len(FLOWS)
    names = [f.replace("_", " ").capitalize() for f in FLOWS]
    names += [f"{_TOPICS[i % 4]} {i + 1}" for i in range(n - flows)]
    updated = np.concatenate([np.full(flows, plan.start - 90 * DAY), mails.sent - 6 * HOUR])
    again = np.arange(flows, n, 5)
    row = np.concatenate([np.arange(n), again]).tolist()
    is_new = np.arange(len(row)) >= n
    return table(
        "email_campaigns",
        campaign_id=pa.array([mails.ids[i] for i in row]),
        campaign_name=pa.array(
            [
                names[i] + (" (resent)" if new else "")
                for i, new in zip(row, is_new.tolist(), strict=True)
            ]
        ),
        kind=pa.array(["flow" if i < flows else "campaign" for i in row]),
        updated_at=times(updated[row] + is_new * 2 * DAY),
    )
