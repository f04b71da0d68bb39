"""Services and operations, found by the names that people use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import botocore
import pytest
from botocore.exceptions import DataNotFoundError
from botocore.model import ServiceModel

from harness.errors import UnknownName
from harness.models import (
    botocore_version,
    find_operation,
    keep_model,
    load_service,
    method_name,
    operations,
    parse_operation_name,
    service_names,
)
from harness.models.traits import places, trait


@pytest.mark.parametrize("name", ["ListInsightsData", "list_insights_data"])
def test_an_operation_is_found_by_either_name(name: str) -> None:
    assert find_operation("cloudtrail", name).name == "ListInsightsData"


@pytest.mark.parametrize("name", ["DescribeDBInstances", "describe_db_instances"])
def test_names_with_capitals_in_a_row(name: str) -> None:
    assert find_operation("rds", name).name == "DescribeDBInstances"
    assert method_name("DescribeDBInstances") == "describe_db_instances"


def test_service_names_are_those_of_boto3_sorted() -> None:
    assert {"cloudtrail", "ec2", "internetmonitor", "s3", "xray"} <= set(service_names())
    assert list(service_names()) == sorted(service_names())


def test_a_service_is_loaded_once_in_the_version_asked_for() -> None:
    assert load_service("cloudfront", "2019-03-26").api_version == "2019-03-26"
    assert load_service("xray").api_version == "2016-04-12"
    assert load_service("xray") is load_service("xray")


def test_operations_of_one_service() -> None:
    names = [operation.name for operation in operations("xray")]
    assert "GetInsight" in names
    assert names == load_service("xray").operation_names


def test_the_version_is_botocores() -> None:
    assert botocore_version() == botocore.__version__


@pytest.mark.parametrize(
    ("service", "operation", "message"),
    [
        (
            "cloudtrial",
            "ListTrails",
            (
                f"There is no service 'cloudtrial' in botocore {botocore.__version__}. "
                "Did you mean cloudtrail or cloudcontrol or cloudtrail-data?"
            ),
        ),
        (
            "nothing-like-it",
            "X",
            f"There is no service 'nothing-like-it' in botocore {botocore.__version__}.",
        ),
        (
            "cloudtrail",
            "ListTrial",
            (
                "There is no operation 'ListTrial' in cloudtrail. "
                "Did you mean ListTrails or ListTags or ListQueries?"
            ),
        ),
        (
            "cloudtrail",
            "list_trial",
            (
                "There is no operation 'list_trial' in cloudtrail. "
                "Did you mean list_trails or list_tags or list_queries?"
            ),
        ),
        ("xray", "qqqq", "There is no operation 'qqqq' in xray."),
    ],
)
def test_an_unknown_name_is_answered_with_close_ones(service: str, operation: str, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        find_operation(service, operation)
    assert str(caught.value) == message


@pytest.mark.parametrize("service", ["S3", "s3/", "iam/../s3", "s3/2006-03-01", "endpoints.json", ".", ""])
def test_a_service_has_one_spelling(service: str) -> None:
    with pytest.raises(UnknownName):
        load_service(service)


def test_a_version_that_a_service_does_not_have() -> None:
    with pytest.raises(DataNotFoundError, match="xray/1999-01-01/service-2"):
        load_service("xray", "1999-01-01")


def test_a_service_of_the_users_own(tmp_path: Path) -> None:
    model = tmp_path / ".aws" / "models" / "mine" / "2026-01-01" / "service-2.json"
    model.parent.mkdir(parents=True)
    model.write_text('{"metadata": {"serviceId": "Mine"}, "operations": {}, "shapes": {}}')
    script = (
        "from harness.models import load_service;"
        "print(load_service('mine').service_id, load_service('xray').service_id)"
    )
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **home})
    assert done.stdout == "Mine XRay\n"


def test_an_operation_as_the_command_line_writes_it() -> None:
    assert parse_operation_name("cloudtrail.ListInsightsData") == ("cloudtrail", "ListInsightsData")


@pytest.mark.parametrize("text", ["ListTrails", ".ListTrails", "nosuch.", ""])
def test_a_name_that_is_no_service_and_operation(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        parse_operation_name(text)
    assert str(caught.value) == f"There is no operation {text!r} in the form service.Operation."


def test_a_service_alone() -> None:
    with pytest.raises(UnknownName) as caught:
        parse_operation_name("cloudtrail.")
    assert str(caught.value) == (
        "cloudtrail is a service. Name one of its 60 operations, such as cloudtrail.AddTags; harness schema "
        "cloudtrail lists them."
    )


def test_places_of_each_kind_of_shape() -> None:
    shapes = load_service("dynamodb")
    assert dict(places(shapes.shape_for("Tag"))["Key"])["shape"] == "TagKeyString"
    assert places(shapes.shape_for("TagList")) == {"member": {"shape": "Tag"}}
    assert places(shapes.shape_for("Key")) == {
        "key": {"shape": "AttributeName"},
        "value": {"shape": "AttributeValue"},
    }
    assert places(shapes.shape_for("TagKeyString")) == {}


def test_traits_that_botocore_reads_past() -> None:
    shape = load_service("connectcases").shape_for("AuditEventFieldList")
    assert (trait(shape, "sparse"), trait(shape, "deprecated")) == (True, None)


def test_finding_an_operation_imports_no_session_and_no_client() -> None:
    script = (
        "import sys; from harness.models import find_operation; find_operation('xray', 'GetInsight');"
        "print([name for name in sys.modules if name in "
        "('botocore.session', 'botocore.client', 'botocore.handlers')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_models_of_aws_data_path_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "internal" / "2026-01-01"
    folder.mkdir(parents=True)
    metadata = '{"protocol": "json", "endpointPrefix": "internal", "apiVersion": "2026-01-01"}'
    ping = '{"name": "Ping", "http": {"method": "POST", "requestUri": "/"}}'
    model = f'{{"metadata": {metadata}, "operations": {{"Ping": {ping}}}, "shapes": {{}}}}'
    (folder / "service-2.json").write_text(model)
    script = (
        "from harness.models import find_operation, service_names\n"
        "print(find_operation('internal', 'ping').name, 'internal' in service_names())\n"
        "print(find_operation('s3', 'GetObject').name)"
    )
    environment = os.environ | {
        "AWS_DATA_PATH": os.pathsep.join((str(tmp_path / "none"), "$MODELS")),
        "MODELS": str(tmp_path / "models"),
    }
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["Ping", "True", "GetObject"]


def test_operations_of_a_clients_own_model_are_found() -> None:
    description = {
        "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "own-xray", "protocol": "json"},
        "operations": {"Ping": {"name": "Ping", "http": {"method": "POST", "requestUri": "/"}}},
        "shapes": {},
    }
    for service in ("own-xray", "xray"):
        with pytest.raises(UnknownName):
            find_operation(service, "Ping")
        ping = ServiceModel(description, service).operation_model("Ping")
        keep_model(ping)
        assert find_operation(service, "Ping").service_model is ping.service_model
    assert load_service("own-xray").operation_names == ["Ping"]
    assert "Ping" not in load_service("xray").operation_names
