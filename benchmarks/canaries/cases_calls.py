"""Secrets in the members of AWS calls: where the service has them, and in ordinary texts."""

from __future__ import annotations

from pathlib import Path

from cases import Call, Cases
from cases_vendors import VENDORS
from values import Draw, as_base64, as_json, drawing, pem, secret_access_key, session_token

# The groups of services that hold documents of their users.
GROUPS = {"dynamodb": "aws-dynamodb", "dynamodbstreams": "aws-dynamodb"}

# Members that hold a name and a value, where a line has `member=name`.
PAIRS = {
    "cloudformation": ("ParameterKey", "ParameterValue"),
    "codebuild": ("name", "value"),
    "batch": ("name", "value"),
    "ecs": ("name", "value"),
    "elasticbeanstalk": ("OptionName", "Value"),
    "iot": ("key", "value"),
    "cloudfront": ("HeaderName", "HeaderValue"),
}

# Members that hold any text.
TEXTS = [
    ("ec2", "CreateTags", "request", "Tags.0.Value"),
    ("s3", "PutObject", "request", "Metadata.note"),
    ("sqs", "SendMessage", "request", "MessageAttributes.auth.StringValue"),
    ("sns", "Publish", "request", "Message"),
    ("events", "PutEvents", "request", "Entries.0.Detail"),
    ("iam", "CreatePolicy", "request", "Description"),
    ("cloudformation", "DescribeStackEvents", "response", "StackEvents.0.ResourceStatusReason"),
    ("codebuild", "BatchGetBuilds", "response", "builds.0.logs.deepLink"),
    ("cloudwatch", "PutDashboard", "request", "DashboardBody"),
    ("ecs", "DescribeTasks", "response", "tasks.0.stoppedReason"),
    ("rds", "DescribeEvents", "response", "Events.0.Message"),
    ("cloudtrail", "LookupEvents", "response", "Events.0.CloudTrailEvent"),
    ("lambda", "TagResource", "request", "Tags.note"),
    ("athena", "StartQueryExecution", "request", "QueryString"),
    ("rds-data", "ExecuteStatement", "request", "sql"),
    ("redshift-data", "ExecuteStatement", "request", "Sql"),
    ("ses", "SendEmail", "request", "Message.Body.Text.Data"),
    ("sesv2", "SendEmail", "request", "Content.Simple.Body.Html.Data"),
    ("stepfunctions", "DescribeExecution", "response", "output"),
    ("xray", "PutTraceSegments", "request", "TraceSegmentDocuments.0"),
    ("ssm", "GetCommandInvocation", "response", "StandardOutputContent"),
    ("ec2", "GetConsoleOutput", "response", "Output"),
    ("ec2", "RunInstances", "request", "UserData"),
    ("ec2", "DescribeInstanceAttribute", "response", "UserData.Value"),
    ("autoscaling", "CreateLaunchConfiguration", "request", "UserData"),
    ("appconfig", "CreateHostedConfigurationVersion", "request", "Content"),
    ("cloudformation", "CreateStack", "request", "TemplateBody"),
    ("cloudformation", "GetTemplate", "response", "TemplateBody"),
    ("codecommit", "PutFile", "request", "fileContent"),
    ("kinesis", "PutRecord", "request", "Data"),
    ("firehose", "PutRecord", "request", "Record.Data"),
    ("iot-data", "Publish", "request", "payload"),
    ("opensearch", "UpdateDomainConfig", "request", "AdvancedOptions.x"),
    ("glue", "CreateJob", "request", "Command.ScriptLocation"),
    ("scheduler", "CreateSchedule", "request", "Target.Input"),
    ("pipes", "CreatePipe", "request", "TargetParameters.InputTemplate"),
    ("s3", "PutObjectTagging", "request", "Tagging.TagSet.0.Value"),
    ("logs", "StartQuery", "request", "queryString"),
    (
        "route53",
        "ChangeResourceRecordSets",
        "request",
        "ChangeBatch.Changes.0.ResourceRecordSet.ResourceRecords.0.Value",
    ),
    ("bedrock-runtime", "InvokeModel", "request", "body"),
    ("bedrock-runtime", "Converse", "request", "messages.0.content.0.text"),
    ("comprehend", "DetectEntities", "request", "Text"),
    ("dynamodb", "PutItem", "request", "Item.note.S"),
]


def add(cases: Cases) -> None:
    for line in Path(__file__).with_name("members.txt").read_text().splitlines():
        if not line.startswith("#"):
            add_member(cases, line)
    for index, (service, operation, side, path) in enumerate(TEXTS):
        add_token(cases, index, Call(service, operation, {}), side, path)
        add_named(cases, index, Call(service, operation, {}), side, path)


def add_call(
    cases: Cases, group: str, name: str, call: Call, side: str, secret: str, needles: list[str] | None = None
) -> None:
    cases.secret(
        group,
        name[:70],
        f"{side} members",
        secret,
        as_json(call.members),
        f"{side} of {call.service}.{call.operation}",
        where=side,
        call=call,
        needles=needles,
    )


def add_member(cases: Cases, line: str) -> None:
    """A line of members.txt: ``service operation side path``, or ``path=`` and what stands there."""
    service, operation, side, path = line.split(" ", 3)
    draw = drawing("call", line)
    password = draw.plain_password(20)
    base, equals, said = path.partition("=")
    if equals:
        secret, members = password, members_with(service, base, said, password)
    else:
        secret, members = member_with(draw, operation, path, password)
    if service == "ssm" and "Value" in path and "Parameter" in operation + path:
        owner = path.rpartition(".")[0]
        prefix = owner + "." if owner else ""
        members |= {prefix + "Type": "SecureString", prefix + "Name": "/app/db/password"}
    variable = equals or "Variables" in path or "nvironment." in path
    group = GROUPS.get(service, "aws-environment" if variable else "aws-members")
    needles = None
    if "PRIVATE KEY" in secret:
        body = [line for line in secret.splitlines() if not line.startswith("---")]
        needles = [body[0], body[5]]
    call = Call(service, operation, members)
    add_call(cases, group, f"{service}.{operation}.{side}.{base}", call, side, secret, needles)


def members_with(service: str, base: str, said: str, password: str) -> dict[str, str]:
    """The members for a line with ``=``: a name and a value, or a text with a password in it."""
    texts = {
        "export": f"export DB_PASSWORD={password} && ./deploy",
        "sql": f"INSERT INTO \"users\" VALUE {{'pk': 'a', 'password': '{password}'}}",
        "{}": as_json({"user": "a", "password": password}),
    }
    if said in texts:
        return {base: texts[said]}
    if not said and "Extra" in base:
        return {base: f"user=a;password={password};x=1"}
    if not said:
        return {base: f"https://user:{password}@hook.example.com/x", "Protocol": "https"}
    name, value = ("OutputKey", "OutputValue") if "Outputs" in base else PAIRS[service]
    members = {f"{base}.{name}": said, f"{base}.{value}": password}
    if service == "elasticbeanstalk":
        members[base + ".Namespace"] = "aws:elasticbeanstalk:application:environment"
    return members


def member_with(draw: Draw, operation: str, path: str, password: str) -> tuple[str, dict[str, str]]:
    """The secret and its member: a value such as the service has there."""
    if operation == "GetAuthorizationToken":
        secret = draw.plain_password(60)
        return secret, {path: as_base64("AWS:" + secret)}
    secret = password
    if path.endswith(("Credentials.SessionToken", "sessionToken")):
        secret = session_token(draw)
    elif "SecretAccessKey" in path or "secretAccessKey" in path or path.endswith("SecretKey"):
        secret = secret_access_key(draw)
    elif path.endswith("PrivateKey") or path == "KeyMaterial":
        secret = pem(draw, "RSA PRIVATE KEY")
    return secret, {path: secret}


def add_token(cases: Cases, index: int, call: Call, side: str, path: str) -> None:
    """The token of a vendor in the text of a member."""
    draw = drawing("member-text", call.service, call.operation, path, "vendor")
    vendor = list(VENDORS)[index * 7 % len(VENDORS)]
    make, _, known = VENDORS[vendor]
    token = make(draw) if known else VENDORS["github-pat-classic"][0](draw)
    text = f"see {token} here"
    if call.operation == "CreateStack":
        text = "Description: " + text
    add_text(cases, call, side, path, token, text, "vendor")


def add_named(cases: Cases, index: int, call: Call, side: str, path: str) -> None:
    """A password, under its name, in the text of a member."""
    draw = drawing("member-text", call.service, call.operation, path, "named")
    secret = draw.plain_password(20)
    text = as_json({"user": "a", "password": secret}) if index % 3 else f"export DB_PASSWORD={secret}\n"
    if call.operation == "CreateStack":
        parameter = {"Type": "String", "NoEcho": True, "Default": secret}
        text = as_json({"Parameters": {"DBPassword": parameter}, "Resources": {}})
    add_text(cases, call, side, path, secret, text, "named")


def add_text(cases: Cases, call: Call, side: str, path: str, secret: str, text: str, kind: str) -> None:
    """A text as the member takes it."""
    if path in ("UserData.Value", "Output"):
        text = as_base64(text)
    if path == "Metadata.note":
        text = text.strip()
    if call.operation == "PutEvents" and not text.startswith("{"):
        text = as_json({"note": text})
    extra = {"MessageAttributes.auth.DataType": "String"} if path.startswith("MessageAttributes") else {}
    whole = Call(call.service, call.operation, {**extra, path: text})
    add_call(cases, "aws-texts", f"{call.service}.{call.operation}.{path}.{kind}", whole, side, secret)
