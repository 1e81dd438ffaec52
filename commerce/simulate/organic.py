"""The table organic_queries: what people searched for before they came."""

import numpy as np
import pyarrow as pa

from .columns import counts, dates, table, texts
from .journeys import Journey
from .places import BROWSERS, DEVICES, PLACES
from .sources import BRAND, SOURCES
from .store import Chunk

_BRANDED = [BRAND, f"{BRAND} jackets", f"{BRAND} store", f"{BRAND.title()} Boots"]
_OTHERS = [
    "rain jacket", "best hiking boots", "2 person tent", "merino base layer", "how to layer",
    "backpack 40l", "wash down jacket", "ultralight packing list",
]  # fmt: skip
_PATHS = ["/", "/category/jackets", "/category/boots", "/blog/how-to-layer"]


def query_rows(chunk: Chunk, journey: Journey) -> pa.Table:
    """Return clicks by day, query, page, country and device, and queries that were only seen."""
    visits, stream, rates = journey.visits, chunk.stream("organic"), chunk.store.rates.search
    kinds = [i for i, s in enumerate(SOURCES) if s.kind == "organic"]
    row = np.flatnonzero(np.isin(visits.source, kinds) & ~visits.is_bot)
    row = row[np.isin(visits.day[row], chunk.new_days)]
    row = row[stream.chosen(len(row), rates.explained)]
    idle = row[stream.chosen(len(row), rates.seen_only)]
    clicked = np.arange(len(row) + len(idle)) < len(row)
    row = np.concatenate([row, idle])
    n = len(row)
    branded = stream.among(clicked, rates.branded) | stream.among(~clicked, rates.branded)
    query = np.where(
        branded,
        stream.pick((6, 3, 2, 1), n),
        len(_BRANDED) + stream.pick((6, 5, 4, 3, 3, 2, 1, 1), n),
    )
    path = np.where(branded, 0, 1 + query % 3)
    device = np.array([r[2] for r in BROWSERS])[visits.agent[row]]
    return _table(chunk, visits.day[row], query, path, visits.place[row], device, clicked)


def _table(
    chunk: Chunk,
    day: np.ndarray,
    query: np.ndarray,
    path: np.ndarray,
    place: np.ndarray,
    device: np.ndarray,
    clicked: np.ndarray,
) -> pa.Table:
    """Add up clicks by key; arrays are by click, or by query that was only seen."""
    stream = chunk.stream("organic rows")
    countries = [*dict.fromkeys(p.country for p in PLACES), None]
    country = np.array([countries.index(p.country) for p in PLACES] + [len(countries) - 1])[place]
    shape = (chunk.store.plan.days, 32, len(_PATHS), len(countries), len(DEVICES))
    key = np.ravel_multi_index((day, query, path, country, device), shape)
    unique, where = np.unique(key, return_inverse=True)
    clicks = np.bincount(where.ravel(), clicked, len(unique)).astype(np.int64)
    clicks = clicks * chunk.parts_of(unique // int(np.prod(shape[1:])))
    day, query, path, country, device = np.unravel_index(unique, shape)
    n = len(unique)
    position = np.floor(stream.spread(6.0, 0.8, n) * 10 + 10) / 10
    return table(
        "organic_queries",
        query_date=dates(chunk.store.plan.first_day + day),
        query=texts(_BRANDED + _OTHERS, query),
        clicks=counts(clicks),
        impressions=counts(clicks * stream.between(4, 20, n) + stream.between(3, 40, n)),
        position=pa.array(position, mask=stream.mask(n, 0.01)),
        page_path=texts(_PATHS, path),
        country=texts(countries, country),
        device=texts(list(DEVICES), device),
    )
