"""What the store sells, and the pages it has."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .columns import ids, money, table, texts, times
from .days import CURRENCIES, Plan
from .draw import DAY, Stream
from .rates import Rates

CATEGORIES = ("jackets", "boots", "backpacks", "tents", "base-layers", "accessories")
GIFT_CARDS = "gift-cards"
BRANDS = ("Northlake", "Fellrunner", "Kestrel", "Moss & Pine")
BLOG = ("how-to-layer", "hut-to-hut", "wash-a-down-jacket", "ultralight-list")
GONE = (  # only the newsletter leads to the last
    "/product/old-1", "/product/old-2", "/blog/moved", "/category/sale-2022", "/sale/last-chance",
)  # fmt: skip

# (term, results, weight); "Rain  Jacket" and "rain jacket" should be one term
SEARCHES = (
    ("rain jacket", 24, 9),
    ("Rain Jacket ", 24, 2),
    ("boots", 31, 7),
    ("tent 2 person", 9, 5),
    ("merino", 18, 5),
    ("backpack", 22, 5),
    ("gift card", 1, 3),
    ("size chart", 0, 3),
    ("rain jaket", 0, 3),
    ("kayak", 0, 2),
    ("returns", 0, 2),
)


@dataclass(frozen=True)
class Catalogue:
    """Products by index; the last is the gift card. Prices are cents of each store's currency."""

    category: np.ndarray
    brand: np.ndarray
    prices: np.ndarray  # (stores, products)
    cost: np.ndarray  # cents of cost_currency; negative: none
    cost_currency: np.ndarray
    weights: np.ndarray  # how often each is looked at

    @property
    def gift_card(self) -> int:
        """Index of the gift card."""
        return len(self.category) - 1

    def cost_in(self, store: np.ndarray, product: np.ndarray) -> np.ndarray:
        """Return what one unit costs, in cents of the store's currency, roughly."""
        own = self.cost[product]
        dearer = np.where(store == self.cost_currency[product], 1.0, 1.0 + 0.08 * (1 - 2 * store))
        return np.floor(np.maximum(own, 0) * dearer + 0.5).astype(np.int64)


def make_catalogue(seed: int, rates: Rates) -> Catalogue:
    """Return the products of a store."""
    stream, n = Stream(seed, "catalogue", 0), rates.catalogue.products
    dollars = np.floor(stream.spread(46.0, 0.75, n)) + 9
    usd = (dollars * 100 + 95).astype(np.int64)
    usd[-1] = 5000
    eur = np.where(np.arange(n) == n - 1, 5000, np.floor(usd * 0.95 / 100).astype(np.int64) * 100)
    cost = np.floor(usd * stream.between(0.32, 0.55, n)).astype(np.int64)
    weights = 1.0 / (np.arange(n) + 6.0)
    weights[-1] = 0.0
    cost[_slow_sellers(stream, n, rates.catalogue.uncosted)] = -1
    cost[-1] = -1
    return Catalogue(
        category=np.append(stream.below(len(CATEGORIES), n - 1), len(CATEGORIES)),
        brand=stream.pick((5, 2, 2, 1), n),
        prices=np.stack([usd, eur]),
        cost=cost,
        cost_currency=(stream.uniform(n) < rates.catalogue.euro_cost).astype(np.int64),
        weights=weights,
    )


def _slow_sellers(stream: Stream, n: int, share: float) -> np.ndarray:
    """Return products of the slowest quarter, so that few uncosted units are sold."""
    first = n * 3 // 4
    return first + stream.chosen(n - first - 1, 4 * share)


def product_rows(goods: Catalogue, plan: Plan, seed: int, rates: Rates) -> pa.Table:
    """Return all versions of all products."""
    stream, n = Stream(seed, "products", 0), len(goods.category)
    again = stream.chosen(n - 1, rates.catalogue.cost_change)
    row = np.concatenate([np.arange(n), again])
    is_new = np.arange(len(row)) >= n
    cost = goods.cost[row].copy()
    # What is costed now was cheaper before; what has no cost now had one before.
    changed = np.isin(row, again) & ~is_new
    first_cost = np.maximum(cost, goods.prices[0, row] * 2 // 5)
    cost[changed] = first_cost[changed] * 95 // 100
    created = plan.start - DAY * (30 + stream.below(400, len(row)))
    updated = np.where(is_new, plan.start + stream.below(plan.days * DAY, len(row)), created)
    labels = [*CATEGORIES, GIFT_CARDS]
    category = texts(labels, goods.category[row])
    names = [
        f"{BRANDS[b]} {labels[c]} {i + 1}"
        for i, (b, c) in enumerate(zip(goods.brand.tolist(), goods.category.tolist(), strict=True))
    ]
    return table(
        "products",
        product_id=ids("p", row + 1),
        sku=ids("NL-", row + 10001),
        product_name=texts(names, row),
        category=category,
        brand=texts(list(BRANDS), goods.brand[row]),
        unit_cost=money(cost, cost < 0),
        currency=texts(list(CURRENCIES), goods.cost_currency[row], cost < 0),
        updated_at=times(updated // 1_000_000 * 1_000_000),
    )


@dataclass(frozen=True)
class Pages:
    """Paths by index, and where each kind of page starts."""

    paths: list[str]
    median_ms: np.ndarray  # median load time on a desktop
    home: int = 0
    help: int = 1
    cart: int = 2
    checkout: int = 3
    thanks: int = 4
    search: int = 5
    category: int = 6
    blog: int = 6 + len(CATEGORIES)
    gone: int = 6 + len(CATEGORIES) + len(BLOG)
    newsletter: int = 6 + len(CATEGORIES) + len(BLOG) + len(GONE) - 1
    product: int = 6 + len(CATEGORIES) + len(BLOG) + len(GONE)


def make_pages(goods: Catalogue, rates: Rates) -> Pages:
    """Return the pages of a store. Search is slow, and the boots' category has heavy pictures."""
    n, load = len(goods.category), rates.pages
    fixed = ["/", "/help", "/cart", "/checkout", "/checkout/thanks", "/search"]
    groups = [
        *zip(fixed, (900, 700, 850, 850, 800, load.search_ms), strict=True),
        *(
            (f"/category/{name}", load.boots_ms if name == "boots" else load.other_ms)
            for name in CATEGORIES
        ),
        *((f"/blog/{name}", 900) for name in BLOG),
        *((path, 600) for path in GONE),
        *((f"/product/p{i + 1}", load.other_ms) for i in range(n)),
    ]
    return Pages([path for path, _ in groups], np.array([ms for _, ms in groups], float))
