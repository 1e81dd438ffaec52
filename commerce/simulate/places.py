"""Where visitors live and what they browse with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A city and how many visitors of its store live there."""

    store: int
    country: str
    region: str
    city: str
    weight: float
    customs: bool = False  # orders cross a customs border


PLACES = (
    Place(0, "US", "NY", "New York", 16),
    Place(0, "US", "CA", "Los Angeles", 14),
    Place(0, "US", "TX", "Austin", 9),
    Place(0, "US", "WA", "Seattle", 9),
    Place(0, "US", "IL", "Chicago", 8),
    Place(0, "US", "CO", "Denver", 8),
    Place(0, "US", "MA", "Boston", 7),
    Place(0, "US", "FL", "Miami", 6),
    Place(0, "US", "MN", "Duluth", 4),
    Place(0, "CA", "ON", "Toronto", 7, customs=True),
    Place(0, "CA", "BC", "Vancouver", 4, customs=True),
    Place(1, "DE", "BE", "Berlin", 14),
    Place(1, "DE", "BY", "München", 11),
    Place(1, "DE", "HH", "Hamburg", 8),
    Place(1, "FR", "IDF", "Paris", 11),
    Place(1, "NL", "NH", "Amsterdam", 8),
    Place(1, "AT", "9", "Wien", 7),
    Place(1, "IT", "MI", "Milano", 6),
    Place(1, "ES", "CT", "Barcelona", 6),
    Place(1, "GB", "LND", "London", 9, customs=True),
    Place(1, "CH", "ZH", "Zürich", 5, customs=True),
)

DEVICES = ("desktop", "mobile", "tablet")
DEVICE_WEIGHTS = (0.40, 0.55, 0.05)

# (user agent, its short form in the demo, device, weight)
BROWSERS = (
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 Chrome/124.0",
        0,
        6,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
        "Mozilla/5.0 Safari/605.1",
        0,
        3,
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
        "Mozilla/5.0 Firefox/125.0",
        0,
        1,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone)",
        1,
        6,
    ),
    (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/124.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Android)",
        1,
        4,
    ),
    (
        "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPad)",
        2,
        1,
    ),
)

CRAWLERS = (
    (
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Googlebot/2.1",
    ),
    (
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "bingbot/2.0",
    ),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "AhrefsBot/7.0"),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
        "+https://openai.com/gptbot)",
        "GPTBot/1.2",
    ),
    ("curl/8.5.0", "curl/8.5.0"),
    ("python-requests/2.31.0", "python-requests/2.31.0"),
)


def user_agents(short: bool) -> list[str]:
    """Return all user agents, browsers first, then crawlers."""
    return [row[1 if short else 0] for row in (*BROWSERS, *CRAWLERS)]
