"""Mistakes that a user can mend, told in one line."""

import click


class Told(click.ClickException):
    """What ends a command with one line."""

    def show(self, file: object = None) -> None:
        """Print the line alone, without usage or stack trace."""
        click.echo(f"commerce: {self.message}", err=True)


class BadInput(Told):
    """A setting, folder or file that can't be used: exit code 2, nothing changed."""

    exit_code = 2


class DiskFull(Told):
    """There is no room for what is to be written: exit code 1."""

    PATTERN = "No space left|File too large|[Dd]isk quota"

    def __init__(self, place: object) -> None:
        super().__init__(f"the disk is full: nothing was published, make room for {place}")
