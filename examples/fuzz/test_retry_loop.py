"""A loop that tries again, around a client that does not: the caller sets the pace.

Planted: it knows throttling only, and not that a connection may fail.
"""

import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError

import harness

ATTEMPTS = 4
ONCE = Config(retries={"total_max_attempts": 1})


def read_parameter(client, name, sleep=time.sleep):
    """Return the value of a parameter; try again when throttled or cut off."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return client.get_parameter(Name=name)["Parameter"]["Value"]
        except (ClientError, HTTPClientError) as error:
            if attempt == ATTEMPTS or not is_transient(error):
                raise
            sleep(2**attempt)
    raise AssertionError("the last attempt returns or raises")


def is_transient(error):
    return isinstance(error, HTTPClientError) or "Throttling" in error.response["Error"]["Code"]


def read_parameter_planted(client, name, sleep=time.sleep):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return client.get_parameter(Name=name)["Parameter"]["Value"]
        except ClientError as error:
            if attempt == ATTEMPTS or not is_transient(error):
                raise
            sleep(2**attempt)
    raise AssertionError("the last attempt returns or raises")


PLANTED = pytest.param(read_parameter_planted, marks=pytest.mark.xfail(raises=HTTPClientError))


@pytest.mark.parametrize("read", [read_parameter, PLANTED])
@harness.fuzz.aws(
    "ssm.GetParameter", faults=ATTEMPTS - 1, present=["Parameter", "Parameter.Value"], max_examples=25
)
def test_what_fails_for_a_while_is_tried_again(aws, read):
    waited = []
    value = read(aws.client("ssm", config=ONCE), "threshold", sleep=waited.append)
    assert [value] == aws.expected("Parameter.Value")
    assert waited == [2, 4, 8][: len(aws.faults)]
