"""``commerce scorecard``."""

from pathlib import Path

import click
from rich.console import Console

from commerce.scorecard.files import FORMATS
from commerce.scorecard.read import opened, read_scorecard
from commerce.scorecard.table import print_scorecard

SOMETHING_IS_BAD = 3


def run_scorecard(
    console: Console,
    marts: Path,
    grain: str = "week",
    attention: bool = False,
    file_format: str | None = None,
    check: bool = False,
) -> int:
    """Print the published scorecard.

    Returns:
        0; with `check` 3 where anything is bad.

    Raises:
        BadInput: nothing is published, or there is no such period.
    """
    with opened(marts) as connection:
        card = read_scorecard(connection, grain)
    if file_format:
        click.echo(FORMATS[file_format](card, card.attention() if attention else card.rows))
    else:
        print_scorecard(console, card, attention)
    return SOMETHING_IS_BAD if check and card.is_bad else 0
