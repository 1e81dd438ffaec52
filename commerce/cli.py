"""The command ``commerce``.

Exit codes: 0 done, 1 a model or test failed or ``commerce validate`` found something, 2 unusable
input, 3 something is bad (``commerce scorecard --check``).
"""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from commerce.errors import BadInput
from commerce.project import warehouse_place

FILE = click.Path(path_type=Path)
WAREHOUSE_HELP = "Working database; warehouse/commerce.duckdb in the project unless told."


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="commerce-control")
def main() -> None:
    """Commerce Control: raw data of a store in, its KPIs out.

    \b
    Example:
      commerce build
      commerce scorecard
    """


@main.command()
@click.option("--landing", type=FILE, help="Folder in the landing contract instead of the demo.")
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
@click.option(
    "--target", help="Target of profiles/profiles.yml: duckdb unless told, spark, spark_cluster."
)
@click.option("--vars", "dbt_vars", metavar="YAML", help="Options, handed to dbt as they are.")
@click.option("--select", multiple=True, metavar="SELECTOR", help="Only these models and tests.")
@click.option("--full-refresh", is_flag=True, help="Read every file again, build from nothing.")
@click.option(
    "--from",
    "start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Take in events of this day (UTC) and later that came too late and wait.",
)
def build(
    landing: Path | None,
    warehouse: Path | None,
    target: str | None,
    dbt_vars: str | None,
    select: tuple[str, ...],
    full_refresh: bool,
    start: datetime | None,
) -> None:
    """Build every mart, run the tests of the data, publish what passed.

    Readers see the published marts, and never a part of a build or one that failed a test.
    Files of web_events that were read before are not read again; of their days, those from the
    first that something new belongs to are built again.

    \b
    Examples:
      commerce build
      commerce build --landing data/landing --vars 'reporting_currency: GBP'
      commerce build --select +kpi_return_rate
      commerce build --from 2024-04-01
    """
    from commerce.build import run_build

    code = run_build(Console(), landing, warehouse, target, dbt_vars, select, full_refresh, start)
    raise SystemExit(code)


@main.command()
@click.option("--visits", type=click.IntRange(1), required=True, help="About how many visits.")
@click.option("--days", type=click.IntRange(1), required=True, help="Days that the store runs.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same store."
)
@click.option(
    "--out",
    type=FILE,
    default=Path("data/simulated"),
    show_default=True,
    help="Folder to write; must be new or empty.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
    help="Format of the files.",
)
def simulate(visits: int, days: int, seed: int, out: Path, file_format: str) -> None:
    """Write a simulated store in the landing contract.

    \b
    Example:
      commerce simulate --visits 100000 --days 365 --seed 1 --out data/simulated
      commerce build --landing data/simulated
    """
    from rich.progress import Progress

    from commerce.simulate import simulate as write_store

    console = Console()
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("simulating")
        try:
            rows = write_store(
                visits,
                days,
                seed,
                out,
                file_format,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
        except FileExistsError as error:
            raise BadInput(str(error)) from None
        except OSError as error:
            raise BadInput(f"can't write {out}: {error.strerror}") from None
    for table, number in rows.items():
        console.print(f"{number:>12,}  {table}")


@main.command()
@click.option(
    "--period",
    "grain",
    default="week",
    show_default=True,
    metavar="week|month|last_7_days",
    help="Which period: the last one that is over.",
)
@click.option("--attention", is_flag=True, help="Only what needs someone, the worst first.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["json", "csv", "markdown"]),
    help="For programs (columns of the mart kpi_scorecard, label, family, unit) or a document.",
)
@click.option("--check", is_flag=True, help="End with exit code 3 if anything is bad.")
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
def scorecard(
    grain: str, attention: bool, file_format: str | None, check: bool, warehouse: Path | None
) -> None:
    """Print every KPI of a period: is it on target, and did something change?

    Beside the value how it moved since the period before and the one a year before, what it
    should be and whether it is (good, watch, bad), whether its movement is noise or a signal
    (with the day since when), and the last 12 periods. Colours only repeat what marks say.

    \b
    Examples:
      commerce scorecard
      commerce scorecard --period month --attention
      commerce scorecard --format json > scorecard.json
      commerce scorecard --check > /dev/null; [ $? -ne 3 ] || echo "something is bad"
    """
    from commerce.published import Published
    from commerce.scorecard.command import run_scorecard

    marts = Published.of(warehouse_place(warehouse)).marts
    raise SystemExit(run_scorecard(Console(), marts, grain, attention, file_format, check))


@main.command()
@click.option("--out", type=FILE, required=True, metavar="FILE.html", help="Page to write.")
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
def report(out: Path, warehouse: Path | None) -> None:
    """Write a page with the scorecard, control charts and the funnel, for any browser.

    It is one file that loads nothing: send it, or put it where people look. The same published
    build gives the same page.

    \b
    Example:
      commerce report --out report.html
    """
    from commerce.published import Published
    from commerce.report.command import run_report

    run_report(Console(), Published.of(warehouse_place(warehouse)).marts, out)


@main.command()
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
def builds(warehouse: Path | None) -> None:
    """List the published builds that are kept, the newest first.

    \b
    Example:
      commerce builds
    """
    from commerce.published import Published, print_builds

    print_builds(Console(), Published.of(warehouse_place(warehouse)))


@main.command()
@click.argument("build")
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
def rollback(build: str, warehouse: Path | None) -> None:
    """Let readers see an earlier BUILD again, until the next one is published.

    The working database stays as it is.

    \b
    Examples:
      commerce builds
      commerce rollback 20240501T063000Z
    """
    from commerce.published import Published, roll_back

    roll_back(Console(), Published.of(warehouse_place(warehouse)), build)


@main.command()
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
@click.option("--vars", "dbt_vars", metavar="YAML", help="Options that it was built with.")
def validate(warehouse: Path | None, dbt_vars: str | None) -> None:
    """Check that every KPI is defined, and that its metric tells the same numbers.

    Asks MetricFlow for every metric by day, week, month, quarter, year and segment, and compares
    with kpi_values of the working database (DuckDB). Exit code 1 where something is found.

    \b
    Examples:
      commerce validate
      commerce validate --warehouse warehouse/mine.duckdb --vars 'max_uncosted_share: 0.1'
    """
    from commerce.validate import run_validate

    raise SystemExit(run_validate(Console(), warehouse, dbt_vars))


@main.command()
@click.option("--base", required=True, metavar="REF", help="Git revision to compare with.")
@click.option("--out", type=FILE, help="File for the report instead of standard output.")
@click.option("--select", multiple=True, metavar="SELECTOR", help="Only these models; all KPIs.")
def diff(base: str, out: Path | None, select: tuple[str, ...]) -> None:
    """Tell which KPI values of the demo store changed since a git revision, as Markdown.

    Builds the demo store twice, each in a database of its own: with the models of the revision,
    and with those of the checkout, committed or not. Takes about as long as two builds.

    \b
    Examples:
      commerce diff --base main
      commerce diff --base v1.0 --select +kpi_return_rate --out changes.md
    """
    from commerce.diff import EVERY_KPI, run_diff

    run_diff(Console(stderr=True), base, out, select or EVERY_KPI)


@main.command()
@click.option("--customer", required=True, metavar="ID|EMAIL", help="Whom to forget.")
@click.option("--warehouse", type=FILE, help=WAREHOUSE_HELP)
def forget(customer: str, warehouse: Path | None) -> None:
    """Take a person out of the working database, of what is published and of later builds.

    Orders, visits and messages stay and lead to nobody, so that totals stay. Builds with the
    options of the last published build, and removes the builds before it. The landing folder
    still has the person.

    \b
    Example:
      commerce forget --customer c42
    """
    from commerce.forget import run_forget

    raise SystemExit(run_forget(Console(), customer, warehouse))
