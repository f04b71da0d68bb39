"""Worlds: what they remember, begin with, save, compare and learn, and how they refuse what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner

import harness
from harness.cli.synth import command as synth
from harness.contract.exchange import Exchange
from harness.errors import HarnessError
from harness.synth import synthetic_client
from harness.synth.world.files import BadWorldFile
from harness.synth.world.seeding import BadSeed


def s3_with(world: harness.World, *keys: str) -> Any:
    s3 = synthetic_client("s3", state=world)
    s3.create_bucket(Bucket="reports")
    for key in keys:
        s3.put_object(Bucket="reports", Key=key, Body=key.encode())
    return s3


# Remembering.


def test_a_list_is_paged_over_what_there_is() -> None:
    s3 = s3_with(harness.World(), *(f"{number:03}.csv" for number in range(25)))
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="reports", MaxKeys=10))
    assert [len(page["Contents"]) for page in pages] == [10, 10, 5]
    assert [each["Key"] for page in pages for each in page["Contents"]] == [f"{n:03}.csv" for n in range(25)]


def test_pages_go_on_from_whatever_the_token_is_called() -> None:
    dynamodb = synthetic_client("dynamodb", state=harness.World(seeded=3))
    pages = dynamodb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1})
    assert [len(page["TableNames"]) for page in pages] == [1, 1, 1]


def test_a_filter_that_documentation_does_not_list_finds_nothing() -> None:
    ec2 = synthetic_client("ec2", state=harness.World())
    ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp3")

    def found(name: str, *values: str) -> int:
        return len(ec2.describe_volumes(Filters=[{"Name": name, "Values": [*values]}])["Volumes"])

    assert found("volume-type", "gp3") == 1
    assert found("no-such-filter", "gp3") == 0
    assert found("tag:Name", "a") == 0


def test_a_name_is_found_in_any_case_where_documentation_says_so() -> None:
    """“This parameter isn't case-sensitive.”"""
    rds = synthetic_client("rds", state=harness.World())
    rds.create_db_instance(DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro", Engine="mysql")
    (found,) = rds.describe_db_instances(DBInstanceIdentifier="ORDERS")["DBInstances"]
    assert found["DBInstanceIdentifier"] == "orders"


def test_keys_are_grouped_into_folders() -> None:
    s3 = s3_with(harness.World(), "a/1", "a/2", "b/1", "c")
    listed = s3.list_objects_v2(Bucket="reports", Delimiter="/")
    assert [each["Prefix"] for each in listed["CommonPrefixes"]] == ["a/", "b/"]
    assert [each["Key"] for each in listed["Contents"]] == ["c"]


def test_what_is_not_there_to_be_deleted_is_told_apart() -> None:
    ssm = synthetic_client("ssm", state=harness.World())
    ssm.put_parameter(Name="orders", Value="1", Type="String")
    assert ssm.delete_parameters(Names=["orders", "users"])["InvalidParameters"] == ["users"]
    assert ssm.delete_parameters(Names=["orders"])["InvalidParameters"] == ["orders"]


def test_an_arn_in_a_structure_does_not_name_what_is_created() -> None:
    interconnect = synthetic_client("interconnect", state=harness.World())
    arn = "arn:aws:interconnect:us-east-1:123456789012:connection/lmcc-ltyx0nvh"
    interconnect.create_connection(bandwidth="1Gbps", environmentId="e", attachPoint={"arn": arn})
    (made,) = interconnect.list_connections()["connections"]
    assert made["arn"].endswith(made["id"])


def test_what_does_not_exist_is_said_of_a_long_name_too() -> None:
    groups = synthetic_client("resource-groups", state=harness.World(seeded=1))
    with pytest.raises(ClientError, match=r"The group 'a{125}\.\.\.' does not exist\."):
        groups.list_grouping_statuses(Group="a" * 300)


@pytest.mark.parametrize(
    ("service", "call", "listed", "member"),
    [
        ("events", "list_rules", "Rules", "Arn"),  # of two buses
        ("ivschat", "list_logging_configurations", "loggingConfigurations", "id"),  # ids made of a few words
    ],
)
def test_what_a_world_begins_with_has_names_of_its_own(
    service: str, call: str, listed: str, member: str
) -> None:
    client = synthetic_client(service, state=harness.World(seeded=4))
    names = [one[member] for one in getattr(client, call)()[listed]]
    assert len(set(names)) == len(names) == 4


@pytest.mark.parametrize(
    ("service", "call", "listed", "arn", "name"),
    [
        ("omics", "list_runs", "items", "arn", "id"),  # the answer to StartRun has the ARN of something else
        ("bedrock-agentcore-control", "list_registries", "registries", "registryArn", "registryId"),
    ],
)
def test_an_arn_that_is_created_tells_the_id(
    service: str, call: str, listed: str, arn: str, name: str
) -> None:
    client = synthetic_client(service, state=harness.World(seeded=4))
    shown = getattr(client, call)()[listed]
    assert [one[arn].rpartition("/")[2] for one in shown] == [one[name] for one in shown]


def test_a_range_of_an_object_is_of_its_bytes() -> None:
    s3 = s3_with(harness.World(), "abcdef")
    got = s3.get_object(Bucket="reports", Key="abcdef", Range="bytes=1-3")
    assert (got["Body"].read(), got["ContentRange"]) == (b"bcd", "bytes 1-3/6")


def test_the_policy_of_a_bucket_is_kept_and_deleted() -> None:
    s3 = s3_with(harness.World())
    s3.put_bucket_policy(Bucket="reports", Policy='{"Version": "2012-10-17"}')
    assert s3.get_bucket_policy(Bucket="reports")["Policy"] == '{"Version": "2012-10-17"}'
    s3.delete_bucket_policy(Bucket="reports")
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="reports")


def test_what_has_no_name_is_told_by_its_whole_key() -> None:
    appsync = synthetic_client("appsync", state=harness.World())
    api = appsync.create_graphql_api(name="shop", authenticationType="API_KEY")["graphqlApi"]["apiId"]
    for field in ("orders", "users"):
        appsync.create_resolver(apiId=api, typeName="Query", fieldName=field, requestMappingTemplate=field)
    got = appsync.get_resolver(apiId=api, typeName="Query", fieldName="orders")["resolver"]
    assert (got["fieldName"], got["requestMappingTemplate"]) == ("orders", "orders")
    listed = appsync.list_resolvers(apiId=api, typeName="Query")["resolvers"]
    assert [each["fieldName"] for each in listed] == ["orders", "users"]
    assert appsync.list_resolvers(apiId=api, typeName="Mutation")["resolvers"] == []
    appsync.delete_resolver(apiId=api, typeName="Query", fieldName="orders")
    with pytest.raises(ClientError, match="NotFoundException"):
        appsync.get_resolver(apiId=api, typeName="Query", fieldName="orders")


def test_the_key_may_be_what_creating_answers() -> None:
    datasync = synthetic_client("datasync", state=harness.World())
    asked: dict[str, Any] = {"Subdirectory": "/a", "ServerHostname": "files.example.com"}
    asked["AgentArns"] = ["arn:aws:datasync:us-east-1:123456789012:agent/agent-0123456789abcdef0"]
    arn = datasync.create_location_smb(**asked, User="ada")["LocationArn"]
    assert datasync.describe_location_smb(LocationArn=arn)["User"] == "ada"
    datasync.update_location_smb(LocationArn=arn, User="grace")
    assert datasync.describe_location_smb(LocationArn=arn)["User"] == "grace"


def test_the_policy_of_what_the_world_does_not_know_is_kept() -> None:
    dynamodb = synthetic_client("dynamodb", state=harness.World())
    arn, policy = "arn:aws:dynamodb:us-east-1:123456789012:table/orders", '{"Version": "2012-10-17"}'
    dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)
    assert dynamodb.get_resource_policy(ResourceArn=arn)["Policy"] == policy
    dynamodb.delete_resource_policy(ResourceArn=arn)
    with pytest.raises(ClientError, match="PolicyNotFoundException"):
        dynamodb.get_resource_policy(ResourceArn=arn)


def test_a_part_is_created_once_shown_and_taken_away() -> None:
    amp = synthetic_client("amp", state=harness.World())
    workspace = amp.create_workspace(alias="shop")["workspaceId"]
    amp.create_alert_manager_definition(workspaceId=workspace, data=b"alerts: []")
    shown = amp.describe_alert_manager_definition(workspaceId=workspace)["alertManagerDefinition"]
    assert shown["data"] == b"alerts: []"
    with pytest.raises(ClientError, match="ConflictException"):
        amp.create_alert_manager_definition(workspaceId=workspace, data=b"other: []")
    amp.delete_alert_manager_definition(workspaceId=workspace)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        amp.describe_alert_manager_definition(workspaceId=workspace)


def test_what_is_listed_each_in_a_structure_of_its_own_is_listed_whole() -> None:
    cloudfront = synthetic_client("cloudfront", state=harness.World())
    for name in ("a", "b", "c"):
        cloudfront.create_cache_policy(CachePolicyConfig={"Name": name, "MinTTL": 1})
    listed = cloudfront.list_cache_policies()["CachePolicyList"]
    names = [each["CachePolicy"]["CachePolicyConfig"]["Name"] for each in listed["Items"]]
    assert (sorted(names), listed["Quantity"]) == (["a", "b", "c"], 3)
    assert "NextMarker" not in listed


def test_a_name_may_stand_inside_of_what_is_put() -> None:
    config = synthetic_client("config", state=harness.World())
    config.put_delivery_channel(DeliveryChannel={"name": "main", "s3BucketName": "logs"})
    channels = config.describe_delivery_channels(DeliveryChannelNames=["main"])["DeliveryChannels"]
    assert channels == [{"name": "main", "s3BucketName": "logs"}]


def test_a_request_may_come_again_where_the_documentation_says_so() -> None:
    world = harness.World()
    sqs, comprehend = (synthetic_client(name, state=world) for name in ("sqs", "comprehend"))
    urls = {sqs.create_queue(QueueName="q", Attributes={"DelaySeconds": "5"})["QueueUrl"] for _ in "ab"}
    assert len(urls) == 1
    sqs.set_queue_attributes(QueueUrl=urls.pop(), Attributes={"VisibilityTimeout": "60"})
    sqs.create_queue(QueueName="q", Attributes={"DelaySeconds": "5"})
    with pytest.raises(ClientError, match="QueueNameExists"):
        sqs.create_queue(QueueName="q", Attributes={"DelaySeconds": "6"})
    asked = {
        "FlywheelName": "f",
        "DataAccessRoleArn": "arn:aws:iam::123456789012:role/r",
        "DataLakeS3Uri": "s3://lake",
    }
    comprehend.create_flywheel(**asked)
    with pytest.raises(ClientError, match="ResourceInUse"):  # "Use a different name" is advice
        comprehend.create_flywheel(**asked)


def test_regions_are_apart_and_buckets_are_everywhere() -> None:
    world = harness.World()
    synthetic_client("kinesis", state=world).create_stream(StreamName="clicks", ShardCount=1)
    elsewhere = synthetic_client("kinesis", state=world, region="eu-west-1")
    assert elsewhere.list_streams()["StreamNames"] == []
    s3_with(world)
    listed = synthetic_client("s3", state=world, region="eu-west-1").list_buckets()["Buckets"]
    assert [each["Name"] for each in listed] == ["reports"]


def test_the_tags_whose_keys_are_told_are_removed() -> None:
    resource = {"ResourceArn": "arn:aws:glue:us-east-1:123456789012:job/orders"}
    tagged = {**resource, "TagsToAdd": {"Team": "a", "Stage": "b"}}
    world = harness.World()
    world.learn(Exchange("glue", "TagResource", region="us-east-1", params=tagged, response={}))
    synthetic_client("glue", state=world).untag_resource(**resource, TagsToRemove=["Stage"])
    assert [each.tags for each in world.resources] == [{"Team": "a"}]


def test_a_client_token_makes_a_retry_of_a_request() -> None:
    ec2 = synthetic_client("ec2", state=harness.World())
    one, same, other = (
        ec2.create_vpc_endpoint(VpcId="vpc-1", ServiceName="s3", ClientToken=token)["VpcEndpoint"][
            "VpcEndpointId"
        ]
        for token in ("a", "a", "b")
    )
    assert one == same
    assert other != one


def test_two_may_have_a_name_where_no_error_says_otherwise() -> None:
    mgn = synthetic_client("mgn", state=harness.World())
    instances = [f"i-{number}{'0' * 16}" for number in (1, 2)]
    shown = [mgn.create_connector(name="c", ssmInstanceID=each)["ssmInstanceID"] for each in instances]
    assert shown == instances


def test_a_waiter_waits_for_what_there_is() -> None:
    s3 = s3_with(harness.World(), "a")
    s3.get_waiter("object_exists").wait(Bucket="reports", Key="a")
    s3.delete_object(Bucket="reports", Key="a")
    s3.get_waiter("object_not_exists").wait(Bucket="reports", Key="a")
    assert "Contents" not in s3.list_objects_v2(Bucket="reports")
    ec2 = synthetic_client("ec2", state=harness.World())
    ids = [
        each["InstanceId"] for each in ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    ]
    ec2.get_waiter("instance_running").wait(InstanceIds=ids)
    ec2.terminate_instances(InstanceIds=ids)
    ec2.get_waiter("instance_terminated").wait(InstanceIds=ids)


def test_what_belongs_to_something_goes_with_it() -> None:
    world = harness.World()
    s3 = s3_with(world, "a", "b")
    s3.delete_bucket(Bucket="reports")
    assert len(world) == 0


def test_what_is_around_the_names_of_a_resource_shows_it() -> None:
    organizations = synthetic_client("organizations", state=harness.World())
    made = organizations.create_policy(Content="{}", Description="d", Name="n", Type="TAG_POLICY")["Policy"]
    policy = organizations.describe_policy(PolicyId=made["PolicySummary"]["Id"])["Policy"]
    assert (policy["Content"], policy["PolicySummary"]["Description"]) == ("{}", "d")


def test_an_operation_of_no_type_is_answered_without_memory_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = harness.World()
    sts = synthetic_client("sts", state=world)
    assert sts.get_caller_identity()["Account"] == sts.get_caller_identity()["Account"]
    assert world.stateless == ("sts.GetCallerIdentity",)
    assert len([each for each in caplog.records if "sts.GetCallerIdentity" in each.getMessage()]) == 1


# Saving, comparing, learning.


def test_a_world_is_saved_loaded_and_compared(tmp_path: Path) -> None:
    world = harness.World()
    s3 = s3_with(world, "a")
    world.save(tmp_path / "world.json")
    loaded = harness.World.load(tmp_path / "world.json")
    assert loaded == world
    assert synthetic_client("s3", state=loaded).get_object(Bucket="reports", Key="a")["Body"].read() == b"a"
    s3.put_object(Bucket="reports", Key="a", Body=b"other")
    s3.put_object(Bucket="reports", Key="b", Body=b"b")
    assert [str(each) for each in loaded.differences(world)] == [
        "s3.Object a is changed: body, checksumcrc32, etag, size",
        "s3.Object b is added",
    ]
    assert loaded != world


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "it is not JSON"),
        ("[]", "has no 'harness-world'"),
        ('{"harness-world": 99, "resources": []}', "it is of version 99"),
        ('{"harness-world": 1, "resources": {}}', "its 'resources' is no list"),
        ('{"harness-world": 1, "resources": [{"name": "a"}]}', "resource 0 has not the members of one"),
        ('{"harness-world": 1, "resources": [{"place": ["s3"], "noun": [], "name": "a"}]}', "is no text"),
        (
            '{"harness-world": 1, "resources": [{"place": ["", "", ""], "noun": [], "name": "", "tags": 1}]}',
            "resource 0 has no type",
        ),
        (
            '{"harness-world": 1, "resources": [{"place":["","",""],"noun":["a"],"name":"","tags":1}]}',
            "'tags' of resource 0 is no object",
        ),
        (
            '{"harness-world": 1, "resources": [{"place":["","",""],"noun":["a"],"name":"","is_whole":1}]}',
            "'is_whole' of resource 0 is neither true nor false",
        ),
    ],
)
def test_a_damaged_file_is_told_in_words(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "world.json"
    path.write_text(content)
    with pytest.raises(BadWorldFile) as raised:
        harness.World.load(path)
    assert reason in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_world_is_learned_of_exchanges() -> None:
    created = Exchange(
        "dynamodb",
        "DescribeTable",
        region="us-east-1",
        params={"TableName": "orders"},
        response={"Table": {"TableName": "orders", "ItemCount": 7, "TableStatus": "ACTIVE"}},
    )
    deleted = Exchange("s3", "DeleteBucket", params={"Bucket": "a"}, response={})
    world = harness.World.from_exchanges([created, deleted])
    dynamodb = synthetic_client("dynamodb", state=world)
    assert dynamodb.describe_table(TableName="orders")["Table"]["ItemCount"] == 7
    assert dynamodb.list_tables()["TableNames"] == ["orders"]


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("kms.DisableKeyRotation", {"KeyId": "k"}),
        ("iam.AddRoleToInstanceProfile", {"InstanceProfileName": "web", "RoleName": "web"}),
    ],
)
def test_an_answer_of_nothing_tells_nothing(name: str, params: dict[str, str]) -> None:
    service, _, operation = name.partition(".")
    assert not harness.World.from_exchanges([Exchange(service, operation, params=params, response={})])


def test_the_tags_of_what_is_not_known_are_learned() -> None:
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    tagged = {"ResourceArn": arn, "Tags": [{"Key": "Team", "Value": "a"}, {"Key": "Stage", "Value": "b"}]}
    untagged = {"ResourceArn": arn, "TagKeys": ["Stage"]}
    world = harness.World.from_exchanges(
        [
            Exchange("dynamodb", "TagResource", region="us-east-1", params=tagged, response={}),
            Exchange("dynamodb", "UntagResource", region="us-east-1", params=untagged, response={}),
        ]
    )
    shown = synthetic_client("dynamodb", state=world).list_tags_of_resource(ResourceArn=arn)["Tags"]
    assert shown == [{"Key": "Team", "Value": "a"}]


def test_what_has_tags_that_are_shown_is_known_by_its_type() -> None:
    tags = [{"Key": "Team", "Value": "a"}]
    shown = {"Tags": tags, "IsTruncated": False}
    world = harness.World.from_exchanges(
        [Exchange("iam", "ListRoleTags", params={"RoleName": "web"}, response=shown)]
    )
    assert [each.type for each in world.resources] == ["iam.Role"]
    assert synthetic_client("iam", state=world).list_role_tags(RoleName="web")["Tags"] == tags


def test_a_world_is_made_of_a_cassette(tmp_path: Path) -> None:
    path = tmp_path / "tape.yaml"
    assert CliRunner().invoke(synth, ["dynamodb.CreateTable", "--cassette", str(path)]).exit_code == 0
    tape = harness.load_cassette(path)
    world = harness.World.from_exchanges(harness.exchanges_of(tape))
    assert [each.type for each in world.resources] == ["dynamodb.Table"]
    assert world == harness.World.from_exchanges(harness.exchanges_of(tape))


_ASKS = """
import harness
from botocore.exceptions import ClientError
from harness.synth import synthetic_client

world = harness.World(seeded=2)
print(synthetic_client("wafv2", state=world).list_web_acls(Scope="REGIONAL")["WebACLs"])
within = "ssoins-0123456789abcdef"
instance, of_it = f"instance/{within}", f"permissionSet/{within}/ps-0123456789abcdef"
arns = {"InstanceArn": f"arn:aws:sso:::{instance}", "ResourceArn": f"arn:aws:sso:::{of_it}"}
try:
    synthetic_client("sso-admin", state=world).list_tags_for_resource(**arns)
except ClientError as error:
    print(error)
print(*world.resources, sep="\\n")
"""


def test_answers_do_not_go_by_the_order_of_sets() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", _ASKS],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(said) == 1


# Beginning with something.


def test_a_world_begins_with_some_of_each_type() -> None:
    world = harness.World(seeded=3)
    iam = synthetic_client("iam", state=world)
    names = [each["RoleName"] for each in iam.list_roles()["Roles"]]
    assert len(names) == 3
    assert iam.get_role(RoleName=names[0])["Role"]["RoleName"] == names[0]
    iam.delete_role(RoleName=names[0])
    assert len(iam.list_roles()["Roles"]) == 2


def test_a_world_begins_with_what_is_given() -> None:
    world = harness.World(seeded={"s3.Bucket": [{"Bucket": "logs"}, {"Bucket": "data"}], "sns.Topic": 2})
    assert [each["Name"] for each in synthetic_client("s3", state=world).list_buckets()["Buckets"]] == [
        "data",
        "logs",
    ]
    assert len(synthetic_client("sns", state=world).list_topics()["Topics"]) == 2


def test_what_is_given_needs_what_it_belongs_to(caplog: pytest.LogCaptureFixture) -> None:
    world = harness.World(seeded={"s3.Object": [{"Bucket": "reports", "Key": "a"}]})
    with pytest.raises(BadSeed, match=r"PutObject is refused \(NoSuchBucket.*what it belongs to"):
        synthetic_client("s3", state=world).list_objects_v2(Bucket="reports")
    world = harness.World(seeded={"s3.Object": 3})
    with pytest.raises(ClientError, match="NoSuchBucket"):
        synthetic_client("s3", state=world).list_objects_v2(Bucket="reports")
    [said] = [record.getMessage() for record in caplog.records]
    assert "begins without s3.Object: PutObject is refused (NoSuchBucket" in said


@pytest.mark.parametrize(
    ("seeded", "reason"),
    [
        ({"dynamodb.Tabel": 3}, "Did you mean Table?"),
        ({"dynamo.Table": 3}, "There is no service 'dynamo'"),
        ({"Table": 3}, "write a service and a type"),
        ({7: 3}, "write a service and a type"),
        ({"s3.Bucket": [{"Bucket": 7}]}, "breaks the contract of s3.CreateBucket"),
        ({"s3.Bucket": [{}]}, "Bucket"),
        ({"s3.Bucket": "two"}, "neither a number nor a list"),
        ({"s3.Bucket": -1}, "is no number of resources"),
        (-1, "is not negative"),
        ("3", "give a number"),
    ],
)
def test_a_seed_that_cannot_be_is_told_in_words(seeded: Any, reason: str) -> None:
    with pytest.raises(BadSeed) as raised:
        harness.World(seeded=seeded)
    assert reason in str(raised.value)
    assert isinstance(raised.value, HarnessError)


# Names.


def test_what_belongs_to_a_resource_keeps_its_own_name() -> None:
    lex = synthetic_client("lex-models", state=harness.World(seeded=3))
    [bot, *_] = lex.get_bots()["bots"]
    associations = lex.get_bot_channel_associations(botName=bot["name"], botAlias="live")[
        "botChannelAssociations"
    ]
    assert {each["botName"] for each in associations} == {bot["name"]}
    assert len({each["name"] for each in associations}) > 1


def test_a_name_that_nothing_has_shows_nothing_else() -> None:
    directconnect = synthetic_client("directconnect", state=harness.World(seeded=3))
    asked = "00000000-0000-4000-8000-000000000000"
    gone = directconnect.delete_direct_connect_gateway(directConnectGatewayId=asked)
    assert gone["directConnectGateway"]["directConnectGatewayId"] == asked


def test_what_surrounds_a_resource_stays_as_others_are_left_out() -> None:
    ec2 = synthetic_client("ec2", state=harness.World(seeded=3))
    everything = ec2.describe_instances()["Reservations"]
    last = everything[-1]["Instances"][0]["InstanceId"]
    assert ec2.describe_instances(InstanceIds=[last])["Reservations"] == everything[-1:]


def test_what_is_in_something_else_is_not_there() -> None:
    maker = synthetic_client("iottwinmaker", state=harness.World())
    role = "arn:aws:iam::123456789012:role/sync"
    maker.create_sync_job(workspaceId="floor1", syncSource="SITEWISE", syncRole=role)
    assert maker.get_sync_job(workspaceId="floor1", syncSource="SITEWISE")["workspaceId"] == "floor1"
    with pytest.raises(maker.exceptions.ResourceNotFoundException):
        maker.get_sync_job(workspaceId="floor2", syncSource="SITEWISE")


def test_what_another_account_has_is_not_there() -> None:
    ecr = synthetic_client("ecr", state=harness.World())
    ecr.create_repository(repositoryName="orders", registryId="123456789012")
    asked: dict[str, Any] = {"repositoryName": "orders", "imageId": {"imageTag": "web"}}
    ecr.describe_image_signing_status(**asked, registryId="123456789012")
    with pytest.raises(ecr.exceptions.RepositoryNotFoundException):
        ecr.describe_image_signing_status(**asked, registryId="271483156844")


def test_two_names_of_different_things_name_nothing() -> None:
    stacks = synthetic_client("cloudformation", state=harness.World(seeded=2))
    one = stacks.list_types()["TypeSummaries"][0]
    found = stacks.describe_type(Arn=one["TypeArn"], TypeName=one["TypeName"])
    assert found["TypeName"] == one["TypeName"]
    with pytest.raises(stacks.exceptions.TypeNotFoundException):
        stacks.describe_type(Type=one["Type"], TypeName="none::of::these", Arn=one["TypeArn"])


def test_a_list_of_what_a_world_cannot_know_is_not_refused_for_its_filter() -> None:
    resolver = synthetic_client("route53resolver", state=harness.World())
    shown = resolver.list_firewall_rule_group_associations()["FirewallRuleGroupAssociations"][0]
    group = shown["FirewallRuleGroupId"]
    found = resolver.list_firewall_rule_group_associations(FirewallRuleGroupId=group)
    assert {one["FirewallRuleGroupId"] for one in found["FirewallRuleGroupAssociations"]} == {group}


def test_a_list_refuses_what_is_not_there_by_none_but_its_own_errors() -> None:
    redshift = synthetic_client("redshift", state=harness.World(seeded=2))  # which has UsageLimitNotFound
    asked = "358c5d13-1996-415f-8b0b-8dc3a05d60b2"
    assert redshift.describe_usage_limits(UsageLimitId=asked)["UsageLimits"] == []


def test_what_is_created_has_the_documented_defaults() -> None:
    """Path: If it is not included, it defaults to a slash (/)."""
    iam = synthetic_client("iam", state=harness.World())
    iam.create_policy(PolicyName="orders", PolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    assert [policy["Path"] for policy in iam.list_policies()["Policies"]] == ["/"]
    assert iam.list_policies(PathPrefix="/")["Policies"] == iam.list_policies()["Policies"]


@pytest.mark.parametrize("place", ["us-west-2:123456789012", "us-east-1:678901234567"])
def test_the_arn_of_another_region_or_account_names_nothing(place: str) -> None:
    kinesis = synthetic_client("kinesis", state=harness.World())
    kinesis.create_stream(StreamName="orders")
    arn = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
    assert kinesis.describe_stream(StreamARN=arn)["StreamDescription"]["StreamName"] == "orders"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        kinesis.describe_stream(StreamARN=arn.replace("us-east-1:123456789012", place))


def test_a_read_shows_the_version_that_was_asked_for() -> None:
    licenses = synthetic_client("license-manager", state=harness.World(seeded=3))
    arn = licenses.list_licenses()["Licenses"][0]["LicenseArn"]
    assert licenses.get_license(LicenseArn=arn, Version="1.7.7")["License"]["Version"] == "1.7.7"
