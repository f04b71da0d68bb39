"""placebo's folders. The samples are in the form that placebo 0.10 writes; what they say is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from harness.cassette.exchange import exchange_of
from harness.cassette.importers import CannotImport, load_placebo, placebo_folders
from harness.cassette.importers.placebo import AmbiguousService
from harness.cassette.store import save_cassette
from harness.errors import UnknownName
from harness.record.errors import CannotReplay
from harness.record.session import use_cassette


def put(folder: Path, name: str, data: dict[str, Any], status: int = 200) -> Path:
    path = folder / name
    path.write_text(json.dumps({"status_code": status, "data": data}), encoding="utf-8")
    return path


def tables(*names: str) -> dict[str, Any]:
    return {"TableNames": list(names)}


def client(service: str) -> Any:
    return boto3.client(
        service, region_name="eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )


def test_the_request_is_marked_as_not_known(tmp_path: Path) -> None:
    dated = {"HTTPHeaders": {"date": "Sat, 21 Nov 2026 10:00:00 GMT"}, "RequestId": "example-1"}
    put(tmp_path, "dynamodb.ListTables_1.json", {**tables("orders"), "ResponseMetadata": dated})
    (interaction,) = load_placebo(tmp_path).interactions
    assert interaction.request.uri == "https://placebo.invalid/dynamodb.ListTables_1.json"
    assert interaction.facts is not None
    assert interaction.facts.params is None
    assert interaction.facts.source == "placebo, dynamodb.ListTables_1.json"
    assert interaction.facts.recorded_at == "2026-11-21T10:00:00Z"
    exchange = exchange_of(interaction)
    assert (exchange.name, exchange.params, exchange.response) == (
        "dynamodb.ListTables",
        None,
        {"TableNames": ["orders"]},
    )


def test_answers_play_by_operation_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        put(tmp_path, f"dynamodb.ListTables_{number}.json", tables(f"table-{number}"))
    put(
        tmp_path,
        "dynamodb.DescribeTable_1.json",
        {"Error": {"Code": "ResourceNotFoundException", "Message": "there is none"}},
        400,
    )
    path = tmp_path / "cassette.yaml"
    save_cassette(path, load_placebo(tmp_path).interactions)
    with use_cassette(path):
        dynamodb = client("dynamodb")
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            dynamodb.describe_table(TableName="anything")
        played = [dynamodb.list_tables(Limit=limit)["TableNames"] for limit in (1, 2, 3)]
        assert played == [["table-1"], ["table-9"], ["table-10"]]
        with pytest.raises(CannotReplay, match="recorded 3 times, and every recording has been played"):
            dynamodb.list_tables()


@pytest.mark.parametrize(
    "name", ["ListTables.5f9c4ab08cac7457", "ListTables_5f9c4ab08cac7457", "ListTables.5f9c4ab08cac7457_2"]
)
def test_names_of_files_may_have_a_digest(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"prefix.dynamodb.{name}.json", tables("orders"))
    assert placebo_folders(tmp_path) == ([tmp_path], [])
    (interaction,) = load_placebo(tmp_path).interactions
    assert exchange_of(interaction).name == "dynamodb.ListTables"


def test_datetimes_streams_and_blobs_come_back(tmp_path: Path) -> None:
    created = {"__class__": "datetime", "year": 2026, "month": 11, "day": 21}
    created |= {"hour": 10, "minute": 0, "second": 0, "microsecond": 500000}
    stream = {"__class__": "StreamingBody", "__module__": "botocore.response", "body": "/wBieXRlcw=="}
    put(tmp_path, "dynamodb.DescribeTable_1.json", {"Table": {"TableName": "a", "CreationDateTime": created}})
    put(tmp_path, "s3.GetObject_1.json", {"Body": stream, "ContentType": "text/plain", "Metadata": {}})
    put(tmp_path, "kms.Encrypt_1.json", {"CiphertextBlob": "/wA=", "KeyId": "example"})
    imported = load_placebo(tmp_path)
    assert imported.altered == ()
    path = tmp_path / "cassette.yaml"
    save_cassette(path, imported.interactions)
    with use_cassette(path):
        table = client("dynamodb").describe_table(TableName="a")["Table"]
        assert table["CreationDateTime"].isoformat() == "2026-11-21T10:00:00.500000+00:00"
        assert client("s3").get_object(Bucket="b", Key="k")["Body"].read() == b"\xff\x00bytes"
        assert client("kms").encrypt(KeyId="k", Plaintext=b"x")["CiphertextBlob"] == b"\xff\x00"


def test_an_endpoint_prefix_may_have_dots_and_stand_behind_a_prefix_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "my.tests.streams.dynamodb.ListStreams_1.json", {"Streams": []})
    (interaction,) = load_placebo(tmp_path).interactions
    assert interaction.facts is not None
    assert interaction.facts.service == "dynamodbstreams"


@pytest.mark.parametrize(
    ("data", "service"), [({"LoadBalancers": []}, "elbv2"), ({"LoadBalancerDescriptions": []}, "elb")]
)
def test_of_services_with_one_endpoint_prefix_the_members_tell(
    tmp_path: Path, data: dict[str, Any], service: str
) -> None:
    put(tmp_path, "elasticloadbalancing.DescribeLoadBalancers_1.json", data)
    (interaction,) = load_placebo(tmp_path).interactions
    assert interaction.facts is not None
    assert interaction.facts.service == service


def services(folder: Path, named: tuple[str, ...] = ()) -> list[str]:
    """Return the services that the answers of a folder are taken for, by their operations."""
    facts = [one.facts for one in load_placebo(folder, named).interactions]
    return [f"{one.service}.{one.operation}" for one in facts if one]


def test_members_at_any_depth_tell_the_service(tmp_path: Path) -> None:
    attached = {"DBInstanceIdentifier": "a", "ActivityStreamStatus": "stopped"}
    put(tmp_path, "rds.DescribeDBInstances_1.json", {"DBInstances": [attached]})
    assert services(tmp_path) == ["rds.DescribeDBInstances"]


def test_siblings_tell_the_service_of_an_answer_that_fits_several(tmp_path: Path) -> None:
    put(tmp_path, "elasticloadbalancing.AddTags_1.json", {})
    put(tmp_path, "elasticloadbalancing.DescribeTargetGroups_1.json", {"TargetGroups": []})
    assert services(tmp_path) == ["elbv2.AddTags", "elbv2.DescribeTargetGroups"]


def test_siblings_that_leave_several_each_tell_it_together(tmp_path: Path) -> None:
    """The first may be of neptune or rds, the second of docdb or rds."""
    put(tmp_path, "rds.DescribeDBInstances_1.json", {"DBInstances": [{"Iops": 1000, "Timezone": "UTC"}]})
    one = {"DBClusterSnapshots": [{"StorageType": "standard"}]}
    put(tmp_path, "rds.DescribeDBClusterSnapshots_1.json", one)
    put(tmp_path, "rds.AddTagsToResource_1.json", {})
    put(tmp_path, "rds.DescribeCertificates_1.json", {"Certificates": []})
    assert {name.partition(".")[0] for name in services(tmp_path)} == {"rds"}


def test_a_folder_may_have_answers_of_several_services_of_one_prefix(tmp_path: Path) -> None:
    put(tmp_path, "elasticloadbalancing.DescribeLoadBalancers_1.json", {"LoadBalancers": []})
    put(tmp_path, "elasticloadbalancing.DescribeLoadBalancers_2.json", {"LoadBalancerDescriptions": []})
    assert services(tmp_path) == ["elbv2.DescribeLoadBalancers", "elb.DescribeLoadBalancers"]
    put(tmp_path, "elasticloadbalancing.AddTags_1.json", {})
    with pytest.raises(AmbiguousService):
        load_placebo(tmp_path)


def test_an_operation_that_no_service_has_tells_nothing_of_its_siblings(tmp_path: Path) -> None:
    put(tmp_path, "elasticloadbalancing.DescribeThings_1.json", {})
    put(tmp_path, "elasticloadbalancing.DescribeLoadBalancers_1.json", {"LoadBalancers": []})
    imported = load_placebo(tmp_path)
    (note,) = imported.left_out
    assert note.reason.startswith("There is no operation 'DescribeThings' in elbv2. Did you mean ")
    assert services(tmp_path) == ["elbv2.DescribeLoadBalancers"]


def test_where_nothing_tells_the_user_does(tmp_path: Path) -> None:
    path = put(tmp_path, "elasticloadbalancing.DescribeLoadBalancers_1.json", {})
    with pytest.raises(AmbiguousService) as caught:
        load_placebo(tmp_path)
    assert str(caught.value) == (
        f"{path}: elasticloadbalancing is the endpoint prefix of elb and elbv2, and neither this answer nor "
        "the others of its folder tell which it was; say it with --service elb or --service elbv2. "
        "Nothing was imported."
    )
    assert services(tmp_path, ("elbv2",)) == ["elbv2.DescribeLoadBalancers"]
    with pytest.raises(UnknownName):
        load_placebo(tmp_path, ["elbv3"])


def test_no_service_is_proposed_or_taken_whose_model_lacks_what_the_answer_holds(tmp_path: Path) -> None:
    """docdb has the operation, and no Iops."""
    put(tmp_path, "rds.DescribeDBInstances_1.json", {"DBInstances": [{"Iops": 1000}]})
    with pytest.raises(AmbiguousService) as caught:
        load_placebo(tmp_path)
    assert caught.value.services == ("neptune", "rds")
    with pytest.raises(AmbiguousService):
        load_placebo(tmp_path, ["docdb"])
    for name in caught.value.services:
        assert load_placebo(tmp_path, [name]).altered == ()


def test_a_name_may_begin_with_botocores_name_of_the_service(tmp_path: Path) -> None:
    put(tmp_path, "elbv2.DescribeTags_1.json", {"TagDescriptions": []})
    assert services(tmp_path) == ["elbv2.DescribeTags"]


def test_the_folders_of_a_tree(tmp_path: Path) -> None:
    for name in ("b/inner", "a", "notes", "empty"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("b/inner", "a"):
        put(tmp_path / name, "dynamodb.ListTables_1.json", tables())
    (tmp_path / "notes" / "README.md").write_text("not an answer")
    assert placebo_folders(tmp_path) == ([tmp_path / "a", tmp_path / "b" / "inner"], [tmp_path / "notes"])
    with pytest.raises(CannotImport, match="there is no such folder"):
        placebo_folders(tmp_path / "nowhere")


def test_what_is_left_out_says_why(tmp_path: Path) -> None:
    put(tmp_path, "nosuchservice.ListThings_1.json", {})
    put(tmp_path, "dynamodb.ListThings_1.json", {})
    (tmp_path / "README.md").write_text("not an answer")
    (tmp_path / "dynamodb.ListTables_1.pickle").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    imported = load_placebo(tmp_path)
    assert imported.interactions == ()
    assert sorted((note.file.name, note.reason) for note in imported.left_out) == [
        ("README.md", "its name is not of the form service.Operation_N.json"),
        (
            "dynamodb.ListTables_1.pickle",
            "it is a pickle, and reading one may run any code; have placebo record JSON",
        ),
        (
            "dynamodb.ListThings_1.json",
            "There is no operation 'ListThings' in dynamodb. Did you mean ListTables?",
        ),
        ("nosuchservice.ListThings_1.json", "its name has no endpoint prefix of the installed botocore"),
    ]


def test_values_that_the_model_does_not_have_are_told(tmp_path: Path) -> None:
    path = put(tmp_path, "dynamodb.ListTables_1.json", {**tables("orders"), "Count": 1})
    imported = load_placebo(tmp_path)
    assert len(imported.interactions) == 1
    assert [str(note) for note in imported.altered] == [
        f"{path}, /Count: the model of dynamodb.ListTables has no such value"
    ]


def test_a_time_that_is_spelled_differently_is_not_altered(tmp_path: Path) -> None:
    """Somebody typed it, and placebo gives text as it is: its form is that of the service then."""
    released = {"releaseDate": "2025-10-01T19:00:00-05:00", "clusterVersion": "1.34"}
    put(tmp_path, "eks.DescribeClusterVersions_1.json", {"clusterVersions": [released]})
    imported = load_placebo(tmp_path)
    assert imported.altered == ()
    assert exchange_of(imported.interactions[0]).response == {
        "clusterVersions": [{"clusterVersion": "1.34", "releaseDate": "2025-10-02T00:00:00Z"}]
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dynamodb.DescribeTable", {"Table": "orders"}),
        ("ec2.DescribeVpcs", {"Vpcs": 5}),
        ("dynamodb.DescribeTable", {"Table": {"CreationDateTime": "never"}}),
    ],
)
def test_an_answer_whose_values_have_other_types_is_left_out(
    tmp_path: Path, name: str, data: dict[str, Any]
) -> None:
    put(tmp_path, f"{name}_1.json", data)
    imported = load_placebo(tmp_path)
    assert imported.interactions == ()
    (note,) = imported.left_out
    assert note.reason.startswith(f"it is no answer of {name}: a value is not of its member's type (")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"status_code": 200,\n "data": }', ", line 2: it is not JSON (Expecting value)"),
        ("[]", ", data: there is no object of that name, as placebo writes it"),
        ('{"status_code": "200", "data": {}}', ", status_code: it is no HTTP status"),
        (
            '{"status_code": 200, "data": {"Body": {"__class__": "datetime", "year": 2026}}}',
            ": it cannot be read (function missing required argument 'month' (pos 2))",
        ),
    ],
)
def test_malformed_files_are_refused_with_their_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "dynamodb.ListTables_1.json"
    path.write_text(text)
    with pytest.raises(CannotImport) as caught:
        load_placebo(tmp_path)
    assert str(caught.value) == f"{path}{message}. Nothing was imported."


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="there is no such folder"):
        load_placebo(tmp_path / "nowhere")
