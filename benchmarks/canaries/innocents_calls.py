"""Calls, headers and queries without a secret, some of which have names like those of secrets."""

from __future__ import annotations

from typing import Any

from cases import Call, Cases
from innocents_values import CERTIFICATE, READ_SECRETS, SECRET_ARN
from values import BASE64, BASE64URL, LOWER, NOT_ZERO, UPPER, WORD, Draw, as_base64, as_json

PARAMETER_ARN = "arn:aws:ssm:us-east-1:123456789012:parameter/db"
Innocent = tuple[str, str, str, dict[str, Any]]  # service, operation, request or response, members by path


def storage_calls(draw: Draw) -> list[Innocent]:
    return [
        (
            "s3",
            "ListObjectsV2",
            "response",
            {
                "Name": "my-secret-bucket",
                "NextContinuationToken": draw.of(BASE64, 60),
                "Contents.0.Key": "passwords/readme.txt",
            },
        ),
        ("s3", "HeadBucket", "request", {"Bucket": "acme-secret-token-bucket"}),
        (
            "s3",
            "PutObject",
            "response",
            {
                "ETag": f'"{draw.hex(32)}"',
                "VersionId": draw.of(WORD, 32),
                "ChecksumSHA256": as_base64(draw.randbytes(32)),
            },
        ),
        (
            "s3",
            "ListMultipartUploads",
            "response",
            {"Uploads.0.UploadId": draw.of(BASE64URL, 90), "Uploads.0.Key": "k"},
        ),
        (
            "dynamodb",
            "ListTables",
            "response",
            {"TableNames.0": "password_resets", "LastEvaluatedTableName": "tokens"},
        ),
        ("dynamodb", "PutItem", "request", {"TableName": "tokens", "Item.password.BOOL": True}),
        ("dynamodb", "PutItem", "request", {"Item.password.NULL": True, "Item.id.S": draw.uuid()}),
        ("dynamodb", "PutItem", "request", {"Item.token_count.N": "17"}),
        (
            "dynamodb",
            "Query",
            "request",
            {
                "TableName": "t",
                "KeyConditionExpression": "#p = :p",
                "ExpressionAttributeNames.#p": "password",
            },
        ),
        (
            "dynamodb",
            "DescribeTable",
            "response",
            {
                "Table.TableName": "passwords",
                "Table.KeySchema.0.AttributeName": "token",
                "Table.KeySchema.0.KeyType": "HASH",
                "Table.TableId": draw.uuid(),
            },
        ),
    ]


def identity_calls(draw: Draw) -> list[Innocent]:
    return [
        (
            "secretsmanager",
            "ListSecrets",
            "response",
            {
                "SecretList.0.Name": "prod/db/password",
                "SecretList.0.ARN": SECRET_ARN + "prod/db/password-a1B2c3",
                "NextToken": draw.of(BASE64, 200),
            },
        ),
        ("secretsmanager", "DescribeSecret", "request", {"SecretId": "prod/db/password"}),
        (
            "secretsmanager",
            "DescribeSecret",
            "response",
            {"Name": "prod/db/password", "VersionIdsToStages." + draw.uuid() + ".0": "AWSCURRENT"},
        ),
        (
            "secretsmanager",
            "GetSecretValue",
            "request",
            {"SecretId": "prod/db/password", "VersionStage": "AWSCURRENT"},
        ),
        ("secretsmanager", "CreateSecret", "response", {"Name": "db", "VersionId": draw.uuid()}),
        (
            "ssm",
            "DescribeParameters",
            "response",
            {
                "Parameters.0.Name": "/db/password",
                "Parameters.0.Type": "SecureString",
                "NextToken": draw.of(BASE64, 100),
            },
        ),
        ("ssm", "GetParameter", "request", {"Name": "/db/password", "WithDecryption": True}),
        ("ssm", "PutParameter", "response", {"Version": 3, "Tier": "Standard"}),
        (
            "iam",
            "ListUsers",
            "response",
            {
                "Users.0.UserName": "token",
                "Users.0.UserId": "AIDA" + draw.of(UPPER, 17),
                "Users.0.Arn": "arn:aws:iam::123456789012:user/token",
                "Marker": draw.of(BASE64, 80),
                "IsTruncated": True,
            },
        ),
        (
            "iam",
            "GetAccountPasswordPolicy",
            "response",
            {
                "PasswordPolicy.MinimumPasswordLength": 14,
                "PasswordPolicy.RequireSymbols": True,
                "PasswordPolicy.ExpirePasswords": False,
            },
        ),
        (
            "iam",
            "GetRole",
            "response",
            {
                "Role.RoleName": "a",
                "Role.RoleId": "AROA" + draw.of(UPPER, 17),
                "Role.Arn": "arn:aws:iam::123456789012:role/a",
                "Role.Path": "/",
            },
        ),
        ("iam", "ListAccessKeys", "request", {"UserName": "bob"}),
        (
            "iam",
            "GetAccountSummary",
            "response",
            {"SummaryMap.AccountAccessKeysPresent": 0, "SummaryMap.Users": 3},
        ),
        ("iam", "CreatePolicy", "request", {"PolicyName": "p", "PolicyDocument": as_json(READ_SECRETS)}),
        (
            "sts",
            "GetCallerIdentity",
            "response",
            {
                "UserId": "AIDA" + draw.of(UPPER, 17),
                "Account": "123456789012",
                "Arn": "arn:aws:iam::123456789012:user/a",
            },
        ),
        (
            "sts",
            "AssumeRole",
            "request",
            {
                "RoleArn": "arn:aws:iam::123456789012:role/secret-reader",
                "RoleSessionName": "password-rotation",
            },
        ),
        (
            "kms",
            "Encrypt",
            "response",
            {
                "CiphertextBlob": "ciphertext-" + draw.hex(64),
                "KeyId": "arn:aws:kms:us-east-1:123456789012:key/" + draw.uuid(),
            },
        ),
        (
            "kms",
            "ListKeys",
            "response",
            {
                "Keys.0.KeyId": draw.uuid(),
                "Keys.0.KeyArn": "arn:aws:kms:us-east-1:123456789012:key/" + draw.uuid(),
            },
        ),
        (
            "kms",
            "GetPublicKey",
            "response",
            {"KeyId": draw.uuid(), "KeyUsage": "SIGN_VERIFY", "PublicKey": draw.of(WORD, 64)},
        ),
    ]


def compute_calls(draw: Draw) -> list[Innocent]:
    return [
        (
            "lambda",
            "CreateFunction",
            "response",
            {
                "FunctionName": "password-reset",
                "CodeSha256": as_base64(draw.randbytes(32)),
                "RevisionId": draw.uuid(),
                "Environment.Variables.LOG_LEVEL": "info",
            },
        ),
        (
            "lambda",
            "CreateFunction",
            "request",
            {
                "FunctionName": "token-issuer",
                "Environment.Variables.SECRET_ARN": SECRET_ARN + "db-a1B2c3",
                "Environment.Variables.TOKEN_TTL": "3600",
            },
        ),
        (
            "lambda",
            "ListFunctions",
            "response",
            {"Functions.0.FunctionName": "secret-rotator", "NextMarker": draw.of(BASE64, 120)},
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            "request",
            {
                "family": "f",
                "containerDefinitions.0.secrets.0.name": "DB_PASSWORD",
                "containerDefinitions.0.secrets.0.valueFrom": PARAMETER_ARN,
            },
        ),
        (
            "ecs",
            "ListTasks",
            "response",
            {
                "taskArns.0": "arn:aws:ecs:us-east-1:123456789012:task/c/" + draw.hex(32),
                "nextToken": draw.of(BASE64, 60),
            },
        ),
        (
            "ecr",
            "DescribeImages",
            "response",
            {
                "imageDetails.0.imageDigest": "sha256:" + draw.hex(64),
                "imageDetails.0.imageTags.0": draw.hex(40),
            },
        ),
        (
            "cloudformation",
            "CreateStack",
            "request",
            {
                "StackName": "secrets",
                "Parameters.0.ParameterKey": "InstanceType",
                "Parameters.0.ParameterValue": "t3.micro",
            },
        ),
        (
            "cloudformation",
            "CreateStack",
            "request",
            {
                "StackName": "s",
                "Parameters.0.ParameterKey": "DBPassword",
                "Parameters.0.UsePreviousValue": True,
            },
        ),
        (
            "cloudformation",
            "DescribeStacks",
            "response",
            {
                "Stacks.0.StackName": "s",
                "Stacks.0.Parameters.0.ParameterKey": "DBPassword",
                "Stacks.0.Parameters.0.ParameterValue": "****",
            },
        ),
        (
            "cloudformation",
            "DescribeStacks",
            "response",
            {
                "Stacks.0.StackName": "s",
                "Stacks.0.Outputs.0.OutputKey": "TokenUrl",
                "Stacks.0.Outputs.0.OutputValue": "https://login.example.com/token",
            },
        ),
        (
            "codebuild",
            "CreateProject",
            "request",
            {
                "name": "pp",
                "environment.environmentVariables.0.name": "DB_PASSWORD",
                "environment.environmentVariables.0.value": "/app/db/password",
                "environment.environmentVariables.0.type": "PARAMETER_STORE",
            },
        ),
        (
            "elasticbeanstalk",
            "UpdateEnvironment",
            "request",
            {
                "OptionSettings.0.Namespace": "aws:autoscaling:launchconfiguration",
                "OptionSettings.0.OptionName": "EC2KeyName",
                "OptionSettings.0.Value": "bastion",
            },
        ),
        (
            "rds",
            "DescribeDBInstances",
            "response",
            {
                "DBInstances.0.DBInstanceIdentifier": "db",
                "DBInstances.0.MasterUsername": "admin",
                "DBInstances.0.MasterUserSecret.SecretArn": SECRET_ARN + "rds-a1B2c3",
                "Marker": draw.of(BASE64, 60),
            },
        ),
        ("rds", "CreateDBInstance", "request", {"ManageMasterUserPassword": True, "MasterUsername": "admin"}),
        (
            "cognito-idp",
            "DescribeUserPool",
            "response",
            {
                "UserPool.Policies.PasswordPolicy.MinimumLength": 8,
                "UserPool.Name": "p",
                "UserPool.Id": "us-east-1_" + draw.word(9),
            },
        ),
        (
            "cognito-idp",
            "ListUsers",
            "request",
            {"UserPoolId": "us-east-1_" + draw.word(9), "PaginationToken": draw.of(BASE64, 80)},
        ),
        (
            "cognito-idp",
            "ListUserPoolClients",
            "response",
            {
                "UserPoolClients.0.ClientId": draw.of(LOWER, 26),
                "UserPoolClients.0.ClientName": "web",
                "NextToken": draw.of(BASE64, 60),
            },
        ),
        ("apigateway", "GetApiKeys", "request", {"includeValues": False, "position": draw.of(WORD, 20)}),
        (
            "apigateway",
            "GetMethod",
            "response",
            {"httpMethod": "GET", "apiKeyRequired": True, "authorizationType": "AWS_IAM"},
        ),
    ]


def message_calls(draw: Draw) -> list[Innocent]:
    return [
        ("sqs", "SendMessage", "response", {"MessageId": draw.uuid(), "MD5OfMessageBody": draw.hex(32)}),
        (
            "sqs",
            "ReceiveMessage",
            "response",
            {
                "Messages.0.MessageId": draw.uuid(),
                "Messages.0.ReceiptHandle": draw.of(BASE64, 200),
                "Messages.0.MD5OfBody": draw.hex(32),
                "Messages.0.Body": "hello",
            },
        ),
        ("sqs", "DeleteMessage", "request", {"ReceiptHandle": draw.of(BASE64, 200)}),
        (
            "sns",
            "ListTopics",
            "response",
            {
                "Topics.0.TopicArn": "arn:aws:sns:us-east-1:123456789012:password-resets",
                "NextToken": draw.of(BASE64, 60),
            },
        ),
        (
            "logs",
            "DescribeLogStreams",
            "response",
            {
                "logStreams.0.logStreamName": "2026/11/22/[$LATEST]" + draw.hex(32),
                "nextToken": draw.of(BASE64, 60),
            },
        ),
        (
            "logs",
            "GetLogEvents",
            "response",
            {
                "nextForwardToken": "f/" + draw.of(NOT_ZERO, 56),
                "nextBackwardToken": "b/" + draw.of(NOT_ZERO, 56),
            },
        ),
        ("logs", "PutLogEvents", "request", {"sequenceToken": draw.of(NOT_ZERO, 56)}),
        ("kinesis", "GetShardIterator", "request", {"ShardId": "shardId-000000000000"}),
        (
            "kinesis",
            "PutRecord",
            "response",
            {"ShardId": "shardId-000000000000", "SequenceNumber": draw.of(NOT_ZERO, 56)},
        ),
        (
            "kinesis",
            "GetRecords",
            "response",
            {"NextShardIterator": draw.of(BASE64, 180), "MillisBehindLatest": 0},
        ),
        (
            "ec2",
            "DescribeInstances",
            "response",
            {
                "Reservations.0.Instances.0.InstanceId": "i-" + draw.hex(17),
                "Reservations.0.Instances.0.KeyName": "bastion",
                "NextToken": draw.of(BASE64, 80),
            },
        ),
        (
            "ec2",
            "DescribeKeyPairs",
            "response",
            {
                "KeyPairs.0.KeyName": "k",
                "KeyPairs.0.KeyFingerprint": ":".join(draw.hex(2) for _ in range(20)),
            },
        ),
        (
            "ec2",
            "ImportKeyPair",
            "request",
            {
                "KeyName": "k",
                "PublicKeyMaterial": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + draw.of(BASE64, 43),
            },
        ),
        (
            "ec2",
            "RunInstances",
            "request",
            {"ClientToken": draw.uuid(), "UserData": "#!/bin/sh\napt-get install -y nginx\n"},
        ),
        ("ec2", "CreateTags", "request", {"Tags.0.Key": "secret-owner", "Tags.0.Value": "team-a"}),
    ]


def other_calls(draw: Draw) -> list[Innocent]:
    return [
        ("acm", "GetCertificate", "response", {"Certificate": CERTIFICATE}),
        (
            "acm",
            "ImportCertificate",
            "request",
            {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/" + draw.uuid()},
        ),
        (
            "iot",
            "CreateKeysAndCertificate",
            "response",
            {"certificateId": draw.hex(64), "certificatePem": CERTIFICATE},
        ),
        (
            "stepfunctions",
            "StartExecution",
            "request",
            {"name": draw.uuid(), "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:x"},
        ),
        (
            "events",
            "ListRules",
            "response",
            {"Rules.0.Name": "rotate-password", "NextToken": draw.of(BASE64, 60)},
        ),
        (
            "codepipeline",
            "GetPipeline",
            "response",
            {
                "pipeline.name": "p",
                "pipeline.stages.0.name": "S",
                "pipeline.stages.0.actions.0.configuration.ProjectName": "token-service",
            },
        ),
        (
            "codepipeline",
            "GetPipelineState",
            "response",
            {
                "pipelineName": "p",
                "stageStates.0.stageName": "S",
                "stageStates.0.latestExecution.pipelineExecutionId": draw.uuid(),
            },
        ),
        (
            "cloudtrail",
            "LookupEvents",
            "response",
            {
                "Events.0.EventName": "GetSecretValue",
                "Events.0.EventId": draw.uuid(),
                "Events.0.Username": "bob",
            },
        ),
        (
            "cloudwatch",
            "GetMetricData",
            "response",
            {
                "MetricDataResults.0.Id": "m1",
                "MetricDataResults.0.Label": "tokens",
                "NextToken": draw.of(BASE64, 60),
            },
        ),
        (
            "route53",
            "ListHostedZones",
            "response",
            {
                "HostedZones.0.Id": "/hostedzone/Z" + draw.of(UPPER, 13),
                "HostedZones.0.Name": "secret.example.com.",
                "IsTruncated": False,
                "MaxItems": "100",
            },
        ),
        (
            "cloudfront",
            "GetDistribution",
            "response",
            {"ETag": "E" + draw.of(UPPER, 13), "Distribution.Id": "E" + draw.of(UPPER, 13)},
        ),
        (
            "athena",
            "StartQueryExecution",
            "request",
            {
                "QueryString": "SELECT password_changed FROM users WHERE token_count > 3",
                "ClientRequestToken": draw.uuid(),
            },
        ),
        (
            "athena",
            "GetQueryResults",
            "response",
            {"ResultSet.Rows.0.Data.0.VarCharValue": "password", "NextToken": draw.of(BASE64, 60)},
        ),
        (
            "glue",
            "GetTable",
            "response",
            {
                "Table.Name": "tokens",
                "Table.StorageDescriptor.Columns.0.Name": "password",
                "Table.StorageDescriptor.Columns.0.Type": "string",
            },
        ),
        (
            "bedrock-runtime",
            "Converse",
            "response",
            {"usage.inputTokens": 12, "usage.outputTokens": 30, "usage.totalTokens": 42},
        ),
        (
            "comprehend",
            "DetectSentiment",
            "response",
            {"Sentiment": "POSITIVE", "SentimentScore.Positive": 0.97},
        ),
        (
            "elasticache",
            "DescribeReplicationGroups",
            "response",
            {"ReplicationGroups.0.ReplicationGroupId": "g", "ReplicationGroups.0.AuthTokenEnabled": True},
        ),
        (
            "opensearch",
            "DescribeDomain",
            "response",
            {
                "DomainStatus.DomainName": "d",
                "DomainStatus.ARN": "arn:aws:es:us-east-1:123456789012:domain/d",
            },
        ),
        (
            "organizations",
            "ListAccounts",
            "response",
            {"Accounts.0.Id": "123456789012", "Accounts.0.Name": "Secrets", "NextToken": draw.of(BASE64, 60)},
        ),
        (
            "resourcegroupstaggingapi",
            "GetResources",
            "response",
            {
                "PaginationToken": as_base64(draw.randbytes(60)),
                "ResourceTagMappingList.0.ResourceARN": "arn:aws:s3:::b",
            },
        ),
        ("efs", "CreateFileSystem", "request", {"CreationToken": draw.uuid()}),
        (
            "codecommit",
            "GetBranch",
            "response",
            {"branch.branchName": "main", "branch.commitId": draw.hex(40)},
        ),
        (
            "wafv2",
            "ListWebACLs",
            "response",
            {"WebACLs.0.Name": "w", "WebACLs.0.LockToken": draw.uuid(), "NextMarker": "m"},
        ),
        (
            "backup",
            "ListBackupJobs",
            "response",
            {"BackupJobs.0.BackupJobId": draw.uuid(), "NextToken": draw.of(BASE64, 40)},
        ),
        (
            "xray",
            "GetTraceSummaries",
            "response",
            {"TraceSummaries.0.Id": f"1-{draw.hex(8)}-{draw.hex(24)}", "NextToken": draw.of(BASE64, 60)},
        ),
    ]


def calls(draw: Draw) -> list[Innocent]:
    """The order is part of the cases, as all draw from one source."""
    return [
        *storage_calls(draw),
        *identity_calls(draw),
        *compute_calls(draw),
        *message_calls(draw),
        *other_calls(draw),
    ]


def request_headers(draw: Draw) -> dict[str, str]:
    return {
        "X-Request-Id": draw.uuid(),
        "X-Amzn-Trace-Id": f"Root=1-{draw.hex(8)}-{draw.hex(24)}",
        "X-Correlation-Token-Type": "bearer",
        "If-None-Match": f'"{draw.hex(32)}"',
        "X-Password-Policy": "strong",
        "Traceparent": f"00-{draw.hex(32)}-{draw.hex(16)}-01",
        "Accept-Language": "en",
        "X-Tokens-Used": "17",
    }


def response_headers(draw: Draw) -> dict[str, str]:
    return {
        "ETag": f'"{draw.hex(32)}"',
        "X-Amz-Request-Id": draw.of(UPPER, 16),
        "X-RateLimit-Remaining": "41",
        "X-Token-Count": "12",
        "Content-Language": "en",
        "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT",
        "Location": "https://example.com/next?page=2",
        "WWW-Authenticate": 'Basic realm="password"',
    }


def queries(draw: Draw) -> list[str]:
    return [
        "q=password+reset",
        "page_token=CAUQAA",
        "nextToken=" + draw.word(30),
        "key=photos",
        "sort=key&order=asc",
        "token_type=bearer",
        "code=200",
        "secret=false",
        "id=" + draw.uuid(),
        "sha=" + draw.hex(40),
        "password=",
        "cursor=" + draw.of(BASE64URL, 40),
    ]


def add(cases: Cases, draw: Draw) -> None:
    for service, operation, side, members in calls(draw):
        cases.innocent(
            "i-calls",
            f"{service}.{operation}.{side}.{'+'.join(members)[-40:]}",
            as_json(members),
            where=side,
            call=Call(service, operation, members),
        )
    for name, value in request_headers(draw).items():
        places = ["header.request", "http.header.request"]
        cases.innocent("i-headers", name, value, where=places, header=name)
    for name, value in response_headers(draw).items():
        places = ["header.response", "http.header.response"]
        cases.innocent("i-headers", name + ".res", value, where=places, header=name)
    for query in queries(draw):
        cases.innocent("i-http-query", query, query, where="http.query")
