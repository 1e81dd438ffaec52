"""The table ad_performance: what the platforms report, which is not quite what happened."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .columns import counts, dates, money, table, texts, times
from .days import CURRENCIES, STORES
from .draw import DAY, HOUR
from .journeys import Journey
from .orders import ONLINE, Orders
from .sources import OFF_SITE, SOURCES
from .store import Chunk

_ADS = [i for i, s in enumerate(SOURCES) if s.ad]


@dataclass(frozen=True)
class _Days:
    """One row per day and source with an ad; amazon's ads come last, one per store."""

    day: np.ndarray
    ad: np.ndarray  # index in the list of all ads
    visits: np.ndarray
    bought: np.ndarray
    value: np.ndarray  # cents


def ad_rows(chunk: Chunk, journey: Journey, orders: Orders) -> pa.Table:
    """Return the ads of the days that begin in this chunk, a part of the rows twice."""
    stream, rates = chunk.stream("ads"), chunk.store.rates.ads
    days = _days(chunk, journey, orders)
    seen = (days.visits > 0) | (stream.uniform(len(days.day)) < rates.idle_rows)
    days = _Days(**{name: values[seen] for name, values in vars(days).items()})
    last = _table(chunk, days)
    early = stream.chosen(len(last), rates.restated)
    first = last.take(early)
    half = days.bought[early] * 50
    changes = {
        "conversions": money(half),
        "conversion_value": money(days.value[early] // 2),
        "updated_at": times(chunk.store.plan.start + (days.day[early] + 1) * DAY + 6 * HOUR),
    }
    names = last.schema.names
    first = pa.table({name: changes.get(name, first[name]) for name in names}, last.schema)
    return pa.concat_tables([first, last])


def _days(chunk: Chunk, journey: Journey, orders: Orders) -> _Days:
    """Count visits and orders by day and ad."""
    visits, stream, all_days = journey.visits, chunk.stream("ad days"), chunk.new_days
    place = np.full(len(SOURCES), -1)
    place[_ADS] = np.arange(len(_ADS))
    shape = (len(all_days), len(_ADS))
    first = all_days[0] if len(all_days) else 0
    cell = (visits.day - first) * len(_ADS) + place[visits.source]
    size = shape[0] * shape[1]
    good = (place[visits.source] >= 0) & (visits.day >= first) & (cell < size) & (cell >= 0)
    scale = chunk.parts_of(all_days)[:, None]
    seen = np.bincount(cell[good], minlength=size).reshape(shape) * scale
    web = np.flatnonzero((orders.channel == ONLINE) & good[np.maximum(orders.visit, 0)])
    of_order = cell[orders.visit[web]]
    bought = np.bincount(of_order, minlength=size).reshape(shape) * scale
    value = np.bincount(of_order, orders.net[web], size).reshape(shape) * scale
    weight = chunk.store.visits_a_day * chunk.store.rates.ads.off_site
    off_site = np.floor(weight * stream.between(0.2, 1.4, 2 * shape[0])).reshape(-1, 2)
    seen = np.concatenate([seen, off_site.astype(np.int64)], axis=1)
    rest = np.concatenate([off_site // 12, off_site // 12 * 6500], axis=1)
    bought = np.concatenate([bought, rest[:, :2].astype(np.int64)], axis=1)
    value = np.concatenate([value, rest[:, 2:]], axis=1)
    width = len(_ADS) + 2
    return _Days(
        day=np.repeat(all_days, width),
        ad=np.tile(np.arange(width), len(all_days)),
        visits=seen.ravel(),
        bought=bought.ravel(),
        value=value.ravel().astype(np.int64),
    )


def _table(chunk: Chunk, days: _Days) -> pa.Table:
    rates, stream, n = chunk.store.rates.ads, chunk.stream("ad rows"), len(days.day)
    ads = [*(SOURCES[i].ad for i in _ADS), OFF_SITE, OFF_SITE]
    shops = [*(SOURCES[i].store for i in _ADS), 0, 1]
    campaigns = [
        f"{s}-{a.campaign}" if a is OFF_SITE else a.campaign
        for a, s in zip(ads, ("us" if s == 0 else "eu" for s in shops), strict=True)
    ]
    clicks = np.floor(days.visits * rates.clicks_per_visit + stream.uniform(n)).astype(np.int64)
    shown = clicks / rates.click_rate * stream.between(0.6, 1.4, n) + stream.between(5, 60, n)
    price = np.array([a.click_cents for a in ads])[days.ad] * stream.between(0.8, 1.2, n)
    noise = 1 + rates.conversion_noise * stream.between(-1, 1.2, n)
    day = chunk.store.plan.first_day + days.day
    numbers = {name: f"{name[:2]}{i}" for i, name in enumerate(dict.fromkeys(campaigns), 1)}
    return table(
        "ad_performance",
        ad_date=dates(day),
        platform=texts([a.platform for a in ads], days.ad),
        campaign_id=texts([numbers[name] for name in campaigns], days.ad),
        cost=money(np.floor(clicks * price)),
        campaign_name=texts(campaigns, days.ad),
        ad_group_id=texts([a.group for a in ads], days.ad),
        keyword=texts([a.keyword for a in ads], days.ad),
        account_id=texts(
            [f"{a.platform[:2]}-{s + 1}" for a, s in zip(ads, shops, strict=True)], days.ad
        ),
        store_id=texts([STORES[s] for s in shops], days.ad),
        impressions=counts(shown),
        clicks=counts(clicks),
        conversions=money(np.floor(days.bought * 100 * noise)),
        conversion_value=money(np.floor(days.value * noise)),
        currency=texts([CURRENCIES[s] for s in shops], days.ad),
        updated_at=times((day + 3) * DAY + 6 * HOUR),
    )
