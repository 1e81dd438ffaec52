"""Where visits come from: links, searches, mail, and advertisements."""

from dataclasses import dataclass, replace

from .days import STORES

HOSTS = ("northlake.example", "eu.northlake.example")  # of the stores, in STORES' order
BRAND = "northlake"


@dataclass(frozen=True)
class Ad:
    """One line of an advertising platform: a keyword, or an ad group without one."""

    platform: str
    campaign: str
    group: str
    keyword: str | None
    click_cents: int  # cost of a click, cents of the store's currency


@dataclass(frozen=True)
class Source:
    """One way to come. The comments below name the channel that each should get."""

    weight: float  # relative visits; 0: they are not drawn, but planted
    referrer: str | None = None
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    click: str | None = None
    landing: str = "home"  # home, category, product or blog
    quality: float = 1.0  # factor on the chance to buy
    kind: str = ""  # email campaign and flow, and organic search, are looked at again
    ad: Ad | None = None
    store: int | None = None  # only in this store

    @property
    def term(self) -> str | None:
        """The keyword, where the link carries one."""
        return self.ad.keyword if self.ad and self.source else None


GOOGLE = "https://www.google.com/"

_UNPAID = (
    # Direct
    Source(20),
    # Organic Search
    Source(15, GOOGLE, landing="category", kind="organic"),
    Source(2.2, GOOGLE, landing="blog", quality=0.5, kind="organic"),
    Source(2, "https://www.bing.com/", landing="product", kind="organic"),
    Source(0.8, "https://duckduckgo.com/", kind="organic"),
    # Organic Social; Facebook adds its click id to every link
    Source(1.6, "https://l.facebook.com/", click="fbclid", quality=0.6),
    Source(1.2, "https://l.instagram.com/", source="instagram", medium="social", quality=0.6),
    Source(0.7, "https://www.reddit.com/", landing="blog", quality=0.5),
    Source(0.5, "https://t.co/", quality=0.5),
    # Organic Video
    Source(1, "https://www.youtube.com/", landing="blog", quality=0.6),
    # Organic Shopping
    Source(0.5, "https://shop.app/", landing="product", quality=1.3),
    Source(0.4, source="igshopping", medium="social", landing="product"),
    # Referral
    Source(2.2, "https://trailnotes.example/best-jackets", landing="product", quality=1.2),
    Source(0.9, "https://news.example.org/gear", landing="blog", quality=0.6),
    # AI Assistants
    Source(1.4, source="chatgpt.com", landing="product", quality=1.4),
    Source(0.5, "https://www.perplexity.ai/", landing="category", quality=1.2),
    Source(0.4, "https://claude.ai/", landing="product", quality=1.3),
    Source(0.3, "https://gemini.google.com/", landing="category"),
    # Email
    Source(5.5, source="newsletter", medium="email", quality=1.3, kind="campaign"),
    Source(2.5, source="flow", medium="email", landing="product", quality=1.8, kind="flow"),
    # Affiliates, SMS, Mobile Push Notifications, Audio
    Source(1.4, "https://deals.example.org/", "dealsite", "affiliate", "spring", quality=1.3),
    Source(0.8, source="sms", medium="sms", campaign="texts", quality=1.2),
    Source(0.5, source="app", medium="push", campaign="app-news"),
    Source(0.4, source="spotify", medium="audio", campaign="podcast", landing="category"),
    # Unassigned
    Source(0.4, campaign="flyer-2024"),
    Source(0.3, source="catalogue", medium="qr", campaign="print", landing="product"),
)

# Paid Search, Paid Shopping, Cross-network, Display, Paid Video, Paid Social, Paid Other.
# Lines without a source are tagged by their click id alone.
# fmt: off
_PAID_LINES = (  # weight, referrer, source, medium, click id, landing, quality, ad
    (2.6, GOOGLE, "google", "cpc", "gclid", "home", 1.7,
     Ad("google_ads", "brand", "brand", BRAND, 38)),
    (1.0, GOOGLE, None, None, "gclid", "home", 1.6,
     Ad("google_ads", "brand", "brand", f"{BRAND} jacket", 42)),
    (2.8, GOOGLE, "google", "cpc", "gclid", "category", 1.0,
     Ad("google_ads", "generic", "jackets", "rain jacket", 96)),
    (2.0, GOOGLE, "google", "cpc", "gclid", "category", 1.0,
     Ad("google_ads", "generic", "boots", "hiking boots", 110)),
    (1.4, GOOGLE, "google", "cpc", "gclid", "category", 1.0,
     Ad("google_ads", "generic", "packs", "backpack 40l", 84)),
    (1.4, "https://www.bing.com/", "bing", "cpc", "msclkid", "home", 1.0,
     Ad("microsoft_ads", "ms-generic", "jackets", "waterproof jacket", 71)),
    (0.7, "https://www.bing.com/", None, None, "msclkid", "home", 1.5,
     Ad("microsoft_ads", "ms-brand", "brand", f"{BRAND} store", 33)),
    (4.2, GOOGLE, "google", "cpc", "gclid", "product", 1.2,
     Ad("google_ads", "shopping-all", "all", None, 52)),
    (1.6, GOOGLE, "google", "cpc", "gclid", "product", 1.0,
     Ad("google_ads", "cross-network", "all", None, 61)),
    (1.2, None, "google", "display", "dclid", "product", 0.7,
     Ad("google_ads", "retarget", "baskets", None, 29)),
    (0, "https://www.youtube.com/", "youtube", "paid_video", None, "home", 0,
     Ad("google_ads", "films", "hut-to-hut", None, 18)),
    (4.0, "https://l.facebook.com/", "facebook", "paid_social", "fbclid", "product", 0.7,
     Ad("meta_ads", "prospect", "outdoor", None, 58)),
    (1.2, "https://l.instagram.com/", "instagram", "paid_social", "fbclid", "category", 0.6,
     Ad("meta_ads", "stories", "women", None, 49)),
    (1.5, None, None, None, "ttclid", "product", 0.4,
     Ad("tiktok_ads", "tt-films", "18-34", None, 31)),
    (0.6, "https://www.pinterest.com/", "pinterest", "paid_social", None, "blog", 0.5,
     Ad("pinterest_ads", "pins", "boards", None, 27)),
    (0.5, "https://tiles.example.org/", "tilenet", "cpc", None, "category", 0.5,
     Ad("other", "tiles", "outdoor", None, 22)),
)
# fmt: on

OFF_SITE = Ad("amazon_ads", "sponsored", "jackets", "rain jacket men", 74)  # brings no visits


def _paid(store: int) -> tuple[Source, ...]:
    """Return the paid sources of a store, whose campaigns have its name in front."""
    found = []
    for weight, referrer, source, medium, click, landing, quality, ad in _PAID_LINES:
        ad = replace(ad, campaign=f"{STORES[store]}-{ad.campaign}")
        tags = (source, medium, ad.campaign if source else None, click)
        found.append(Source(weight, referrer, *tags, landing, quality=quality, ad=ad, store=store))
    return tuple(found)


SOURCES: tuple[Source, ...] = (*_UNPAID, *_paid(0), *_paid(1))
DIRECT = 0
ORGANIC = next(i for i, s in enumerate(SOURCES) if s.kind == "organic")
FILMS = tuple(  # the source in each store that only assists
    next(i for i, s in enumerate(SOURCES) if s.campaign == f"{store}-films") for store in STORES
)
RETARGETS = tuple(  # the source in each store that follows those who left a cart
    next(i for i, s in enumerate(SOURCES) if s.campaign == f"{store}-retarget") for store in STORES
)
CAMPAIGN_MAIL = next(i for i, s in enumerate(SOURCES) if s.kind == "campaign")
FLOW_MAIL = next(i for i, s in enumerate(SOURCES) if s.kind == "flow")
