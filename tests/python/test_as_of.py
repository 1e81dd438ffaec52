"""Data without a moment to take as_of from are told all the same."""

from conftest import build, query, write_csv


def test_a_store_of_ads_and_carts_alone_is_told_and_nothing_is_complete(tmp_path):
    landing = tmp_path / "landing"
    ads = "ad_date,platform,campaign_id,cost\n2024-03-02,google_ads,c,5"
    carts = "cart_id,created_at,updated_at,cart_value\na,2024-03-02 10:00:00,2024-03-02 10:00:00,7"
    write_csv(landing, "ad_performance", ads)
    write_csv(landing, "carts", carts)
    done = build(tmp_path / "w.duckdb", "--landing", str(landing))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = query(
        tmp_path / "w.duckdb",
        "select kpi, value, is_complete, is_mature from kpi_values"
        " where period_grain = 'day' and segment_by = 'all' and value is not null order by kpi",
    )
    assert rows == [
        ("abandoned_carts", 1, False, False),
        ("average_cart_value", 7, False, False),
        ("cart_abandonment_rate", 1, False, False),
        ("ppc_conversions", 0, False, True),
        ("ppc_cost", 5, False, True),
    ]
