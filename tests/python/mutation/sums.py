"""Faults in arithmetic and in what is added up."""

from collections.abc import Iterator

from sqlglot import exp

from mutation.places import Edit, Source

ARITHMETIC = {exp.Add: "-", exp.Sub: "+", exp.Mul: "/"}

# Not row_number to rank: windows that pick a row order by something unique, where it is the same.
FUNCTIONS = {
    exp.Sum: "MAX",
    exp.Avg: "MAX",
    exp.Min: "MAX",
    exp.Max: "MIN",
    exp.Greatest: "LEAST",
    exp.Least: "GREATEST",
    exp.LogicalOr: "BOOL_AND",
    exp.LogicalAnd: "BOOL_OR",
    exp.ArgMax: "ARG_MIN",
    exp.ArgMin: "ARG_MAX",
    exp.Lag: "LEAD",
    exp.Lead: "LAG",
    exp.FirstValue: "LAST_VALUE",
    exp.LastValue: "FIRST_VALUE",
    exp.DenseRank: "RANK",
    exp.Rank: "ROW_NUMBER",
}


def operator_turned(node: exp.Binary, source: Source) -> Iterator[Edit]:
    """+ to - and back, * to /; an interval is multiplied only."""
    left, right = source.neighbours(node)
    if isinstance(node, exp.Mul) and isinstance(right, exp.Interval):
        return
    new = f"{source.sql(left)} {ARITHMETIC[type(node)]} {source.sql(right)}"
    yield source.replaced(left, new, right)


def sign_dropped(node: exp.Neg, source: Source) -> Iterator[Edit]:
    yield source.replaced(node, source.sql(node.this))


def division_turned(node: exp.Div, source: Source) -> Iterator[Edit]:
    numerator, denominator = source.operand(node.this), source.operand(node.expression)
    yield source.replaced(node, f"{denominator} / {numerator}")


def numerator_replaced_by_one(node: exp.Div, source: Source) -> Iterator[Edit]:
    yield source.replaced(node.this, "1", within=node)


def numerator_and_denominator_exchanged(node: exp.Select, source: Source) -> Iterator[Edit]:
    named = {column.alias_or_name: column for column in node.expressions}
    if not {"numerator", "denominator"} <= named.keys():
        return
    first, last = sorted((named["numerator"], named["denominator"]), key=source.span)
    between = source.text[source.span(first)[1] : source.span(last)[0]]
    new = (
        f"{source.sql(last.unalias())} AS {first.alias_or_name}{between}"
        f"{source.sql(first.unalias())} AS {last.alias_or_name}"
    )
    yield source.replaced(first, new, last)


def function_turned(node: exp.Expr, source: Source) -> Iterator[Edit]:
    """An aggregate or a window function to another of the same arguments."""
    function = node.this if isinstance(node, exp.IgnoreNulls) else node
    if type(function) in FUNCTIONS and not isinstance(node.parent, exp.IgnoreNulls):
        _, arguments = source.sql(node).split("(", 1)
        yield source.replaced(node, f"{FUNCTIONS[type(function)]}({arguments}")


def ones_summed(node: exp.Sum, source: Source) -> Iterator[Edit]:
    if node.parent.alias in ("numerator", "denominator"):
        yield source.replaced(node, "SUM(1)")


def all_rows_counted(node: exp.Count, source: Source) -> Iterator[Edit]:
    if not isinstance(node.this, exp.Star | exp.Distinct):
        yield source.replaced(node, "COUNT(*)")


def quantile_moved(node: exp.PercentileCont, source: Source) -> Iterator[Edit]:
    share = node.args.get("expression") or node.this
    new = "0.75" if source.sql(share) == "0.5" else "0.5"
    yield source.replaced(share, new, within=share.find_ancestor(exp.WithinGroup) or node)


def median_moved(node: exp.Median, source: Source) -> Iterator[Edit]:
    yield source.replaced(node, f"QUANTILE_CONT({source.sql(node.this)}, 0.75)")


def call_dropped(node: exp.Func, source: Source) -> Iterator[Edit]:
    """round, nullif, lower, upper or trim; not the round in a cast, which rounds alike."""
    if isinstance(node, exp.Round) and isinstance(node.parent, exp.Cast):
        return
    yield source.replaced(node, source.operand(node.this))


def last_arm_of_coalesce_dropped(node: exp.Coalesce, source: Source) -> Iterator[Edit]:
    kept = [node.this, *node.expressions][:-1]
    if len(kept) == 1:
        yield source.replaced(node, source.operand(kept[0]))
    elif kept:
        yield source.replaced(node, f"COALESCE({source.sql(kept[0], kept[-1])})")


def arms_of_coalesce_exchanged(node: exp.Coalesce, source: Source) -> Iterator[Edit]:
    if node.expressions:
        first, second = node.this, node.expressions[0]
        new = f"{source.sql(second)}, {source.sql(first)}"
        yield source.replaced(first, new, second, within=node)
