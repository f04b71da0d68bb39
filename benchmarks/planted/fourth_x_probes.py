"""Requests that show the bugs of part X of the set `fourth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.fourth_x_operations import BALANCERS, BLOCKS, FOURTH_X_PARAMS, SHARDS, STREAM

Probe = dict[str, Any]
IDS = [str(shard["ShardId"]) for shard in SHARDS]
ARNS = [str(balancer["LoadBalancerArn"]) for balancer in BALANCERS]


def _children(identifier: str) -> Probe:
    return {"ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": identifier}}


def _group(kind: str, **more: Any) -> Probe:
    return {"GroupBy": kind, **more}


def _criterion(field: str, **condition: Any) -> Probe:
    return _group("FINDING_TYPE", FindingCriteria={"Criterion": {field: condition}})


def _level(key: str, value: str = "self") -> Probe:
    return {"AccessLevelFilter": {"Key": key, "Value": value}}


def _filter(*pairs: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in pairs]}


FOURTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "dynamodbstreams.DescribeStream": (
        FOURTH_X_PARAMS["dynamodbstreams.DescribeStream"],
        [
            {"StreamArn": STREAM[:-3] + "456"},
            {"StreamArn": "a" * 40},
            {"StreamArn": None},
            {"Limit": 0},
            {"Limit": 100},
            {"Limit": 101},
            {"ExclusiveStartShardId": IDS[3]},
            {"ExclusiveStartShardId": IDS[-1]},
            {"ExclusiveStartShardId": IDS[3][:27]},
            {"ExclusiveStartShardId": IDS[3][:-1] + "~"},
            _children(IDS[0]),
            _children(IDS[5]),
            _children(IDS[-1]),
            _children(IDS[0]) | {"Limit": 1},
            {"ShardFilter": {"Type": "child_shards", "ShardId": IDS[0]}},
            {"ShardFilter": {"Type": "CHILD_SHARDS"}},
            {"ShardFilter": {"ShardId": IDS[0]}},
        ],
    ),
    "guardduty.GetFindingsStatistics": (
        FOURTH_X_PARAMS["guardduty.GetFindingsStatistics"],
        [
            {"FindingStatisticTypes": ["COUNT_BY_SEVERITY"]},
            {"FindingStatisticTypes": []},
            {"FindingStatisticTypes": ["COUNT_BY_SEVERITY"], "GroupBy": "SEVERITY"},
            {"FindingStatisticTypes": ["COUNT_BY_SEVERITY"], "OrderBy": "ASC"},
            {"FindingStatisticTypes": ["COUNT_BY_SEVERITY"], "MaxResults": 5},
            {"DetectorId": "missing", "GroupBy": "DATE"},
            *[_group(kind) for kind in ("ACCOUNT", "DATE", "FINDING_TYPE", "RESOURCE", "SEVERITY")],
            *[_group(kind, OrderBy="ASC", MaxResults=2) for kind in ("DATE", "FINDING_TYPE", "RESOURCE")],
            _group("RESOURCE", MaxResults=100),
            _group("RESOURCE", MaxResults=101),
            _group("RESOURCE", MaxResults=0),
            _group("resource"),
            _group("DATE", OrderBy="asc"),
            _criterion("severity", Equals=["8"]),
            _criterion("severity", GreaterThanOrEqual=5),
            _criterion("severity", Gte=5),
            _criterion("severity", LessThan=5),
            _criterion("type", NotEquals=["Recon:EC2/PortProbeUnprotectedPort"]),
            _criterion("accountId", Equals=["210987654321"]),
            _criterion("accountId", Equals=["000000000000"]),
            _criterion("service.archived", Eq=["true"]),
            _criterion("accountId", Equals=["1"] * 51),
            _criterion("accountId", Matches=["1*"]),
            _criterion("colour", Equals=["red"]),
        ],
    ),
    "elbv2.DescribeLoadBalancers": (
        {},
        [
            {"Names": ["shop"]},
            {"Names": ["shop", "api"]},
            {"Names": ["missing"]},
            {"Names": ["shop", "missing"]},
            {"LoadBalancerArns": ARNS[2:4]},
            {"LoadBalancerArns": [ARNS[2], ARNS[2] + "x"]},
            {"LoadBalancerArns": ["shop"]},
            {"LoadBalancerArns": ARNS[:1] * 21},
            {"LoadBalancerArns": ARNS[:1], "Names": ["mail"]},
            {"PageSize": 0},
            {"PageSize": 400},
            {"PageSize": 401},
        ],
    ),
    "servicecatalog.ListProvisionedProductPlans": (
        {},
        [
            {"ProvisionProductId": "pp-ggdj5gxkbsu32"},
            {"ProvisionProductId": "pp-missing"},
            {"ProvisionProductId": "pp ggdj5gxkbsu32"},
            {"AcceptLanguage": "jp"},
            _level("Account"),
            _level("Role"),
            _level("User"),
            _level("account"),
            _level("User", "Self"),
            _level("User", "alice"),
            {"AccessLevelFilter": {}},
            {"PageSize": 0},
            {"PageSize": 20},
            {"PageSize": 21},
        ],
    ),
    "s3.ListBucketAnalyticsConfigurations": (
        FOURTH_X_PARAMS["s3.ListBucketAnalyticsConfigurations"],
        [
            {"Bucket": "missing"},
            {"ExpectedBucketOwner": "123456789012"},
            {"ExpectedBucketOwner": "210987654321"},
            {"ContinuationToken": ""},
        ],
    ),
    "ec2.DescribeCapacityBlocks": (
        {},
        [
            {"CapacityBlockIds": [BLOCKS[0]["CapacityBlockId"], BLOCKS[3]["CapacityBlockId"]]},
            {"CapacityBlockIds": ["cb-00000000000000000"]},
            {"CapacityBlockIds": ["i-0"]},
            {"CapacityBlockIds": [BLOCKS[0]["CapacityBlockId"]], **_filter(("state", ["expired"]))},
            _filter(("state", ["active"])),
            _filter(("state", ["Active"])),
            _filter(("state", ["failed", "active"])),
            _filter(("state", ["active"]), ("availability-zone", ["us-east-1b"])),
            _filter(("state", ["pay*"])),
            _filter(("ultraserver-type", ["instances"])),
            _filter(("ultraserver-type", ["u-p6e-gb200x72"])),
            _filter(("start-date", [BLOCKS[2]["StartDate"].strftime("%Y-%m-%dT%H:%M:%SZ")])),
            _filter(("create-date", [BLOCKS[2]["CreateDate"].strftime("%Y-%m-%dT%H:%M:%S.000Z")])),
            _filter(("tags", ["vision"])),
            _filter(("State", ["active"])),
            _filter(("colour", ["red"])),
            {"MaxResults": 0},
            {"MaxResults": 1001},
            {"DryRun": True},
        ],
    ),
}
FOURTH_X_NARROW: dict[str, Probe] = {
    "dynamodbstreams.DescribeStream": _children(IDS[0]),
    "servicecatalog.ListProvisionedProductPlans": _level("Account"),
    "ec2.DescribeCapacityBlocks": _filter(("state", ["active", "expired"])),
}
