"""The command line: one command for each kind of report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import boto3
import click
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from insight_reporter.cloudtrail import Period, report_on_trail
from insight_reporter.internet_monitor import report_on_internet
from insight_reporter.model import Report
from insight_reporter.render import as_json, as_text
from insight_reporter.xray import report_on_service

# Throttled calls and lost connections are tried again by botocore, later each time.
_CONFIG = Config(retries={"mode": "standard", "max_attempts": 5})

_json_option = click.option("--json", "json", is_flag=True, help="Print one JSON object.")
_region_option = click.option("--region", help="That of the environment or the profile if left out.")


@click.group()
@click.version_option(package_name="insight-reporter")
def main() -> None:
    """Report what AWS found unusual: on a trail, in a service, on the internet."""


@main.command()
@click.argument("name")
@click.option("--start", type=click.DateTime(), help="UTC; seven days before the end if left out.")
@click.option("--end", type=click.DateTime(), help="UTC; now if left out.")
@click.option(
    "--period",
    type=click.Choice(["60", "300", "3600"]),
    default="3600",
    show_default=True,
    help="Seconds between the data points of the metrics.",
)
@_region_option
@_json_option
def trail(
    name: str, start: dt.datetime | None, end: dt.datetime | None, period: str, region: str | None, json: bool
) -> None:
    """Report the APIs whose use CloudTrail Insights found unusual on the trail NAME (or its ARN)."""
    until = end.replace(tzinfo=dt.UTC) if end else dt.datetime.now(dt.UTC).replace(microsecond=0)
    since = start.replace(tzinfo=dt.UTC) if start else until - dt.timedelta(days=7)
    if since > until:
        raise click.BadParameter(f"{since:%Y-%m-%d %H:%M} is after the end.", param_hint="--start")
    with _explained():
        client = boto3.client("cloudtrail", region_name=region, config=_CONFIG)
        seconds = cast("Period", int(period))
        _show(report_on_trail(client, name, since, until, seconds), json=json)


@main.command()
@click.argument("insight")
@_region_option
@_json_option
def service(insight: str, region: str | None, json: bool) -> None:
    """Report the X-Ray insight with the id INSIGHT, and what happened in its course."""
    with _explained():
        client = boto3.client("xray", region_name=region, config=_CONFIG)
        _show(report_on_service(client, insight), json=json)


@main.command()
@click.argument("event")
@_region_option
@_json_option
def internet(event: str, region: str | None, json: bool) -> None:
    """Report the event of the Internet Monitor with the id EVENT."""
    with _explained():
        client = boto3.client("internetmonitor", region_name=region, config=_CONFIG)
        _show(report_on_internet(client, event), json=json)


def _show(report: Report, *, json: bool) -> None:
    click.echo(as_json(report) if json else as_text(report))


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what botocore raises into a message, and exit status 1."""
    try:
        yield
    except ClientError as error:
        told = error.response.get("Error", {})
        text = f"{error.operation_name} was refused: {told.get('Code')}: {told.get('Message')}"
        raise click.ClickException(text) from None
    except BotoCoreError as error:
        raise click.ClickException(str(error)) from None
