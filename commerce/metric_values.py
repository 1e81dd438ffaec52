"""One definition, two ways: what MetricFlow answers, beside what kpi_values tells.

A cell is a KPI in a period and a segment. Where one side has no row, the cell is empty: 0 for a
count or a sum, NULL for a ratio or a quantile. So rows that kpi_values fills with 0, rows that
it leaves out for there is nothing to tell, and days on which MetricFlow finds no row are alike.
A missing segment is ``unknown`` on both sides, and a zero denominator gives NULL on both.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
from dbt.contracts.graph.manifest import Manifest

from commerce.semantics import Asker
from commerce.values import GRAINS, differs

# Told for groups of people that are large enough, which no metric can do.
WITHOUT_DIMENSION = {"gender", "age_group"}


@dataclass(frozen=True)
class Metric:
    """A metric as dbt read it."""

    name: str
    label: str
    description: str
    file: str
    models: tuple[str, ...]  # semantic models that it adds up
    segments: dict[str, str]  # segment to dimension; of one model alone
    empty: int | None  # its value where there is nothing


@dataclass(frozen=True)
class Question:
    """KPIs that MetricFlow is asked for together."""

    grain: str
    segment_by: str
    dimension: str | None
    kpis: tuple[str, ...]

    @property
    def group_by(self) -> list[str]:
        """Return what MetricFlow is to group by."""
        return [f"metric_time__{self.grain}", *([self.dimension] if self.dimension else [])]


def metrics_of(manifest: Manifest) -> dict[str, Metric]:
    """Return every metric of the project by its name."""
    measures = {
        measure.name: (model, measure)
        for model in manifest.semantic_models.values()
        for measure in model.measures
    }
    metrics = {}
    for metric in manifest.metrics.values():
        inputs = [measures[one.name] for one in metric.type_params.input_measures]
        models = {model.name: model for model, _ in inputs}
        is_count = metric.type.value == "simple" and inputs[0][1].agg.value != "percentile"
        metrics[metric.name] = Metric(
            metric.name,
            metric.label,
            metric.description,
            metric.original_file_path,
            tuple(sorted(models)),
            _segments(inputs[0][0]) if len(models) == 1 else {},
            0 if is_count else None,
        )
    return metrics


def _segments(model: object) -> dict[str, str]:
    """Return the dimensions of a semantic model by name, as MetricFlow is asked for them."""
    entity = model.primary_entity or next(
        one.name for one in model.entities if one.type.value == "primary"
    )
    return {one.name: f"{entity}__{one.name}" for one in model.dimensions}


def questions(told: list[tuple], metrics: dict[str, Metric]) -> Iterator[Question]:
    """Yield what to ask, for (kpi, grain, segment_by) that kpi_values tells.

    KPIs of the same facts are asked together: MetricFlow then reads these once.
    """
    together = defaultdict(list)
    for kpi, grain, segment_by in told:
        metric = metrics.get(kpi)
        if metric and (segment_by == "all" or segment_by in metric.segments):
            dimension = metric.segments.get(segment_by)
            together[grain, segment_by, dimension, metric.models].append(kpi)
    for (grain, segment_by, dimension, _), kpis in together.items():
        yield Question(grain, segment_by, dimension, tuple(sorted(kpis)))


@dataclass(frozen=True)
class Difference:
    """A KPI that MetricFlow and kpi_values tell differently, with the first such cell."""

    kpi: str
    cells: int
    cell: str
    in_kpi_values: float | None
    by_metric: float | None


@dataclass(frozen=True)
class Comparison:
    """What was compared, and what differs."""

    cells: int
    kpis: set[str]
    differences: list[Difference]
    refused: list[Question]  # what MetricFlow can't answer


def compare(
    connection: duckdb.DuckDBPyConnection,
    asker: Asker,
    metrics: dict[str, Metric],
    grains: list[str] = GRAINS,
) -> Comparison:
    """Ask MetricFlow for every KPI by period and segment, and compare with kpi_values."""
    told = connection.execute(
        "select distinct kpi, period_grain, segment_by from kpi_values order by all"
    ).fetchall()
    connection.execute(TABLES)
    answered, refused = set(), []
    for question in questions([one for one in told if one[1] in grains], metrics):
        sql = asker.sql(list(question.kpis), question.group_by)
        if not sql:
            refused.append(question)
            continue
        connection.execute(_answer(question, sql))
        asked = (question.grain, question.segment_by)
        rows = [(kpi, *asked, metrics[kpi].empty) for kpi in question.kpis]
        connection.executemany("insert into asked values (?, ?, ?, ?)", rows)
        answered.update(question.kpis)
    ((cells,),) = connection.execute(f"select count(*) from ({CELLS})").fetchall()
    rows = connection.execute(DIFFERENCES).fetchall()
    return Comparison(cells, answered, [Difference(*row) for row in rows], refused)


TABLES = """
create or replace temp table asked (
    kpi varchar, period_grain varchar, segment_by varchar, empty double
);
create or replace temp table answers (
    kpi varchar, period_grain varchar, period_start date, segment_by varchar, segment varchar,
    value double
);
"""


def _answer(question: Question, sql: str) -> str:
    """Return the statement that puts MetricFlow's answer into the table of answers."""
    values = ", ".join(f"cast({kpi} as double) as {kpi}" for kpi in question.kpis)
    return f"""
        insert into answers
        select kpi, '{question.grain}', day, '{question.segment_by}', segment, told
        from (
            select
                cast(metric_time__{question.grain} as date) as day,
                {question.dimension or "'all'"} as segment,
                {values}
            from ({sql}) as asked
        ) unpivot include nulls (told for kpi in ({", ".join(question.kpis)}))
    """


CELLS = """
select
    asked.kpi,
    asked.period_grain,
    period_start,
    asked.segment_by,
    segment,
    coalesce(kpi_values.value, asked.empty) as told,
    coalesce(answers.value, asked.empty) as answered
from (
    select kpi_values.* from kpi_values
    semi join asked using (kpi, period_grain, segment_by)
) as kpi_values
full join answers using (kpi, period_grain, period_start, segment_by, segment)
inner join asked using (kpi, period_grain, segment_by)
"""

DIFFERENCES = f"""
select
    kpi,
    count(*) as cells,
    arg_min(
        period_grain || ' ' || period_start || ', ' || segment_by || ' ' || segment, place
    ) as cell,
    -- In a list, for an aggregate passes over a value that is NULL.
    arg_min([told], place)[1] as told,
    arg_min([answered], place)[1] as answered
from (
    select *, row_number() over (order by period_grain, period_start, segment_by, segment) as place
    from ({CELLS})
) as cells
where {differs("told", "answered")}
group by kpi
order by kpi
"""
