"""Where each node of a model's SQL stands in its text.

The SQL is parsed and written once, every node between two marks; without the marks the text
is what sqlglot writes, and each node has its span in it. A mutant is then that text with one
span replaced, so that a model with a thousand mutants is not written a thousand times.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

# The CTE that holds the model in dbt's SQL for a unit test, and what its fixtures' names
# begin with.
ACTUAL = "dbt_internal_unit_test_actual"
FIXTURE = "__dbt__cte__"

# The longest text of a change, and how much of what is before it is shown.
SHOWN = 120
_LEAD = 40

_PLACE = "place"

_OPEN, _NUMBERED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"({_OPEN}[0-9]+{_NUMBERED}|{_CLOSE})")
_RELATION = re.compile(rf'(?:"[^"]+"\."[^"]+"\."|\b{FIXTURE})(\w+)"?')

# With brackets in it, some levels deep.
_IN_BRACKETS = "[^()]*"
for _ in range(5):
    _IN_BRACKETS = rf"[^()]*(?:\({_IN_BRACKETS}\)[^()]*)*"
_WINDOW = re.compile(rf"OVER \({_IN_BRACKETS}\)")


@dataclass(frozen=True)
class Edit:
    """The text from `start` to `end` replaced by `new`."""

    start: int
    end: int
    new: str

    def made_in(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


@dataclass(frozen=True)
class Inside:
    """The select item that a node is in: its name and text, and the way from it to the node.

    Nothing of it for a node that is in none.
    """

    column: str = ""
    text: str = ""
    way: str = ""


class _Marking(DuckDB.Generator):
    """Writes each numbered node between marks, the first of them with its number.

    The number is in the node's meta, for that stays with the copies that are made to
    write them.
    """

    def sql(self, expression, key=None, comment=True) -> str:
        text = super().sql(expression, key, comment)
        if key or not text or isinstance(expression, str):
            return text
        number = expression.meta.get(_PLACE)
        # Of what is in IGNORE NULLS, the generator looks for the last bracket.
        if number is None or isinstance(expression.parent, exp.IgnoreNulls):
            return text
        return f"{_OPEN}{number}{_NUMBERED}{text}{_CLOSE}"

    def withingroup_sql(self, expression: exp.WithinGroup) -> str:
        """As it was read: DuckDB's own form has the key twice, and so two places for it."""
        function = expression.this
        order = self.sql(expression, "expression")
        return f"{function.sql_name()}({self.sql(function, 'this')}) WITHIN GROUP ({order})"


def _written(tree: exp.Expr) -> tuple[str, dict[int, tuple[int, int]]]:
    """The SQL of a tree, and the spans of its nodes by their numbers."""
    for number, node in enumerate(tree.dfs()):
        node.meta[_PLACE] = number
    marked = _Marking(dialect="duckdb", comments=False).generate(tree)
    pieces, length, opened, spans = [], 0, [], {}
    for piece in _MARK.split(marked):
        if piece.startswith(_OPEN):
            opened.append((int(piece[1:-1]), length))
        elif piece == _CLOSE:
            number, start = opened.pop()
            spans[number] = (start, length)
        else:
            pieces.append(piece)
            length += len(piece)
    return "".join(pieces), spans


class Source:
    """One SQL text, parsed: the model's nodes by CTE, and the span of each."""

    def __init__(self, sql: str) -> None:
        self._tree = sqlglot.parse_one(sql, read="duckdb")
        self.text, self._spans = _written(self._tree)

    def nodes(self) -> Iterator[tuple[str, exp.Expr]]:
        """Each node of the model with the name of its CTE, in the order of the text.

        Fixtures, what is expected of the model and the files that it reads are left out.
        """
        model = _model(self._tree)
        for cte in model.ctes:
            if not cte.alias.startswith(FIXTURE):
                yield from ((cte.alias, node) for node in _walk(cte.this))
        yield from (("", node) for node in _walk(model))

    def span(self, node: exp.Expr) -> tuple[int, int]:
        """Start and end; those of an inner node of a chain, like a + b of a + b + c, are
        those of its operands."""
        if not self._is_written(node):
            return self.span(node.this)[0], self.span(node.expression)[1]
        start, end = self._spans[node.meta[_PLACE]]
        text = self.text[start:end]
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    def sql(self, first: exp.Expr, last: exp.Expr | None = None) -> str:
        """The text of a node, or that from one node to another."""
        return self.text[self.span(first)[0] : self.span(last or first)[1]]

    def operand(self, node: exp.Expr) -> str:
        """The text of a node, in brackets where an operator beside it could tear it apart."""
        loose = isinstance(node, exp.Binary | exp.Not | exp.Between | exp.In)
        return f"({self.sql(node)})" if loose else self.sql(node)

    def neighbours(self, node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
        """The nearest operands on both sides of an operator that may be one of a chain."""
        left, right = node.this, node.expression
        while not self._is_written(left):
            left = left.expression
        while not self._is_written(right):
            right = right.this
        return left, right

    def context(self, node: exp.Expr) -> exp.Expr:
        """What a constant or a column is compared with, added to, called with or named."""
        parent = node.parent
        if isinstance(parent, exp.Interval):
            return self.context(parent)
        if isinstance(parent, exp.Case) or not self._is_written(parent):
            return node
        return parent if isinstance(parent, exp.Condition | exp.Alias) else node

    def inside(self, node: exp.Expr) -> Inside:
        """What the nearest select item around a node is, and where in it the node is.

        The way tells kinds of nodes, and of a list whether it is its first; links of a chain
        are one.
        """
        way = [_step(node)]
        while node.parent and not (
            isinstance(node.parent, exp.Select) and node.arg_key == "expressions"
        ):
            node = node.parent
            if _step(node) != way[-1]:
                way.append(_step(node))
        if not node.parent:
            return Inside()
        return Inside(node.alias_or_name, self.sql(node), ", ".join(way))

    def replaced(
        self,
        first: exp.Expr,
        new: str,
        last: exp.Expr | None = None,
        within: exp.Expr | None = None,
    ) -> Edit:
        """What is from one node to another replaced, and told with the node that it is in."""
        start, end = self.span(first)[0], self.span(last or first)[1]
        outer_start, outer_end = self.span(within) if within else (start, end)
        before, after = self.text[outer_start:start], self.text[end:outer_end]
        return Edit(outer_start, outer_end, f"{before}{new}{after}")

    def _is_written(self, node: exp.Expr) -> bool:
        return node.meta[_PLACE] in self._spans


def _step(node: exp.Expr) -> str:
    if isinstance(node, exp.Connector):
        return type(node).__name__
    rank = {None: "", 0: " first"}.get(node.index, " later")
    return f"{type(node).__name__} as {node.arg_key}{rank}"


def shown(before: str, after: str) -> tuple[str, str]:
    """Two texts as a mutant tells them, the same in a model and in dbt's unit tests of it.

    Relations are without database, schema and dbt's prefix of a fixture. Of a long text stands
    the part that differs, and a checksum of it all; its windows are left out, for dbt's macros
    may not know all keys of their order in a unit test.
    """
    before, after = _plain(before), _plain(after)
    start = max(0, difference(before, after) - _LEAD)
    return _short(before, start), _short(after, start)


def difference(before: str, after: str) -> int:
    """Return where two texts begin to differ; 0 where one is the other's beginning."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), 0)


def _plain(text: str) -> str:
    text = _RELATION.sub(r"\1", " ".join(text.split()).replace("( ", "("))
    return text if len(text) <= SHOWN else _WINDOW.sub("OVER (…)", text)


def _short(text: str, start: int) -> str:
    if len(text) <= SHOWN:
        return text
    lead, cut = "… " if start else "", text[start : start + SHOWN - 14]
    return f"{lead}{cut} … #{zlib.crc32(text.encode()):08x}"


def _model(tree: exp.Expr) -> exp.Expr:
    for cte in tree.ctes:
        if cte.alias == ACTUAL:
            return cte.this.find(exp.Subquery).unnest()
    return tree


def _walk(root: exp.Expr) -> Iterator[exp.Expr]:
    ctes = root.args.get("with_")
    return root.dfs(prune=lambda node: node is ctes or isinstance(node, exp.Table))
