"""Functions that send batches, and must look at what became of each entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .case import Case, Code, add, responses

QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
TOPIC = "arn:aws:sns:us-east-1:123456789012:orders"


def chunks(items: list[Any], size: int) -> Iterator[list[Any]]:
    """The items, `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _no_check(code: Code, aws: Any) -> None:
    code(aws.client)


# S3

KEYS = [f"logs/{number}" for number in range(1001)]


def _delete(client: Any) -> None:
    for keys in chunks(KEYS, 1000):
        client.delete_objects(Bucket="reports", Delete={"Objects": [{"Key": key} for key in keys]})


def _delete_wrong(client: Any) -> None:
    client.delete_objects(Bucket="reports", Delete={"Objects": [{"Key": key} for key in KEYS]})


add(
    Case(
        "delete_1001_keys",
        ("s3.DeleteObjects",),
        "1001 keys are deleted at once.",
        "The request can contain a list of up to 1,000 keys that you want to delete.",
        _delete,
        _delete_wrong,
        _no_check,
    )
)


def _undeleted(client: Any) -> list[str]:
    answer = client.delete_objects(Bucket="reports", Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})
    return [error["Key"] for error in answer.get("Errors", [])]


def _undeleted_wrong(client: Any) -> list[str]:
    client.delete_objects(Bucket="reports", Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})
    return []


def _check_undeleted(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [
        error["Key"] for one in responses(aws, "DeleteObjects") for error in one.get("Errors", [])
    ]


add(
    Case(
        "delete_errors_ignored",
        ("s3.DeleteObjects",),
        "Keys that were not deleted are not noticed.",
        "Errors: Container for a failed delete action that describes the object that Amazon S3 "
        "attempted to delete and the "
        "error it encountered.",
        _undeleted,
        _undeleted_wrong,
        _check_undeleted,
        ("Errors[].Key",),
    )
)


# SQS and SNS


def _send(client: Any) -> None:
    for bodies in chunks([f"order {number}" for number in range(25)], 10):
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
        client.send_message_batch(QueueUrl=QUEUE, Entries=entries)


def _send_wrong(client: Any) -> None:
    entries = [{"Id": str(number), "MessageBody": f"order {number}"} for number in range(25)]
    client.send_message_batch(QueueUrl=QUEUE, Entries=entries)


add(
    Case(
        "send_25_messages",
        ("sqs.SendMessageBatch",),
        "25 messages are sent at once.",
        "You can use SendMessageBatch to send up to 10 messages to the specified queue",
        _send,
        _send_wrong,
        _no_check,
    )
)


def _send_same_id_wrong(client: Any) -> None:
    entries = [{"Id": "message", "MessageBody": f"order {number}"} for number in range(3)]
    client.send_message_batch(QueueUrl=QUEUE, Entries=entries)


add(
    Case(
        "send_same_id",
        ("sqs.SendMessageBatch",),
        "All entries have the same Id.",
        "The Ids of a batch request need to be unique within a request.",
        _send,
        _send_same_id_wrong,
        _no_check,
    )
)


def _sent(client: Any) -> int:
    entries = [{"Id": str(number), "MessageBody": f"order {number}"} for number in range(5)]
    return len(client.send_message_batch(QueueUrl=QUEUE, Entries=entries)["Successful"])


def _sent_wrong(client: Any) -> int:
    entries = [{"Id": str(number), "MessageBody": f"order {number}"} for number in range(5)]
    client.send_message_batch(QueueUrl=QUEUE, Entries=entries)
    return len(entries)


def _check_sent(code: Code, aws: Any) -> None:
    assert code(aws.client) == sum(len(one["Successful"]) for one in responses(aws, "SendMessageBatch"))


add(
    Case(
        "send_failed_ignored",
        ("sqs.SendMessageBatch",),
        "Messages that failed are counted as sent.",
        "Because the batch request can result in a combination of successful and unsuccessful "
        "actions, you should check for "
        "batch errors even when the call returns an HTTP status code of 200.",
        _sent,
        _sent_wrong,
        _check_sent,
    )
)


def _published(client: Any) -> list[str]:
    entries = [{"Id": str(number), "Message": f"order {number}"} for number in range(5)]
    answer = client.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=entries)
    return [one["Id"] for one in answer.get("Failed", [])]


def _published_wrong(client: Any) -> list[str]:
    entries = [{"Id": str(number), "Message": f"order {number}"} for number in range(5)]
    answer = client.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=entries)
    return [one["Id"] for one in answer.get("Failed", []) if not one["SenderFault"]]


def _check_published(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [
        one["Id"] for answer in responses(aws, "PublishBatch") for one in answer.get("Failed", [])
    ]


add(
    Case(
        "publish_sender_faults",
        ("sns.PublishBatch",),
        "Messages that failed by the sender's fault are not reported.",
        "SenderFault: Specifies whether the error happened due to the caller of the batch API action.",
        _published,
        _published_wrong,
        _check_published,
    )
)


def _receive(client: Any) -> list[str]:
    answer = client.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer.get("Messages", [])]


def _receive_wrong(client: Any) -> list[str]:
    answer = client.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer["Messages"]]


def _check_receive(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [m["Body"] for one in responses(aws, "ReceiveMessage") for m in one.get("Messages", [])]


MESSAGE = ("Messages[].Body", "Messages[].ReceiptHandle", "Messages[].MessageId")
add(
    Case(
        "receive_nothing",
        ("sqs.ReceiveMessage",),
        "Messages is taken for granted.",
        "If the number of messages in the queue is extremely small, you might not receive any messages",
        _receive,
        _receive_wrong,
        _check_receive,
        MESSAGE,
    )
)


def _receive_20_wrong(client: Any) -> list[str]:
    answer = client.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=20)
    return [message["Body"] for message in answer.get("Messages", [])]


add(
    Case(
        "receive_20_messages",
        ("sqs.ReceiveMessage",),
        "More messages are asked for than there may be.",
        "MaxNumberOfMessages: Valid values: 1 to 10.",
        _receive,
        _receive_20_wrong,
        _check_receive,
        MESSAGE,
    )
)


def _consume(client: Any) -> None:
    for message in client.receive_message(QueueUrl=QUEUE).get("Messages", []):
        client.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["ReceiptHandle"])


def _consume_wrong(client: Any) -> None:
    for message in client.receive_message(QueueUrl=QUEUE).get("Messages", []):
        client.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["MessageId"])


def _check_consume(code: Code, aws: Any) -> None:
    code(aws.client)
    handles = {
        m["ReceiptHandle"] for one in responses(aws, "ReceiveMessage") for m in one.get("Messages", [])
    }
    used = {call.params["ReceiptHandle"] for call in aws.calls if "ReceiptHandle" in call.params}
    assert used == handles


add(
    Case(
        "delete_by_message_id",
        ("sqs.ReceiveMessage", "sqs.DeleteMessage"),
        "A message is deleted by its MessageId.",
        "To select the message to delete, use the ReceiptHandle of the message (not the MessageId "
        "which you receive when "
        "you send the message).",
        _consume,
        _consume_wrong,
        _check_consume,
        MESSAGE,
    )
)

# DynamoDB

PUTS = [{"PutRequest": {"Item": {"id": {"S": str(number)}}}} for number in range(60)]


def _write(client: Any) -> bool:
    for requests in chunks(PUTS[:3], 25):
        left: Any = {"orders": requests}
        for _ in range(20):
            left = client.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                break
        else:
            return False
    return True


def _write_wrong(client: Any) -> bool:
    client.batch_write_item(RequestItems={"orders": PUTS[:3]})
    return True


def _check_write(code: Code, aws: Any) -> None:
    if code(aws.client):
        assert not responses(aws, "BatchWriteItem")[-1].get("UnprocessedItems")


add(
    Case(
        "write_unprocessed",
        ("dynamodb.BatchWriteItem",),
        "UnprocessedItems is ignored.",
        "Typically, you would call BatchWriteItem in a loop. Each iteration would check for "
        "unprocessed items and submit a "
        "new BatchWriteItem request with those unprocessed items until all items have been processed.",
        _write,
        _write_wrong,
        _check_write,
    )
)


def _write_many(client: Any) -> None:
    for requests in chunks(PUTS, 25):
        client.batch_write_item(RequestItems={"orders": requests})


def _write_many_wrong(client: Any) -> None:
    for requests in chunks(PUTS, 26):
        client.batch_write_item(RequestItems={"orders": requests})


add(
    Case(
        "write_26_items",
        ("dynamodb.BatchWriteItem",),
        "26 items are written at once.",
        "BatchWriteItem can transmit up to 16MB of data over the network, consisting of up to 25 "
        "item put or delete "
        "operations.",
        _write_many,
        _write_many_wrong,
        _no_check,
    )
)

IDS = [{"id": {"S": str(number)}} for number in range(101)]


def _get_many(client: Any) -> None:
    for keys in chunks(IDS, 100):
        client.batch_get_item(RequestItems={"orders": {"Keys": keys}})


def _get_many_wrong(client: Any) -> None:
    client.batch_get_item(RequestItems={"orders": {"Keys": IDS}})


add(
    Case(
        "get_101_items",
        ("dynamodb.BatchGetItem",),
        "101 items are read at once.",
        "A single operation can retrieve up to 16 MB of data, which can contain as many as 100 items.",
        _get_many,
        _get_many_wrong,
        _no_check,
    )
)


def _get_complete(client: Any) -> bool:
    answer = client.batch_get_item(RequestItems={"orders": {"Keys": IDS[:2]}})
    return not answer.get("UnprocessedKeys")


def _get_complete_wrong(client: Any) -> bool:
    answer = client.batch_get_item(RequestItems={"orders": {"Keys": IDS[:2]}})
    return "Responses" in answer or not answer.get("UnprocessedKeys")


def _check_get_complete(code: Code, aws: Any) -> None:
    complete = code(aws.client)
    assert complete == (not responses(aws, "BatchGetItem")[-1].get("UnprocessedKeys"))


add(
    Case(
        "get_unprocessed",
        ("dynamodb.BatchGetItem",),
        "An answer with UnprocessedKeys is taken for complete.",
        "If a partial result is returned, the operation returns a value for UnprocessedKeys.",
        _get_complete,
        _get_complete_wrong,
        _check_get_complete,
    )
)

# SSM and ECS

NAMES = [f"/shop/{number}" for number in range(12)]


def _parameters(client: Any) -> set[str]:
    invalid: set[str] = set()
    for names in chunks(NAMES, 10):
        invalid |= set(client.get_parameters(Names=names).get("InvalidParameters", []))
    return invalid


def _parameters_wrong(client: Any) -> set[str]:
    return set(client.get_parameters(Names=NAMES).get("InvalidParameters", []))


def _check_parameters(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == {
        name for one in responses(aws, "GetParameters") for name in one.get("InvalidParameters", [])
    }


add(
    Case(
        "get_12_parameters",
        ("ssm.GetParameters",),
        "Twelve parameters are asked for at once.",
        "Names: max 10",
        _parameters,
        _parameters_wrong,
        _check_parameters,
    )
)


def _services(client: Any) -> list[Any]:
    failures: list[Any] = []
    for names in chunks([f"service-{number}" for number in range(12)], 10):
        failures += client.describe_services(cluster="shop", services=names).get("failures", [])
    return failures


def _services_wrong(client: Any) -> list[Any]:
    names = [f"service-{number}" for number in range(12)]
    return list(client.describe_services(cluster="shop", services=names).get("failures", []))


def _check_services(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [
        one for answer in responses(aws, "DescribeServices") for one in answer.get("failures", [])
    ]


add(
    Case(
        "describe_12_services",
        ("ecs.DescribeServices",),
        "Twelve services are asked for at once.",
        "You may specify up to 10 services to describe in a single operation.",
        _services,
        _services_wrong,
        _check_services,
    )
)
