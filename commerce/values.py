"""Values of KPIs: when two are the same, and how one is shown."""

GRAINS = ["day", "week", "month", "quarter", "year"]

# Decimals add up exactly, and are divided as doubles once. This leaves room for the order in
# which an engine may add doubles, and is far below any digit that is shown.
TOLERANCE = 1e-12


def shown(value: float | None) -> str:
    """Return a value in as many digits as it takes to see a change."""
    if value is None:
        return "NULL"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def differs(one: str, other: str) -> str:
    """Return the SQL condition that two values are not the same."""
    return (
        f"(({one} is null) <> ({other} is null)"
        f" or abs({one} - {other}) > {TOLERANCE} * greatest(abs({one}), abs({other})))"
    )
