"""Faults in which rows there are, in which order, and which of their dates is meant."""

from collections.abc import Iterator

from sqlglot import exp

from mutation.places import Edit, Source

DATES = ("_at", "_date", "_day")


def join_turned(node: exp.Join, source: Source) -> Iterator[Edit]:
    """LEFT to INNER and back; a cross join stays."""
    kind = node.side or node.kind
    turned = {"LEFT": "INNER", "INNER": "LEFT"}.get(kind)
    if turned:
        yield source.replaced(node, source.sql(node).replace(kind, turned, 1))


def distinct_dropped(node: exp.Distinct, source: Source) -> Iterator[Edit]:
    """Of a SELECT, shown with its first column; or of an aggregate."""
    if isinstance(node.parent, exp.Select):
        first = node.parent.expressions[0]
        yield source.replaced(node, source.sql(first), first)
    else:
        columns = node.expressions
        yield source.replaced(node, source.sql(columns[0], columns[-1]), within=node.parent)


def union_turned(node: exp.Union, source: Source) -> Iterator[Edit]:
    """The last of a chain, shown with the select that it adds: one word serves for the chain."""
    if isinstance(node.parent, exp.Union):
        return
    left, right = source.neighbours(node)
    start, end = source.span(left)[1] + 1, source.span(right)[1]
    word = "UNION ALL" if node.args["distinct"] else "UNION"
    yield Edit(start, end, f"{word} {source.sql(right)}")


def date_replaced(node: exp.Select, source: Source) -> Iterator[Edit]:
    """A date column by the next one of the same SELECT with the same ending."""
    columns = [column for column in node.dfs() if _is_date_of(column, node)]
    given = {column.alias for column in node.expressions}
    for suffix in DATES:
        alike = [column for column in columns if column.name.endswith(suffix)]
        names = sorted(
            {source.sql(column) for column in alike if column.table or column.name not in given}
        )
        for column in alike if len(names) > 1 else ():
            name = source.sql(column)
            new = names[(names.index(name) + 1) % len(names)] if name in names else names[0]
            if column.arg_key == "expressions" and column.parent is node:
                new = f"{new} AS {column.name}"
            yield source.replaced(column, new, within=source.context(column))


def direction_turned(node: exp.Ordered, source: Source) -> Iterator[Edit]:
    """Of a window or an aggregate."""
    if not isinstance(node.parent.parent, exp.Query):
        turned = "ASC" if node.args.get("desc") else "DESC"
        nulls = "FIRST" if node.args.get("nulls_first") else "LAST"
        yield source.replaced(node, f"{source.sql(node.this)} {turned} NULLS {nulls}")


def partition_key_dropped(node: exp.Window, source: Source) -> Iterator[Edit]:
    keys = node.args.get("partition_by") or []
    for dropped in keys if len(keys) > 1 else ():
        kept = [source.sql(key) for key in keys if key is not dropped]
        yield source.replaced(keys[0], ", ".join(kept), keys[-1])


def frame_moved(node: exp.WindowSpec, source: Source) -> Iterator[Edit]:
    """One bound: to the current row, or from there to the end of the partition."""
    kind = node.args["kind"].upper()
    start, end = _bound(node, "start", source), _bound(node, "end", source)
    if start != "CURRENT ROW":
        yield source.replaced(node, f"{kind} BETWEEN CURRENT ROW AND {end}")
    moved = "UNBOUNDED FOLLOWING" if end == "CURRENT ROW" else "CURRENT ROW"
    yield source.replaced(node, f"{kind} BETWEEN {start} AND {moved}")


def _is_date_of(node: exp.Expr, select: exp.Select) -> bool:
    """A date column of a SELECT itself, whose place another one may take.

    Where rows are grouped, that is not so beside the aggregates: it would have to be grouped
    by as well.
    """
    if not isinstance(node, exp.Column) or not node.name.endswith(DATES):
        return False
    if node.find_ancestor(exp.Select) is not select:
        return False
    inside = node.find_ancestor(exp.AggFunc, exp.Where, exp.Join, exp.Select)
    return inside is not select or not select.args.get("group")


def _bound(node: exp.WindowSpec, side: str, source: Source) -> str:
    bound = node.args.get(side) or "CURRENT ROW"
    text = bound if isinstance(bound, str) else source.sql(bound)
    return f"{text} {node.args.get(f'{side}_side') or ''}".strip().upper()
