"""Mistakes that a user can mend, told in one line."""

import click


class BadInput(click.ClickException):
    """A setting, folder or file that can't be used: one line, exit code 2, nothing changed."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the line alone, without usage or stack trace."""
        click.echo(f"commerce: {self.message}", err=True)
