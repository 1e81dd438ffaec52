"""Every rate and planted share of the simulated store, with its unit and its reason.

Shares are 0 to 1. A planted share is met exactly, and by at least one row a chunk, however small
the store: so that every kind of trouble is there to be tested.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Traffic:
    """How people come, and when."""

    new: float = 0.60  # share of visits by a visitor never seen before: typical of a shop
    loyal: float = 0.40  # share of returning visits by the few visitors that are loyal
    quick_return: float = 0.45  # share of returns within days; the others take weeks or months
    quick_return_days: float = 4.0  # mean days of a quick return: people who compare prices
    slow_return_days: float = 60.0  # mean days of a slow return, so that months are spanned
    history_days: int = 120  # days of visitors before the first day, so that day 1 has returns
    growth: float = 1.25  # visits of a year as a multiple of the year before
    eu: float = 0.30  # share of persons in the countries of the eu store
    second_device: float = 0.50  # share of loyal persons with a second visitor_id: same customer
    no_consent: float = 0.08  # share of visitors whose events have no visitor_id
    login: float = 0.45  # share of returning visits of account holders that sign in at the start
    shared_device: float = 0.003  # share of signed-in visits under another person's account
    two_stores: float = 0.004  # share of visits that go over to the other store
    unknown_place: float = 0.02  # share of visits without country, region and city
    bots: float = 0.03  # crawler visits as a share of human visits; most are filtered upstream
    bot_pages: float = 7.0  # mean extra pages of a crawler's visit
    bot_with_cookie: float = 0.5  # share of crawler visits with a visitor_id


@dataclass(frozen=True)
class Pages:
    """What a visit looks at."""

    browse: float = 1.9  # mean page views after the landing page, of visits that do not bounce
    bounce: float = 0.38  # share of visits without product view that see one page only
    product_pairs: float = 0.7  # mean products seen after the first, of visits that see one
    search: float = 0.09  # share of visits that use the site's search
    second_search: float = 0.3  # share of searchers who search again
    not_found: float = 0.012  # share of browsed pages that answer 404
    dead_link: float = 0.006  # share of visits that land on a page that answers 404
    newsletter_dead_link: float = 0.15  # share of campaign mails' visits that follow a link in
    # them to a page that is gone, /sale/last-chance: a dead link that costs money to leave
    search_ms: float = 3600.0  # median milliseconds of /search on a desktop: the one slow group,
    # whose 75th percentile is above 4 s; those of all others are below 3 s
    boots_ms: float = 1100.0  # the same of /category/boots: heavy pictures on one page of a group
    other_ms: float = 900.0  # the same of products and the other categories: the bulk
    internal_referrer: float = 0.35  # share of later page views that carry the page before
    no_load_time: float = 0.12  # share of page views without page_load_ms: sampling
    late_tag: float = 0.03  # share of visits whose utm_* come with the second event
    second_campaign: float = 0.004  # share of visits that meet a new campaign midway
    capital_tags: float = 0.03  # share of visits with utm_* in capitals: typed by hand
    dwell_seconds: float = 26.0  # median seconds on a page
    long_pause: float = 0.01  # share of visits with a pause of 31 minutes to 5 hours
    gap_exact: float = 0.002  # share of visits with a gap of exactly 30:00, which stays one visit
    gap_over: float = 0.002  # share of visits with a gap of exactly 30:01, which makes two
    midnight: float = 0.004  # share of visits moved over their store's local midnight
    clock_change: int = 2  # visits moved over each change of clock in both stores' zones
    fractions: float = 0.25  # share of visits timed in microseconds; the others in seconds


@dataclass(frozen=True)
class Funnel:
    """Steps to an order: conversion of visits is about 3 %."""

    view: float = 0.56  # share of visits that see a product
    cart: float = 0.18  # share of these that put one into the cart
    checkout: float = 0.52  # share of these that begin checkout
    buy: float = 0.54  # share of these that buy
    loyal: float = 2.6  # factor on the chance to buy for loyal visitors
    mobile: float = 0.8  # factor on the chance to buy on a phone: small screens sell less
    no_contact: float = 0.12  # share of unfinished checkouts that leave no contact
    slow_payment: float = 0.08  # share of purchases more than 10 minutes after contact
    recovered: float = 0.20  # share of lost checkouts that come back and buy
    back_within_hour: float = 0.2  # share of those that come back within an hour
    back_after_week: float = 0.12  # share of those that come back after 7 days: still lost
    more_lines: float = 0.55  # mean cart lines after the first
    more_units: float = 0.12  # share of cart lines with 2 or 3 units
    empty_cart: float = 0.015  # share of visits that open a cart and never fill it
    emptied: float = 0.07  # share of unfinished carts that are emptied by hand
    refilled: float = 0.1  # share of those that were filled again
    early_state: float = 0.3  # share of carts whose first state was loaded too
    no_completed_at: float = 0.05  # share of bought carts that only order_id tells
    no_order_id: float = 0.02  # share of bought carts that only completed_at tells
    no_value: float = 0.03  # share of carts without cart_value


@dataclass(frozen=True)
class Orders:
    """Orders, their lines and refunds."""

    second: float = 0.03  # share of buying visits with a second order: visits, not orders, convert
    no_purchase_event: float = 0.04  # share of web orders whose event a blocker stopped
    amazon: float = 0.008  # amazon orders per visit of the site
    pos: float = 0.003  # orders at the till per visit of the site
    phone: float = 0.0012  # orders by phone per visit of the site
    other: float = 0.0006  # orders by another way per visit of the site
    account: float = 0.5  # share of persons with an account; the others buy as guests
    loyal_account: float = 0.9  # the same of loyal persons
    no_email: float = 0.05  # share of guest orders without an email either
    untidy_email: float = 0.12  # share of emails with capitals and spaces
    test: float = 0.008  # share of web orders that are tests
    cancelled: float = 0.025  # share of orders cancelled
    code: float = 0.22  # share of orders with a discount on the whole order
    code_depth: float = 0.12  # mean depth of it, share of gross
    line_discount: float = 0.10  # share of lines with a discount of their own
    line_depth: float = 0.15  # depth of it, share of the line
    gift_card: float = 0.02  # share of lines that are gift cards
    line_cost: float = 0.3  # share of lines that carry their own unit_cost
    tax_us: float = 0.07  # sales tax, share of net
    tax_eu: float = 0.19  # value added tax, share of net
    shipping_cents: int = 595  # what a buyer pays for shipping, in cents of the currency
    free_shipping_cents: int = 7500  # from this net value on shipping is free
    duties: float = 0.3  # share of orders to Canada, Britain and Switzerland with duties
    duty_depth: float = 0.06  # duties, share of net
    fulfilment_cents: int = 520  # mean cost of packing and sending one order
    payment_share: float = 0.029  # fee of the payment provider, share of what is charged
    payment_cents: int = 30  # fixed part of that fee
    early_state: float = 0.25  # share of orders whose first state was loaded too
    refunded: float = 0.11  # share of lines with a refund
    refund_days: float = 12.0  # mean days to a refund
    refund_months: float = 0.15  # share of refunds that take 40 to 200 days
    refund_without_line: float = 0.15  # share of refunds that name no line: goodwill
    refund_no_quantity: float = 0.04  # share of the others that name no quantity
    refund_shipping: float = 0.1  # share of refunds that give the shipping back too
    refund_partial: float = 0.3  # share of refunds of several units that return one
    refund_is_return: float = 0.78  # share of refunds of which goods come back
    refund_twice: float = 0.03  # share of refunds that come a second time: more than was bought


@dataclass(frozen=True)
class Catalogue:
    """Products and customers."""

    products: int = 240  # products on sale
    uncosted: float = 0.03  # share of products without a unit_cost, all of them slow sellers
    euro_cost: float = 0.15  # share of products bought in EUR
    cost_change: float = 0.3  # share of products with a second version
    no_birth_date: float = 0.25  # share of customers without birth date
    no_gender: float = 0.06  # share of customers without gender
    subscriber: float = 0.02  # customers written per visit who only signed up
    early_state: float = 0.1  # share of customers with an older version


@dataclass(frozen=True)
class Email:
    """Messages and what became of them."""

    messages: float = 0.55  # messages sent per visit, besides those that brought a visit
    flow: float = 0.3  # share of messages of flows; the others of campaigns
    bounced: float = 0.02  # share of messages that never arrive
    bounced_later: float = 0.003  # share delivered first and bounced afterwards
    machine_open: float = 0.38  # share opened by a privacy proxy
    human_open: float = 0.24  # share opened by a person
    open_unknown: float = 0.04  # share of opens where is_machine is not known: human
    second_open: float = 0.2  # share of opens that repeat
    scanner_click: float = 0.015  # share clicked by a security scanner
    click: float = 0.008  # share clicked by a person whose visit was not tracked
    opened_before_click: float = 0.9  # share of clicks with an open: images may be off
    unsubscribed: float = 0.004  # share unsubscribed
    complained: float = 0.001  # share reported as spam
    stale_click: float = 0.06  # share of campaign visits from the send before the last
    no_recipient: float = 0.03  # share of messages known by customer_id only


@dataclass(frozen=True)
class Film:
    """A campaign that only assists: the paid films, which people see and come back after.

    Its visits never buy, so that last_touch and last_non_direct give it nothing. It is the first
    visit of all whom it brings, so that first_touch and linear give it what they buy later.
    """

    met: float = 0.016  # share of visitors, other than loyal ones, who first come by a film
    back: float = 0.60  # share of them who come back by search 1 to 4 days later
    twice: float = 0.40  # share of those who come once more, directly, 1 or 2 days after that
    buy: float = 0.25  # share of those who come back and buy in their last visit: more than others


@dataclass(frozen=True)
class Ads:
    """What the advertising platforms report."""

    clicks_per_visit: float = 1.12  # clicks billed per visit seen: some never load the page
    click_rate: float = 0.03  # clicks per impression
    idle_rows: float = 0.5  # share of keyword days without a visit that are reported
    conversion_noise: float = 0.35  # half width of what platforms over- and under-report, share
    restated: float = 0.15  # share of rows that were first reported with fewer conversions
    off_site: float = 0.03  # clicks on amazon ads per visit of the site


@dataclass(frozen=True)
class Social:
    """Posts, followers and their daily snapshots."""

    post_days: float = 2.5  # mean days between two posts of an account
    snapshot_days: int = 21  # daily snapshots of a post
    missing_day: float = 0.03  # share of snapshot days that were not taken
    fall: float = 0.05  # share of daily movements that are negative
    no_counter: float = 0.02  # share of counters not known
    old_posts: int = 2  # posts of an account that are older than its first snapshot
    likes: float = 40.0  # likes of a post in its first day, at 1000 visits a day


@dataclass(frozen=True)
class Service:
    """Support cases and the marketplace."""

    cases: float = 0.16  # cases per order
    spam: float = 0.05  # share of cases that are spam
    merged: float = 0.03  # share of cases merged into another
    replied: float = 0.93  # share of cases with a first reply
    resolved: float = 0.88  # share of those that were resolved
    rated: float = 0.3  # share of resolved cases with a satisfaction score
    about_order: float = 0.6  # share of cases that name an order
    early_state: float = 0.25  # share of cases whose first state was loaded too
    # When people are there to answer: opening and closing hour, Monday first, in UTC, which is
    # store_timezone by default. Closed on Sundays.
    desk_hours: tuple[tuple[int, int], ...] = ((9, 18),) * 5 + ((10, 14), (0, 0))
    chat_by_day: float = 0.5  # share of chats that wait until the desk is open, if it is next day
    chat_in_time: float = 0.8  # share of chats opened in these hours and answered within 60 s
    chat_in_time_at_night: float = 0.25  # the same of those opened outside them
    seller_feedback: float = 0.25  # seller feedback per amazon order
    product_review: float = 0.15  # product reviews per amazon order
    questions: float = 0.25  # marketplace questions per amazon order
    not_amazon: float = 0.15  # share of feedback and questions on ebay and others
    no_answer_needed: float = 0.08  # share of questions that need no response
    need_unknown: float = 0.1  # share of questions where needs_response is not known
    answered: float = 0.82  # share of questions answered by the seller
    late_answer: float = 0.22  # share of those answered after 24 h
    community: float = 0.2  # share of questions with a community answer
    second_answer: float = 0.1  # share of seller answers followed by another


@dataclass(frozen=True)
class Search:
    """What the search engine reports."""

    explained: float = 0.65  # share of organic clicks with a query: rare ones are hidden
    seen_only: float = 0.4  # rows without a click per row with one
    branded: float = 0.35  # share of organic clicks, and of queries seen only, that name the brand


@dataclass(frozen=True)
class Experiment:
    """One experiment; days are shares of the store's length."""

    name: str  # what is tried
    start: float  # first day
    end: float | None  # last day; none: still running
    effect: float  # factor on a visit's chance to buy in the treatment, over three capped steps
    treated: float  # share of visitors in the treatment; 0.5 is what was planned
    crossed: float  # share of visitors who get the other variant too


@dataclass(frozen=True)
class Experiments:
    """All experiments; who is in one is drawn per visitor, never per visit."""

    traffic: float = 0.7  # share of visitors that take part
    planned_share: float = 0.05  # planned visitors as a share of all visits
    all: tuple[Experiment, ...] = (
        Experiment("express checkout", 0.30, 0.55, 2.0, 0.5, 0.0),  # works
        Experiment("new hero picture", 0.35, 0.60, 1.0, 0.5, 0.0),  # does nothing
        Experiment("trust badges", 0.60, 0.80, 1.0, 0.38, 0.0),  # split is broken: redirects fail
        Experiment("free returns banner", 0.62, 0.85, 1.0, 0.5, 0.07),  # visitors cross
        Experiment("bundle offers", 0.90, None, 1.1, 0.5, 0.0),  # not over yet
    )


@dataclass(frozen=True)
class Expenses:
    """Monthly expenses as a share of the month's expected sales, by category."""

    sales_per_visit_cents: int = 600  # expected sales of all channels per visit, in cents
    payroll: float = 0.11  # always there
    rent: float = 0.03  # always there
    software: float = 0.02  # always there
    fulfilment: float = 0.01  # the warehouse, on top of what orders carry
    payment_fees: float = 0.002  # monthly fees of the payment provider
    marketing: float = 0.025  # agency and photographs, on top of ads
    depreciation: float = 0.01  # of the warehouse
    other: float = 0.015  # the rest
    occasional: float = 0.7  # share of months in which each of the last two is booked


@dataclass(frozen=True)
class Vendor:
    """What GA4 and Shopify report of the same days, each by its own reading; days are UTC days.

    GA4 counts crawlers in, later not. Shopify leaves cancelled orders out, with their refunds;
    later it counts them, and books a refund on the day of its order.
    """

    change: float = 0.5  # share of the days after which both read otherwise
    euro: float = 1.0825  # dollars a euro, on all days: Shopify's rate, not that of our books


@dataclass(frozen=True)
class Trouble:
    """What is wrong with real data. Shares of a table's rows."""

    same_copy: float = 0.004  # rows loaded twice, alike
    changed_copy: float = 0.003  # rows loaded twice, the second a little different
    late: float = 0.010  # rows loaded 6 hours to 3 days after they happened
    very_late: float = 0.003  # rows loaded 3 to 12 days after: beyond the lookback
    no_loaded_at: float = 0.0005  # rows without loaded_at
    bad: float = 0.0004  # rows of each kind that must be quarantined
    coerced: float = 0.0008  # unusable values in each optional column that can have one
    empty_text: float = 0.0005  # empty strings where NULL is meant; the same in a CSV
    other_spelling: float = 0.0003  # times in a CSV written as 2024-05-01T10:00:00Z or +02:00
    untidy_code: float = 0.002  # codes in capitals or with spaces, which are still good
    unreadable: float = 0.0001  # texts in a CSV that no one can read, of each kind
    load_minutes: float = 20.0  # mean minutes from an event to its load


@dataclass(frozen=True)
class Rates:
    """All of them."""

    traffic: Traffic = field(default_factory=Traffic)
    pages: Pages = field(default_factory=Pages)
    funnel: Funnel = field(default_factory=Funnel)
    orders: Orders = field(default_factory=Orders)
    catalogue: Catalogue = field(default_factory=Catalogue)
    email: Email = field(default_factory=Email)
    film: Film = field(default_factory=Film)
    ads: Ads = field(default_factory=Ads)
    social: Social = field(default_factory=Social)
    service: Service = field(default_factory=Service)
    search: Search = field(default_factory=Search)
    experiments: Experiments = field(default_factory=Experiments)
    expenses: Expenses = field(default_factory=Expenses)
    vendor: Vendor = field(default_factory=Vendor)
    trouble: Trouble = field(default_factory=Trouble)
    short_user_agents: bool = False  # true: short ones, of which more fit into the demo


DEFAULT = Rates()

DEMO_VISITS = 1750  # visits that fit into 2 MB of CSV
DEMO_DAYS = 120  # days: two changes of clock, and a quarter with its comparison
# Fewer pages a visit and more orders a visit, so that small files still hold enough orders.
DEMO = replace(
    DEFAULT,
    pages=replace(Pages(), browse=1.0, internal_referrer=0.1),
    funnel=replace(Funnel(), cart=0.16, checkout=0.6, buy=0.6),
    orders=replace(Orders(), amazon=0.02, pos=0.006, phone=0.004, other=0.002),
    catalogue=replace(Catalogue(), products=40, uncosted=0.05),
    email=replace(Email(), messages=0.35),
    film=Film(met=0.035, back=0.8, twice=0.4, buy=0.4),
    ads=replace(Ads(), idle_rows=0.06),
    social=replace(Social(), post_days=8.0, snapshot_days=8),
    expenses=Expenses(sales_per_visit_cents=1000),
    service=replace(Service(), cases=0.7, seller_feedback=0.8, product_review=0.5, questions=1.2),
    experiments=Experiments(
        traffic=0.75,
        planned_share=0.08,
        all=(  # stronger, so that few visitors show it
            Experiment("express checkout", 0.20, 0.80, 3.0, 0.5, 0.0),  # works
            Experiment("new hero picture", 0.35, 0.60, 1.0, 0.5, 0.0),  # does nothing
            Experiment("trust badges", 0.55, 0.80, 1.0, 0.2, 0.0),  # split is broken
            Experiment("free returns banner", 0.62, 0.85, 1.0, 0.5, 0.5),  # visitors cross
            Experiment("bundle offers", 0.90, None, 1.1, 0.5, 0.0),  # not over yet
        ),
    ),
    short_user_agents=True,
)
