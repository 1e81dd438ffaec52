"""Mutants of a model: its compiled SQL with one fault in one place.

A place is told by what it says, not by where it stands: the operator, the CTE ('' for the
select after the CTEs), the text before and after of the smallest node that shows the change,
and which one it is of those in the CTE for which all this is equal. Of a long text stands the
part that differs, with a checksum of it all; database, schema and dbt's prefix of a fixture
are left out. So the same place is found in every other form of the model's SQL that still has
it, whatever its relations are called and whatever stands around it: most of all in dbt's SQL
for a unit test of the model.

Both `mutants` and `apply` give the SQL as sqlglot writes it, on one line, without comments.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from mutation import conditions, literals, rows, sums
from mutation.places import Edit, Inside, Source, shown


@dataclass(frozen=True)
class Mutant:
    """A fault in one place of a model, and the SQL with it."""

    operator: str
    cte: str
    before: str
    after: str
    ordinal: int
    inside: Inside
    sql: str
    edit: Edit  # of the SQL as `unchanged` has it


@dataclass(frozen=True)
class Operator:
    """A kind of fault: the edits that make it, of a node of one of these types."""

    edits: Callable[[exp.Expr, Source], Iterator[Edit]]
    types: tuple[type[exp.Expr], ...]

    @property
    def name(self) -> str:
        return self.edits.__name__


OPERATORS = (
    Operator(conditions.comparison_turned, tuple(conditions.TURNED)),
    Operator(conditions.null_or_in_negated, (exp.Is, exp.In)),
    Operator(conditions.between_made_exclusive, (exp.Between,)),
    Operator(conditions.not_dropped, (exp.Not, exp.Like)),
    Operator(conditions.condition_dropped, (exp.Where, exp.Having)),
    Operator(conditions.qualify_dropped, (exp.Qualify,)),
    Operator(conditions.join_condition_dropped, (exp.Join,)),
    Operator(conditions.connective_turned, (exp.And, exp.Or)),
    Operator(conditions.case_arm_dropped, (exp.Case,)),
    Operator(conditions.case_arms_swapped, (exp.Case,)),
    Operator(rows.distinct_dropped, (exp.Distinct,)),
    Operator(rows.union_turned, (exp.Union,)),
    Operator(literals.number_off_by_one, (exp.Literal,)),
    Operator(literals.interval_off_by_one, (exp.Interval,)),
    Operator(literals.named_time_off_by_one, (exp.Alias,)),
    Operator(sums.division_turned, (exp.Div,)),
    Operator(sums.numerator_replaced_by_one, (exp.Div,)),
    Operator(sums.numerator_and_denominator_exchanged, (exp.Select,)),
    Operator(sums.ones_summed, (exp.Sum,)),
    Operator(sums.operator_turned, tuple(sums.ARITHMETIC)),
    Operator(sums.sign_dropped, (exp.Neg,)),
    Operator(sums.last_arm_of_coalesce_dropped, (exp.Coalesce,)),
    Operator(sums.arms_of_coalesce_exchanged, (exp.Coalesce,)),
    Operator(sums.call_dropped, (exp.Round, exp.Nullif, exp.Lower, exp.Upper, exp.Trim)),
    Operator(sums.function_turned, (*sums.FUNCTIONS, exp.IgnoreNulls)),
    Operator(sums.all_rows_counted, (exp.Count,)),
    Operator(sums.quantile_moved, (exp.PercentileCont,)),
    Operator(sums.median_moved, (exp.Median,)),
    Operator(rows.join_turned, (exp.Join,)),
    Operator(rows.date_replaced, (exp.Select,)),
    Operator(rows.direction_turned, (exp.Ordered,)),
    Operator(rows.partition_key_dropped, (exp.Window,)),
    Operator(rows.frame_moved, (exp.WindowSpec,)),
    Operator(literals.string_changed, (exp.Literal,)),
    Operator(literals.boolean_flipped, (exp.Boolean,)),
    Operator(literals.truncated_to_another_unit, (exp.TimestampTrunc, exp.DateTrunc)),
)

# Operator, CTE, before, after, ordinal.
Place = tuple[str, str, str, str, int]

_BY_TYPE: dict[type[exp.Expr], list[Operator]] = defaultdict(list)
for _operator in OPERATORS:
    for _type in _operator.types:
        _BY_TYPE[_type].append(_operator)


def mutants(sql: str) -> list[Mutant]:
    """All mutants of a model's SQL that differ from it and from each other."""
    source = Source(sql)
    found, seen = [], {source.text}
    for place, edit, node in _places(source):
        mutated = edit.made_in(source.text)
        if mutated not in seen:
            seen.add(mutated)
            found.append(Mutant(*place, source.inside(node), mutated, edit))
    return found


def unchanged(sql: str) -> str:
    """A model's SQL as mutants have it, without a fault."""
    return _form(sql)[0]


def apply(sql: str, mutant: Mutant) -> str | None:
    """Another form of the mutant's model with the same fault; None if it has no such place."""
    text, edits = _form(sql)
    place = (mutant.operator, mutant.cte, mutant.before, mutant.after, mutant.ordinal)
    edit = edits.get(place)
    return edit and edit.made_in(text)


@lru_cache(maxsize=512)
def _form(sql: str) -> tuple[str, dict[Place, Edit]]:
    source = Source(sql)
    return source.text, {place: edit for place, edit, _ in _places(source)}


def _places(source: Source) -> Iterator[tuple[Place, Edit, exp.Expr]]:
    ordinals: Counter[tuple[str, ...]] = Counter()
    for cte, node in source.nodes():
        for operator in _BY_TYPE.get(type(node), ()):
            for edit in operator.edits(node, source):
                before, after = shown(source.text[edit.start : edit.end], edit.new)
                told = (operator.name, cte, before, after)
                yield (*told, ordinals[told]), edit, node
                ordinals[told] += 1
