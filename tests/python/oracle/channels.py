"""Where a visit came from: its source, medium, campaign, click id and channel."""

import re
from dataclasses import dataclass
from functools import cache

from .landing import Row, Tables

NAMED = ("utm_source", "utm_medium", "utm_campaign", "click_id_kind")
DIRECT = ("(direct)", "(none)")
PPC_CHANNELS = frozenset(
    (
        "Paid Search",
        "Paid Shopping",
        "Paid Social",
        "Paid Video",
        "Display",
        "Paid Other",
        "Cross-network",
    )
)

# A scheme, perhaps a user, the host, perhaps a port.
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
# google.fr, google.com, google.co.uk: a site under any country.
_COUNTRY = r"(?:com|[a-z]{2}|com?\.[a-z]{2})"


@dataclass(frozen=True)
class Origin:
    source: str | None
    medium: str | None
    campaign: str | None
    click_id_kind: str | None
    channel: str


def names_campaign(event: Row) -> bool:
    return any(event[name] is not None for name in NAMED)


def campaign_of(event: Row) -> tuple:
    return tuple(event[name] for name in NAMED)


def host_of(referrer: str | None) -> str | None:
    """Return the host of a URL, in lower case without port; None where there is none."""
    found = _URL.match((referrer or "").strip(" "))
    return found.group(1).lower() or None if found else None


class Channels:
    """The rules of `channel_rules`, `source_categories` and `click_ids`."""

    def __init__(self, reference: Tables, store_hosts: tuple[str, ...]):
        self._store_hosts = store_hosts
        self._click_ids = {
            row["click_id_kind"]: (row["source"], row["medium"]) for row in reference["click_ids"]
        }
        rules = reference["channel_rules"]
        self._rules = sorted(rules, key=lambda rule: (rule["priority"], rule["channel"]))
        self._categories: dict[str, set[str]] = {}
        for row in reference["source_categories"]:
            self._categories.setdefault(row["source"].lower(), set()).add(row["category"])
        self._sites = {name for name in self._categories if "." not in name}
        self.channel_of = cache(self._channel_of)

    def origin_of(self, events: list[Row]) -> Origin:
        """Return the origin of a visit: its first event with a campaign decides, if any."""
        named = next((event for event in events if names_campaign(event)), None)
        if named is not None:
            origin = self._by_campaign(*campaign_of(named))
        else:
            host = host_of(events[0]["page_referrer"])
            from_elsewhere = host is not None and host not in self._store_hosts
            source, medium = (host, "referral") if from_elsewhere else DIRECT
            origin = (source, medium, None, None)
        return Origin(*origin, self.channel_of(*origin))

    def _by_campaign(self, source, medium, campaign, click_id) -> tuple:
        if source is None and click_id is not None:
            # Without utm_source, a click id gives both.
            source, medium = self._click_ids.get(click_id.lower(), (source, medium))
        return source, medium, campaign, click_id

    def _channel_of(self, source, medium, campaign, click_id) -> str:
        """Return the channel of the first rule that matches, on lower case."""
        source, medium, campaign, click_id = (
            (text or "").lower() for text in (source, medium, campaign, click_id)
        )
        categories = self.categories_of(source)
        for rule in self._rules:
            if (
                (not rule["source_category"] or rule["source_category"] in categories)
                and _matches(rule["source_pattern"], source)
                and _matches(rule["medium_pattern"], medium)
                and _matches(rule["campaign_pattern"], campaign)
                and _matches(rule["click_id_kind"], click_id)
            ):
                return rule["channel"]
        return "Unassigned"

    def categories_of(self, source: str) -> set[str]:
        """Return the categories that list a source, its site or a site above it."""
        found = set(self._categories.get(source, ()))
        labels = source.split(".")
        for start in range(1, len(labels) - 1):
            above = ".".join(labels[start:])  # someone.blogspot.com is under blogspot.com
            found |= self._categories.get(above, set())
        for name in self._sites & set(labels[:2]):
            if re.fullmatch(rf"(?:(?:www|m|search)\.)?{re.escape(name)}\.{_COUNTRY}", source):
                found |= self._categories[name]
        return found


def _matches(pattern: str | None, text: str) -> bool:
    return not pattern or re.search(pattern, text) is not None
