"""What each fix needs to exist before its operation is fuzzed: own code with boto3, one function a fix.

A function takes a maker of clients and returns the parameters that name what exists.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

Client = Callable[[str], Any]
Params = dict[str, Any]

ASSUME = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
STATES = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
ACCOUNT = "123456789012"


def _network(client: Client) -> tuple[str, list[str]]:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="172.28.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"172.28.{i}.0/24", AvailabilityZone=f"us-east-1{zone}")[
            "Subnet"
        ]["SubnetId"]
        for i, zone in enumerate("ab")
    ]
    return vpc, subnets


def _load_balancer(client: Client, subnets: list[str]) -> str:
    made = client("elbv2").create_load_balancer(Name="balancer", Subnets=subnets)
    return str(made["LoadBalancers"][0]["LoadBalancerArn"])


def _target_group(client: Client, vpc: str) -> str:
    made = client("elbv2").create_target_group(Name="group", Protocol="HTTP", Port=80, VpcId=vpc)
    return str(made["TargetGroups"][0]["TargetGroupArn"])


def tagged_buckets(client: Client) -> Params:
    s3 = client("s3")
    for i in range(3):
        s3.create_bucket(Bucket=f"bucket-{i}")
        tags = [{"Key": f"key-{i}", "Value": f"value-{i}"}]
        s3.put_bucket_tagging(Bucket=f"bucket-{i}", Tagging={"TagSet": tags})
    return {}


def transit_gateways(client: Client) -> Params:
    ec2 = client("ec2")
    ec2.create_transit_gateway(Description="first")
    for i in range(2):
        tags = [{"Key": "team", "Value": f"blue-{i}"}]
        ec2.create_transit_gateway(
            Description=f"gateway {i}", TagSpecifications=[{"ResourceType": "transit-gateway", "Tags": tags}]
        )
    return {}


def deregistered_target(client: Client) -> Params:
    vpc, subnets = _network(client)
    group = _target_group(client, vpc)
    image = client("ec2").describe_images()["Images"][0]["ImageId"]
    made = client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnets[0])
    targets = [{"Id": made["Instances"][0]["InstanceId"]}]
    balancer = _load_balancer(client, subnets)
    client("elbv2").create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    client("elbv2").register_targets(TargetGroupArn=group, Targets=targets)
    client("elbv2").deregister_targets(TargetGroupArn=group, Targets=targets)
    return {"TargetGroupArn": group, "Targets": targets}


def certificate_of_names(client: Client) -> Params:
    made = client("acm").request_certificate(
        DomainName="example.com",
        SubjectAlternativeNames=["www.example.com", "api.example.com"],
        ValidationMethod="DNS",
    )
    return {"CertificateArn": made["CertificateArn"]}


def nothing(client: Client) -> Params:
    return {}


def configuration_set(client: Client) -> Params:
    ses = client("ses")
    ses.create_configuration_set(ConfigurationSet={"Name": "set"})
    topic = client("sns").create_topic(Name="topic")["TopicArn"]
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="set",
        EventDestination={
            "Name": "destination",
            "Enabled": True,
            "MatchingEventTypes": ["send", "bounce"],
            "SNSDestination": {"TopicARN": topic},
        },
    )
    return {"ConfigurationSetName": "set"}


def log_groups(client: Client) -> Params:
    for i in range(3):
        client("logs").create_log_group(logGroupName=f"/app/{i}")
    return {}


def listener_certificates(client: Client) -> Params:
    _, subnets = _network(client)
    vpc = client("ec2").describe_subnets(SubnetIds=subnets[:1])["Subnets"][0]["VpcId"]
    balancer = _load_balancer(client, subnets)
    group = _target_group(client, vpc)
    arns = [
        client("acm").request_certificate(DomainName=f"{name}.example.com")["CertificateArn"]
        for name in ("a", "b")
    ]
    listener = client("elbv2").create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": arns[0]}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )["Listeners"][0]["ListenerArn"]
    client("elbv2").add_listener_certificates(
        ListenerArn=listener, Certificates=[{"CertificateArn": arns[1]}]
    )
    return {"ListenerArn": listener}


def secrets(client: Client) -> Params:
    for name, text in (
        ("SecretOne", "Key of the Shop"),
        ("SecretTwo", "Password of mail"),
        ("Third", "Other words"),
    ):
        client("secretsmanager").create_secret(
            Name=name,
            SecretString="x",
            Description=text,
            Tags=[{"Key": f"Tag{name}", "Value": f"Value{name}"}],
        )
    return {}


def model_packages_of_group(client: Client) -> Params:
    sagemaker = client("sagemaker")
    made = sagemaker.create_model_package_group(
        ModelPackageGroupName="group", ModelPackageGroupDescription="of tests"
    )
    for i in range(3):
        try:
            sagemaker.create_model_package(ModelPackageGroupName="group")
        except ClientError:  # The release before the fix wants a name as well.
            sagemaker.create_model_package(ModelPackageGroupName="group", ModelPackageName=f"package-{i}")
    return {"ModelPackageGroupName": made["ModelPackageGroupArn"]}


def user_pool(client: Client) -> Params:
    made = client("cognito-idp").create_user_pool(PoolName="pool")
    return {"UserPoolId": made["UserPool"]["Id"]}


def glue_connection(client: Client) -> Params:
    client("glue").create_connection(
        ConnectionInput={
            "Name": "connection",
            "ConnectionType": "JDBC",
            "Description": "of tests",
            "ConnectionProperties": {"USERNAME": "user", "PASSWORD": "word"},
        }
    )
    return {"Name": "connection"}


def athena_query(client: Client) -> Params:
    athena = client("athena")
    made = athena.start_query_execution(
        QueryString="SELECT * FROM things",
        QueryExecutionContext={"Database": "base"},
        ResultConfiguration={"OutputLocation": "s3://bucket-of-results/"},
    )
    return {"QueryExecutionId": made["QueryExecutionId"]}


def table_of_items(client: Client) -> Params:
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for i in range(4):
        item = {"pk": {"S": "one"}, "sk": {"S": f"s{i}"}, "text": {"S": f"text {i}"}}
        dynamodb.put_item(TableName="table", Item=item)
    return {"TableName": "table"}


def security_groups(client: Client) -> Params:
    vpc, _ = _network(client)
    for i in range(2):
        client("ec2").create_security_group(GroupName=f"group-{i}", Description=f"of tests {i}", VpcId=vpc)
    return {}


def public_cluster(client: Client) -> Params:
    client("rds").create_db_cluster(
        DBClusterIdentifier="cluster",
        Engine="aurora-postgresql",
        MasterUsername="root",
        MasterUserPassword="password",
        PubliclyAccessible=True,
    )
    return {}


def bucket_with_cors(client: Client) -> Params:
    s3 = client("s3")
    s3.create_bucket(Bucket="bucket")
    rules = [
        {"ID": "rule-1", "AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 100},
        {"AllowedMethods": ["PUT"], "AllowedOrigins": ["http://example.com"]},
    ]
    s3.put_bucket_cors(Bucket="bucket", CORSConfiguration={"CORSRules": rules})
    return {"Bucket": "bucket"}


def load_balancer(client: Client) -> Params:
    _, subnets = _network(client)
    return {"LoadBalancerArn": _load_balancer(client, subnets)}


def bounded_roles(client: Client) -> Params:
    iam = client("iam")
    for i in range(2):
        iam.create_role(
            RoleName=f"role-{i}",
            AssumeRolePolicyDocument=ASSUME,
            Description="of tests",
            PermissionsBoundary=f"arn:aws:iam::{ACCOUNT}:policy/boundary",
            Tags=[{"Key": "team", "Value": "blue"}],
        )
    return {}


def dedicated_hosts(client: Client) -> Params:
    client("ec2").allocate_hosts(
        AvailabilityZone="us-east-1a", InstanceFamily="c5", AutoPlacement="off", HostRecovery="on", Quantity=2
    )
    return {}


def model_packages(client: Client) -> Params:
    sagemaker = client("sagemaker")
    for name in ("alpha", "beta"):
        sagemaker.create_model_package(ModelPackageName=name, ModelPackageDescription=f"package {name}")
    return {}


def account_assignments(client: Client) -> Params:
    sso = client("sso-admin")
    names = {
        "InstanceArn": "arn:aws:sso:::instance/ssoins-aaaabbbbccccdddd",
        "PermissionSetArn": "arn:aws:sso:::permissionSet/ssoins-eeeeffffgggghhhh/ps-hhhhkkkkppppoooo",
    }
    for i in range(3):
        sso.create_account_assignment(
            **names,
            TargetId="111111111111",
            TargetType="AWS_ACCOUNT",
            PrincipalType="USER",
            PrincipalId=f"2fa85f64-5717-4562-b3fc-2c963f66afa{i}",
        )
    return {**names, "AccountId": "111111111111"}


def firewall(client: Client) -> Params:
    made = client("network-firewall").create_firewall(
        FirewallName="firewall",
        FirewallPolicyArn=f"arn:aws:network-firewall:us-east-1:{ACCOUNT}:firewall-policy/policy",
    )
    return {"FirewallArn": made["Firewall"]["FirewallArn"]}


def log_query(client: Client) -> Params:
    logs = client("logs")
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    now = int(time.time())
    events = [{"timestamp": (now - i) * 1000, "message": f"message {i}"} for i in (3, 2, 1)]
    logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
    made = logs.start_query(
        logGroupName="group",
        startTime=now - 600,
        endTime=now + 600,
        queryString="fields @timestamp, @message | sort @timestamp desc | limit 20",
    )
    return {"queryId": made["queryId"]}


def objects(client: Client) -> Params:
    s3 = client("s3")
    s3.create_bucket(Bucket="bucket")
    for i in range(9):
        s3.put_object(Bucket="bucket", Key=f"key_{i:02d}", Body=b"body")
    return {"Bucket": "bucket"}


def stopped_execution(client: Client) -> Params:
    states = client("stepfunctions")
    role = f"arn:aws:iam::{ACCOUNT}:role/unknown"
    arn = states.create_state_machine(name="machine", definition=STATES, roleArn=role)["stateMachineArn"]
    for i in range(3):
        made = states.start_execution(stateMachineArn=arn, name=f"run-{i}")
        states.stop_execution(executionArn=made["executionArn"])
    return {"stateMachineArn": arn}


def api_keys(client: Client) -> Params:
    for i in range(3):
        client("apigateway").create_api_key(name=f"testkey-{i}", value=f"{i}" * 24, description=f"key {i}")
    return {}


def shared_images(client: Client) -> Params:
    ec2 = client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    for i, user in enumerate((ACCOUNT, "210987654321")):
        made = ec2.create_image(InstanceId=instance, Name=f"image-{i}", Description=f"of tests {i}")
        ec2.modify_image_attribute(
            ImageId=made["ImageId"], Attribute="launchPermission", OperationType="add", UserIds=[user]
        )
    return {}


def state_machine_version(client: Client) -> Params:
    made = client("stepfunctions").create_state_machine(
        name="machine", definition=STATES, roleArn=f"arn:aws:iam::{ACCOUNT}:role/unknown", publish=True
    )
    arn = made.get("stateMachineVersionArn") or f"{made['stateMachineArn']}:1"
    return {"stateMachineArn": arn}


def model_package_groups(client: Client) -> Params:
    for i in range(3):
        client("sagemaker").create_model_package_group(
            ModelPackageGroupName=f"group-{i}", ModelPackageGroupDescription=f"of tests {i}"
        )
    return {}


def parameter_by_arn(client: Client) -> Params:
    client("ssm").put_parameter(Name="/app/name", Value="value", Type="String")
    return {"Name": f"arn:aws:ssm:us-east-1:{ACCOUNT}:parameter/app/name"}


def secret_replica(client: Client) -> Params:
    elsewhere = client("secretsmanager@us-east-2")
    elsewhere.create_secret(
        Name="copied",
        SecretString="x",
        Description="of tests",
        Tags=[{"Key": "team", "Value": "blue"}],
        AddReplicaRegions=[{"Region": "us-east-1"}],
    )
    return {}


def user_of_groups(client: Client) -> Params:
    cognito = client("cognito-idp")
    names = {**user_pool(client), "Username": "user"}
    cognito.admin_create_user(**names)
    for i in range(4):
        cognito.create_group(UserPoolId=names["UserPoolId"], GroupName=f"group-{i}")
        cognito.admin_add_user_to_group(**names, GroupName=f"group-{i}")
    return names


def certificates(client: Client) -> Params:
    for i, kind in enumerate(("RSA_2048", "EC_prime256v1", "RSA_2048")):
        client("acm").request_certificate(DomainName=f"{i}.example.com", KeyAlgorithm=kind)
    return {}


def parameters_of_path(client: Client) -> Params:
    for i in range(12):
        client("ssm").put_parameter(Name=f"/app/name-{i:02d}", Value=f"value {i}", Type="String")
    return {"Path": "/app"}


def object_of_bytes(client: Client) -> Params:
    client("s3").create_bucket(Bucket="bucket")
    client("s3").put_object(Bucket="bucket", Key="key", Body=b"0123456789" * 10)
    return {"Bucket": "bucket", "Key": "key"}


def table_of_mixed_items(client: Client) -> Params:
    names = table_of_items(client)
    item = {"pk": {"S": "two"}, "sk": {"S": "s"}, "count": {"N": "42"}}
    client("dynamodb").put_item(**names, Item=item)
    return names


def item_with_bytes(client: Client) -> Params:
    names = table_of_items(client)
    key = {"pk": {"S": "two"}, "sk": {"S": "s"}}
    client("dynamodb").put_item(**names, Item={**key, "data": {"B": b"value\xbf"}})
    return {**names, "Key": key}


def transit_routes(client: Client) -> Params:
    ec2 = client("ec2")
    for i in range(2):
        vpc = ec2.create_vpc(CidrBlock=f"10.{i}.0.0/16")["Vpc"]["VpcId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        gateway = ec2.create_transit_gateway(Description=f"gateway {i}")["TransitGateway"]["TransitGatewayId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="192.168.0.0/24", TransitGatewayId=gateway)
    return {}


def retagged_parameters(client: Client) -> Params:
    ssm = client("ssm")
    for i in range(3):
        ssm.put_parameter(Name=f"/app/{i}", Value="x", Type="String", Tags=[{"Key": "team", "Value": "old"}])
    ssm.add_tags_to_resource(
        ResourceType="Parameter", ResourceId="/app/0", Tags=[{"Key": "team", "Value": "new"}]
    )
    return {}


def target_groups(client: Client) -> Params:
    vpc, subnets = _network(client)
    group = _target_group(client, vpc)
    client("elbv2").create_target_group(Name="other", Protocol="HTTP", Port=81, VpcId=vpc)
    client("elbv2").create_listener(
        LoadBalancerArn=_load_balancer(client, subnets),
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    return {}
