"""Where visits come from: columns of an event for every kind of channel, at its edges."""

from stores.contract import Row

# Landed columns of the event that carries them. None of these needs more than its words to be
# told: no host with www., no unknown click id, no blanks in utm texts.
DIRECT: tuple[Row, ...] = (
    {},
    {"utm_source": "(direct)", "utm_medium": "(none)"},
    {"page_referrer": "https://shop.example/cart"},
    {"page_referrer": "https://WWW.Shop.Example:8443/"},
)
PAID: tuple[Row, ...] = (
    {"click_id_kind": "gclid"},
    {"click_id_kind": "gclid", "utm_source": "bing", "utm_medium": "organic"},
    {"click_id_kind": "gbraid", "utm_campaign": "summer"},
    {"click_id_kind": "wbraid", "utm_medium": "email"},
    {"click_id_kind": "dclid"},
    {"click_id_kind": "msclkid"},
    {"click_id_kind": "ttclid"},
    {"click_id_kind": "twclid", "utm_source": "twitter", "utm_medium": "social"},
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "summer_shop"},
    {"utm_source": "Bing", "utm_medium": "PPC"},
    {"utm_source": "facebook", "utm_medium": "paid_social", "click_id_kind": "fbclid"},
    {"utm_source": "youtube", "utm_medium": "cpc"},
    {"utm_source": "ebay", "utm_medium": "cpc"},
    {"utm_source": "partner", "utm_medium": "cpm"},
    {"utm_source": "partner", "utm_medium": "display"},
    {"utm_medium": "cpc"},
    {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "cross-network"},
)
ORGANIC: tuple[Row, ...] = (
    {"page_referrer": "https://search.google.com/"},
    {"page_referrer": "https://YAHOO.com:443/search?p=shop.example"},
    {"utm_source": "google", "utm_medium": "organic"},
)
OTHER: tuple[Row, ...] = (
    *ORGANIC[:2],
    {"page_referrer": "https://chatgpt.com/"},
    {"page_referrer": "https://m.facebook.com/"},
    {"page_referrer": "https://youtube.com/watch"},
    {"page_referrer": "https://ebay.com/"},
    {"page_referrer": "https://eu.shop.example/"},
    {"page_referrer": "http://blog.example:8080/shop.example"},
    {"click_id_kind": "fbclid"},
    {"click_id_kind": "fbclid", "utm_source": "bing", "utm_medium": "organic"},
    {"click_id_kind": "dclid", "utm_source": "google"},
    {"click_id_kind": "gclid", "utm_source": "newsletter"},
    {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "k1"},
    {"utm_source": "chatgpt.com"},
    {"utm_source": "google", "utm_campaign": "summer"},
    {"utm_source": "facebook", "utm_medium": "social"},
    {"utm_source": "newsletter"},
    {"utm_campaign": "summer"},
    {"utm_medium": "referral"},
    {"utm_medium": "affiliate"},
    {"utm_medium": "audio"},
    {"utm_medium": "sms"},
    {"utm_medium": "web_push"},
    {"utm_medium": "video"},
    {"utm_medium": "organic", "utm_campaign": "cross-network"},
)
