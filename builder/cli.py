"""The command `mingbai`. Exit 0: all well; 1: a report could not be read, or a check found something; 2: wrong
usage or declaration.
"""

from __future__ import annotations

import sys

import click

from builder import __version__
from builder.commands.building import build, engine, serve
from builder.commands.caring import doctor, new
from builder.commands.incoming import intake, sources, submit
from builder.commands.looking import facts, findings
from builder.commands.reading import check, extract
from builder.commands.reviewing import pack, problems, snapshot, summary
from builder.commands.sharding import assemble, shards
from builder.errors import BuildError, KnowledgeError, MingbaiError, UsageError
from builder.text import one_line


class _Commands(click.Group):
    """Shows our own errors in both languages, without a traceback, with the promised exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (KnowledgeError, UsageError) as error:
            click.echo(f"错误 error: {one_line(str(error))}", err=True)
            ctx.exit(2)
        except BuildError as error:
            click.echo(f"没有建成 not built: {one_line(str(error))}", err=True)
            ctx.exit(1)
        except MingbaiError as error:
            click.echo(f"读不了 cannot read: {one_line(str(error))}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mingbai")
def main() -> None:
    """明白账：把部门决算变成看得懂、对得上、查得到的网站。

    Turn departments' final accounts into a site that can be read, checked and traced.
    """


_COMMANDS = (
    build, engine, serve, shards, assemble, extract, check, facts, findings, new, doctor, submit, sources, summary, snapshot,
    problems, pack, intake,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)
