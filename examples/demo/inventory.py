"""What a user's program may look like: it asks several services what there is, and prints a summary."""

from __future__ import annotations

import json

import boto3


def prepare() -> None:
    """Make a few things, so that there is something to list."""
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="2026/11/report.bin", Body=bytes(range(256)))
    boto3.client("sqs").create_queue(QueueName="orders")
    boto3.client("dynamodb").create_table(
        TableName="customers",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto3.client("cloudtrail").create_trail(Name="audit", S3BucketName="reports")


def inventory(page_size: int = 100) -> dict[str, object]:
    """Return what there is: objects and their size, queues, tables, trails."""
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    dynamodb, cloudtrail = boto3.client("dynamodb"), boto3.client("cloudtrail")
    objects = s3.list_objects_v2(Bucket="reports").get("Contents", [])
    return {
        "objects": [item["Key"] for item in objects],
        "bytes": sum(len(s3.get_object(Bucket="reports", Key=o["Key"])["Body"].read()) for o in objects),
        "queues": [url.rpartition("/")[2] for url in sqs.list_queues().get("QueueUrls", [])],
        "tables": dynamodb.list_tables(Limit=page_size)["TableNames"],
        "trails": [trail["Name"] for trail in cloudtrail.list_trails()["Trails"]],
        "account": boto3.client("sts").get_caller_identity()["Account"],
    }


if __name__ == "__main__":
    prepare()
    print(json.dumps(inventory(), indent=2))
