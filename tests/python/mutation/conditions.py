"""Faults in conditions: a comparison turned, a condition left out."""

from collections.abc import Iterator
from itertools import pairwise

from sqlglot import exp

from mutation.places import Edit, Source

TURNED = {
    exp.LT: "<=",
    exp.LTE: "<",
    exp.GT: ">=",
    exp.GTE: ">",
    exp.EQ: "<>",
    exp.NEQ: "=",
    exp.NullSafeEQ: "IS DISTINCT FROM",
    exp.NullSafeNEQ: "IS NOT DISTINCT FROM",
}

NULL_OR_IN = (exp.Is, exp.In)


def comparison_turned(node: exp.Binary, source: Source) -> Iterator[Edit]:
    left, right = source.sql(node.this), source.sql(node.expression)
    yield source.replaced(node, f"{left} {TURNED[type(node)]} {right}")


def null_or_in_negated(node: exp.Is | exp.In, source: Source) -> Iterator[Edit]:
    """`is null` and `in` to `is not null` and `not in`, and back."""
    if isinstance(node.parent, exp.Not):
        yield source.replaced(node.parent, source.sql(node))
    else:
        yield source.replaced(node, f"NOT {source.sql(node)}")


def between_made_exclusive(node: exp.Between, source: Source) -> Iterator[Edit]:
    value = source.operand(node.this)
    low, high = source.sql(node.args["low"]), source.sql(node.args["high"])
    for above, below in ((">", "<="), (">=", "<")):
        yield source.replaced(node, f"({value} {above} {low} AND {value} {below} {high})")


def not_dropped(node: exp.Not | exp.Like, source: Source) -> Iterator[Edit]:
    if isinstance(node, exp.Not) and not isinstance(node.this, NULL_OR_IN):
        yield source.replaced(node, source.sql(node.this))
    elif node.args.get("negate"):
        yield source.replaced(node, source.sql(node).replace(" NOT LIKE ", " LIKE ", 1))


def condition_dropped(node: exp.Where | exp.Having, source: Source) -> Iterator[Edit]:
    """Of a WHERE, also that of a FILTER, and of a HAVING."""
    for condition in _conjuncts(node.this):
        yield source.replaced(condition, "TRUE")


def qualify_dropped(node: exp.Qualify, source: Source) -> Iterator[Edit]:
    """As a whole where it has one condition: DuckDB takes none without a window."""
    conditions = _conjuncts(node.this)
    if len(conditions) == 1:
        yield source.replaced(node, "")
    else:
        yield from (source.replaced(condition, "TRUE") for condition in conditions)


def join_condition_dropped(node: exp.Join, source: Source) -> Iterator[Edit]:
    on = node.args.get("on")
    conditions = _conjuncts(on) if on else []
    if len(conditions) > 1:
        yield from (source.replaced(condition, "TRUE") for condition in conditions)


def connective_turned(node: exp.And | exp.Or, source: Source) -> Iterator[Edit]:
    left, right = source.neighbours(node)
    word = "OR" if isinstance(node, exp.And) else "AND"
    yield source.replaced(left, f"{source.sql(left)} {word} {source.sql(right)}", right)


def case_arm_dropped(node: exp.Case, source: Source) -> Iterator[Edit]:
    """Its condition never holds; an ELSE gives NULL."""
    never = "NULL" if node.this else "FALSE"
    for arm in node.args["ifs"]:
        result = arm.args["true"]
        yield source.replaced(arm.this, f"{never} THEN {source.sql(result)}", result)
    default = node.args.get("default")
    if default:
        yield source.replaced(result, f"{source.sql(result)} ELSE NULL", default)


def case_arms_swapped(node: exp.Case, source: Source) -> Iterator[Edit]:
    """Two arms change places; in a CASE of one value, where that is no fault, their results.

    Of two arms with one result it is no fault either.
    """
    for arm, following in pairwise(node.args["ifs"]):
        if arm.args["true"] == following.args["true"]:
            continue
        first, second = source.sql(arm.this), source.sql(following.this)
        if node.this:
            first, second = second, first
        result, other = arm.args["true"], following.args["true"]
        yield source.replaced(
            arm.this,
            f"{second} THEN {source.sql(other)} WHEN {first} THEN {source.sql(result)}",
            other,
        )


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    condition = condition.unnest()
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]
