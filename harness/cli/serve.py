"""``harness serve``: the synthetic AWS as a local HTTP endpoint."""

from __future__ import annotations

import click

from harness.printable import printable


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4580,
    show_default=True,
    help="The port to listen on; 0 for one that is free.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Other seeds give other answers.")
@click.option(
    "--latency", metavar="MS", type=click.FloatRange(0), default=0, help="How late every answer comes."
)
@click.option(
    "--faults",
    metavar="KIND=SHARE,...",
    default="",
    help="What goes wrong in a share of the calls, from 0 to 1: throttle, drop, truncate, slow:SECONDS or "
    "error:CODE.",
)
@click.option("--throttle", is_flag=True, help="Keep to the rates that operations document.")
@click.option(
    "--allow-host",
    "allowed",
    metavar="NAME",
    multiple=True,
    help="A name of the endpoint besides those of loopback, with those below it; its web pages may ask too.",
)
def command(
    host: str,
    port: int,
    seed: int,
    latency: float,
    faults: str,
    throttle: bool,
    allowed: tuple[str, ...],
) -> None:
    """Answer any operation of AWS at a local address, from its contract, until interrupted.

    An SDK of any language, or the aws command line, goes there by AWS_ENDPOINT_URL; a browser shows the
    exchanges. Equal requests get equal answers.

    \b
    Examples:
      harness serve --port 0 --seed 7
      harness serve --latency 50 --faults throttle=0.1,drop=0.05,error:InternalFailure=0.01
      AWS_ENDPOINT_URL=http://127.0.0.1:4580 aws dynamodb list-tables
    """
    try:
        from harness.synth.server.serving import serve
    except ModuleNotFoundError as error:
        if error.name not in {"aiohttp", "h2"}:
            raise
        text = f"harness serve needs {error.name}: pip install 'aws-contract-harness[serve]'."
        raise click.UsageError(text) from None
    from harness.cli.showing import show
    from harness.synth.server.guard import is_loopback
    from harness.synth.service.faults import parse_chances
    from harness.synth.service.synthetic import SyntheticService

    aws = SyntheticService(seed, throttle=throttle, chances=parse_chances(faults))
    if not is_loopback(host):
        click.echo(_OPEN.format(host=printable(host)), err=True)
    serve(aws, host, port, latency=latency / 1000, allowed=allowed, show=show, started=_announce)


_OPEN = (
    "Warning: {host} is no loopback address: whoever reaches this machine can ask the endpoint, and see on "
    "its page what others asked. Clients that call it by a name need --allow-host NAME."
)


def _announce(url: str) -> None:
    click.echo(f"The synthetic AWS listens at {url}; a browser shows it there. Ctrl-C stops it.")
    click.echo(f"export AWS_ENDPOINT_URL={url}")
