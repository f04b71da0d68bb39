# As mypy-boto3-sqs has it, but for all else that it has.
from typing import TypedDict

class ListQueuesResultTypeDef(TypedDict):
    QueueUrls: list[str]

class SQSClient:
    def list_queues(self, *, QueueNamePrefix: str = ...) -> ListQueuesResultTypeDef: ...
