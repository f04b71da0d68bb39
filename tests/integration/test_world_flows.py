"""Twelve flows as a user writes them: what their calls say of one thing agrees, and a world remembers it.

Written from boto3's documentation. The first flow of each service asks nothing that needs a memory, so it
runs without a world and in one; the second runs in a world.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

import harness
from harness.synth import synthetic_client

Clients = Callable[[str], Any]


@pytest.fixture(params=["stateless", "stateful"])
def client(request: pytest.FixtureRequest) -> Clients:
    world = harness.World() if request.param == "stateful" else None
    return lambda service: synthetic_client(service, state=world)


@pytest.fixture
def remembering() -> Clients:
    world = harness.World()
    return lambda service: synthetic_client(service, state=world)


@pytest.fixture
def on_moto() -> Clients:
    world = harness.MotoWorld()
    return lambda service: synthetic_client(service, state=world)


def refusal(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as raised:
        call(**params)
    return str(raised.value.response["Error"]["Code"])


# S3


def test_an_object_and_its_head_agree(client: Clients) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="2024/jan.csv", Body=b"a,b\n1,2\n")
    got = s3.get_object(Bucket="reports", Key="2024/jan.csv")
    head = s3.head_object(Bucket="reports", Key="2024/jan.csv")
    assert got["ETag"] == head["ETag"]
    assert got["ContentLength"] == head["ContentLength"] == len(got["Body"].read())


def test_objects_are_uploaded_listed_and_deleted(remembering: Clients) -> None:
    s3 = remembering("s3")
    s3.create_bucket(Bucket="reports")
    for key in ("2024/jan.csv", "2024/feb.csv", "readme.txt"):
        s3.put_object(Bucket="reports", Key=key, Body=key.encode(), ContentType="text/plain")
    got = s3.get_object(Bucket="reports", Key="2024/jan.csv")
    assert (got["Body"].read(), got["ContentType"]) == (b"2024/jan.csv", "text/plain")
    listed = s3.list_objects_v2(Bucket="reports", Prefix="2024/")
    assert [each["Key"] for each in listed["Contents"]] == ["2024/feb.csv", "2024/jan.csv"]
    assert listed["Contents"][1]["ETag"] == got["ETag"]
    s3.delete_object(Bucket="reports", Key="2024/jan.csv")
    assert refusal(s3.get_object, Bucket="reports", Key="2024/jan.csv") == "NoSuchKey"
    assert refusal(s3.put_object, Bucket="other", Key="a", Body=b"") == "NoSuchBucket"


# SQS


def test_a_queue_is_found_by_its_name(client: Clients) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    assert sqs.get_queue_url(QueueName="orders")["QueueUrl"] == url
    sent = sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592"


def test_messages_go_through_a_queue(on_moto: Clients) -> None:
    sqs = on_moto("sqs")
    url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    assert (
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["VisibilityTimeout"]
        == "60"
    )
    sent = sqs.send_message(QueueUrl=url, MessageBody="hello")
    [message] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert (message["Body"], message["MessageId"]) == ("hello", sent["MessageId"])
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    sqs.delete_queue(QueueUrl=url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="orders")


# DynamoDB

TABLE = {
    "TableName": "Music",
    "AttributeDefinitions": [
        {"AttributeName": "Artist", "AttributeType": "S"},
        {"AttributeName": "Title", "AttributeType": "S"},
    ],
    "KeySchema": [
        {"AttributeName": "Artist", "KeyType": "HASH"},
        {"AttributeName": "Title", "KeyType": "RANGE"},
    ],
    "BillingMode": "PAY_PER_REQUEST",
}


def test_a_table_is_described_by_its_name(client: Clients) -> None:
    dynamodb = client("dynamodb")
    created = dynamodb.create_table(**TABLE)["TableDescription"]
    described = dynamodb.describe_table(TableName="Music")["Table"]
    assert described["TableArn"] == created["TableArn"]
    key = {"Artist": {"S": "Nina Simone"}, "Title": {"S": "Sinnerman"}}
    item = dynamodb.get_item(TableName="Music", Key=key).get("Item", key)
    assert {name: item[name] for name in key} == key


def test_items_are_put_queried_and_deleted(on_moto: Clients) -> None:
    dynamodb = on_moto("dynamodb")
    dynamodb.create_table(**TABLE)
    assert dynamodb.describe_table(TableName="Music")["Table"]["KeySchema"] == TABLE["KeySchema"]
    for title, year in (("Sinnerman", "1965"), ("Feeling Good", "1965"), ("Baltimore", "1978")):
        item = {"Artist": {"S": "Nina Simone"}, "Title": {"S": title}, "Year": {"N": year}}
        dynamodb.put_item(TableName="Music", Item=item)
    found = dynamodb.query(
        TableName="Music",
        KeyConditionExpression="Artist = :a",
        ExpressionAttributeValues={":a": {"S": "Nina Simone"}},
        Limit=2,
    )
    assert [each["Title"]["S"] for each in found["Items"]] == ["Baltimore", "Feeling Good"]
    assert found["LastEvaluatedKey"] == {"Artist": {"S": "Nina Simone"}, "Title": {"S": "Feeling Good"}}
    key = {"Artist": {"S": "Nina Simone"}, "Title": {"S": "Baltimore"}}
    assert dynamodb.get_item(TableName="Music", Key=key)["Item"]["Year"] == {"N": "1978"}
    dynamodb.delete_item(TableName="Music", Key=key)
    assert "Item" not in dynamodb.get_item(TableName="Music", Key=key)


# EC2


def test_a_vpc_is_described_by_its_id(client: Clients) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]
    [described] = ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"]
    assert described["VpcId"] == vpc["VpcId"]
    assert described["OwnerId"] == vpc["OwnerId"]


def test_instances_are_run_found_and_terminated(remembering: Clients) -> None:
    ec2 = remembering("ec2")
    run = ec2.run_instances(
        ImageId="ami-0abcdef1234567890",
        InstanceType="t3.micro",
        MinCount=2,
        MaxCount=2,
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}],
    )
    ids = [each["InstanceId"] for each in run["Instances"]]
    assert len(set(ids)) == 2
    ec2.create_tags(Resources=ids[:1], Tags=[{"Key": "env", "Value": "test"}])
    [reservation] = ec2.describe_instances(Filters=[{"Name": "tag:env", "Values": ["test"]}])["Reservations"]
    [instance] = reservation["Instances"]
    assert (instance["InstanceId"], instance["InstanceType"]) == (ids[0], "t3.micro")
    assert {"Key": "Name", "Value": "web"} in instance["Tags"]
    ec2.terminate_instances(InstanceIds=ids)
    assert refusal(ec2.describe_instances, InstanceIds=ids[:1]) == "InvalidInstanceID.NotFound"


# IAM

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


def test_a_role_has_one_arn(client: Clients) -> None:
    iam = client("iam")
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST)["Role"]
    assert iam.get_role(RoleName="worker")["Role"]["Arn"] == role["Arn"]
    assert role["Arn"].endswith("role/worker") or "worker" in role["Arn"]


def test_a_role_is_created_once(remembering: Clients) -> None:
    iam = remembering("iam")
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST, Description="works")
    assert (
        refusal(iam.create_role, RoleName="worker", AssumeRolePolicyDocument=TRUST) == "EntityAlreadyExists"
    )
    iam.update_role(RoleName="worker", Description="works more", MaxSessionDuration=7200)
    role = iam.get_role(RoleName="worker")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("works more", 7200)
    assert [each["RoleName"] for each in iam.list_roles()["Roles"]] == ["worker"]
    iam.delete_role(RoleName="worker")
    assert refusal(iam.get_role, RoleName="worker") == "NoSuchEntity"


# Lambda

FUNCTION = {
    "FunctionName": "resize",
    "Runtime": "python3.12",
    "Role": "arn:aws:iam::123456789012:role/worker",
    "Handler": "app.handler",
    "Code": {"ZipFile": b"PK"},
}


def test_a_function_and_its_configuration_agree(client: Clients) -> None:
    functions = client("lambda")
    created = functions.create_function(**FUNCTION)
    configuration = functions.get_function(FunctionName="resize")["Configuration"]
    assert configuration["FunctionArn"] == created["FunctionArn"]
    assert configuration["FunctionName"] == "resize"


def test_a_function_is_changed(remembering: Clients) -> None:
    functions = remembering("lambda")
    functions.create_function(**FUNCTION, Timeout=10, Tags={"team": "media"})
    functions.update_function_configuration(FunctionName="resize", Timeout=30)
    got = functions.get_function(FunctionName="resize")
    assert (got["Configuration"]["Timeout"], got["Configuration"]["Runtime"]) == (30, "python3.12")
    assert got["Tags"] == {"team": "media"}
    assert [each["FunctionName"] for each in functions.list_functions()["Functions"]] == ["resize"]
    functions.delete_function(FunctionName="resize")
    assert refusal(functions.get_function, FunctionName="resize") == "ResourceNotFoundException"


# Systems Manager


def test_a_parameter_is_read_by_its_name(client: Clients) -> None:
    ssm = client("ssm")
    ssm.put_parameter(Name="/app/url", Value="https://example.com", Type="String")
    one = ssm.get_parameter(Name="/app/url")["Parameter"]
    [same] = ssm.get_parameters(Names=["/app/url"])["Parameters"]
    assert one == same
    assert one["Name"] == "/app/url"


def test_parameters_are_read_by_path(remembering: Clients) -> None:
    ssm = remembering("ssm")
    ssm.put_parameter(Name="/app/url", Value="https://example.com", Type="String")
    ssm.put_parameter(Name="/app/mode", Value="dark", Type="String")
    ssm.put_parameter(Name="/else", Value="1", Type="String")
    found = ssm.get_parameters_by_path(Path="/app")["Parameters"]
    assert {each["Name"]: each["Value"] for each in found} == {
        "/app/url": "https://example.com",
        "/app/mode": "dark",
    }
    assert refusal(ssm.put_parameter, Name="/else", Value="2", Type="String") == "ParameterAlreadyExists"
    ssm.put_parameter(Name="/else", Value="2", Type="String", Overwrite=True)
    assert ssm.get_parameter(Name="/else")["Parameter"]["Value"] == "2"


# Secrets Manager


def test_a_secret_has_one_arn(client: Clients) -> None:
    secrets = client("secretsmanager")
    created = secrets.create_secret(Name="db/password", SecretString="s3cr3t")
    assert secrets.describe_secret(SecretId="db/password")["ARN"] == created["ARN"]
    assert secrets.get_secret_value(SecretId="db/password")["Name"] == "db/password"


def test_a_secret_keeps_its_value(remembering: Clients) -> None:
    secrets = remembering("secretsmanager")
    arn = secrets.create_secret(Name="db/password", SecretString="s3cr3t")["ARN"]
    assert secrets.get_secret_value(SecretId=arn)["SecretString"] == "s3cr3t"
    secrets.put_secret_value(SecretId="db/password", SecretString="changed")
    assert secrets.get_secret_value(SecretId="db/password")["SecretString"] == "changed"
    assert refusal(secrets.create_secret, Name="db/password") == "ResourceExistsException"
    secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
    assert refusal(secrets.get_secret_value, SecretId="db/password") == "ResourceNotFoundException"


# CloudFormation

TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


def test_a_stack_is_described_by_its_name(client: Clients) -> None:
    cloudformation = client("cloudformation")
    stack_id = cloudformation.create_stack(StackName="app", TemplateBody=TEMPLATE)["StackId"]
    [stack] = cloudformation.describe_stacks(StackName="app")["Stacks"]
    assert (stack["StackName"], stack["StackId"]) == ("app", stack_id)


def test_a_stack_is_updated_and_deleted(remembering: Clients) -> None:
    cloudformation = remembering("cloudformation")
    parameters = [{"ParameterKey": "Env", "ParameterValue": "test"}]
    cloudformation.create_stack(StackName="app", TemplateBody=TEMPLATE, Parameters=parameters)
    assert (
        refusal(cloudformation.create_stack, StackName="app", TemplateBody=TEMPLATE)
        == "AlreadyExistsException"
    )
    [stack] = cloudformation.describe_stacks(StackName="app")["Stacks"]
    assert stack["Parameters"][0]["ParameterValue"] == "test"
    assert cloudformation.get_template(StackName="app")["TemplateBody"] == json.loads(TEMPLATE)
    cloudformation.delete_stack(StackName="app")
    assert refusal(cloudformation.describe_stacks, StackName="app") == "ValidationError"


# ECS


def test_a_cluster_is_described_by_its_name(client: Clients) -> None:
    ecs = client("ecs")
    created = ecs.create_cluster(clusterName="web")["cluster"]
    [described] = ecs.describe_clusters(clusters=["web"])["clusters"]
    assert (described["clusterName"], described["clusterArn"]) == ("web", created["clusterArn"])


def test_tasks_run_in_a_cluster(remembering: Clients) -> None:
    ecs = remembering("ecs")
    assert refusal(ecs.run_task, cluster="web", taskDefinition="app") == "ClusterNotFoundException"
    ecs.create_cluster(clusterName="web")
    ecs.register_task_definition(family="app", containerDefinitions=[{"name": "app", "image": "nginx"}])
    [task] = ecs.run_task(cluster="web", taskDefinition="app")["tasks"]
    assert ecs.list_tasks(cluster="web")["taskArns"] == [task["taskArn"]]
    described = ecs.describe_tasks(cluster="web", tasks=[task["taskArn"], "gone"])
    assert [each["taskArn"] for each in described["tasks"]] == [task["taskArn"]]
    assert len(described["failures"]) == 1


# SNS


def test_a_topic_has_one_arn(client: Clients) -> None:
    sns = client("sns")
    arn = sns.create_topic(Name="news")["TopicArn"]
    assert arn.endswith(":news")
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]


def test_a_topic_has_subscriptions(remembering: Clients) -> None:
    sns = remembering("sns")
    arn = sns.create_topic(Name="news", Tags=[{"Key": "env", "Value": "test"}])["TopicArn"]
    assert sns.create_topic(Name="news")["TopicArn"] == arn
    subscription = sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="a@example.com")["SubscriptionArn"]
    [found] = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert (found["SubscriptionArn"], found["Endpoint"]) == (subscription, "a@example.com")
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "env", "Value": "test"}]
    sns.delete_topic(TopicArn=arn)
    assert sns.list_topics()["Topics"] == []


# CloudTrail and X-Ray


def test_a_trail_is_read_by_its_arn(client: Clients) -> None:
    cloudtrail = client("cloudtrail")
    arn = cloudtrail.create_trail(Name="audit", S3BucketName="logs")["TrailARN"]
    trail = cloudtrail.get_trail(Name=arn)["Trail"]
    assert (trail["Name"], trail["TrailARN"]) == ("audit", arn)


def test_trails_and_groups_are_listed(remembering: Clients) -> None:
    cloudtrail, xray = remembering("cloudtrail"), remembering("xray")
    cloudtrail.create_trail(Name="audit", S3BucketName="logs")
    cloudtrail.update_trail(Name="audit", S3BucketName="archive")
    assert cloudtrail.get_trail(Name="audit")["Trail"]["S3BucketName"] == "archive"
    assert refusal(cloudtrail.create_trail, Name="audit", S3BucketName="x") == "TrailAlreadyExistsException"
    xray.create_group(GroupName="slow", FilterExpression="responsetime > 5")
    assert xray.get_group(GroupName="slow")["Group"]["FilterExpression"] == "responsetime > 5"
    assert [each["GroupName"] for each in xray.get_groups()["Groups"]] == ["slow"]
    cloudtrail.delete_trail(Name="audit")
    assert refusal(cloudtrail.get_trail, Name="audit") == "TrailNotFoundException"
