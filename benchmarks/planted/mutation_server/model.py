"""What passes between the parts of the mutation server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

FRESH_NAMES = frozenset(
    {
        "lambda.ListFunctions",
        "kinesis.ListStreams",
        "logs.FilterLogEvents",
        "rds.DescribeDBInstances",
        "ec2.DescribeSnapshots",
        "s3.ListObjectVersions",
        "s3.HeadObject",
    }
)
THIRD_NAMES = frozenset(
    {
        "secretsmanager.GetSecretValue",
        "stepfunctions.ListExecutions",
        "redshift.DescribeEvents",
        "ssm.GetParametersByPath",
        "cognito-idp.ListUsers",
        "partnercentral-revenue-measurement.ListRevenueAttributionAllocations",
        "batch.ListJobs",
        "backup.ListBackupJobs",
        "glacier.GetJobOutput",
        "s3.ListParts",
        "cloudfront.ListFunctions",
        "ec2.DescribeSpotPriceHistory",
    }
)
FOURTH_NAMES = frozenset(
    {
        "dynamodbstreams.DescribeStream",
        "guardduty.GetFindingsStatistics",
        "elbv2.DescribeLoadBalancers",
        "servicecatalog.ListProvisionedProductPlans",
        "s3.ListBucketAnalyticsConfigurations",
        "ec2.DescribeCapacityBlocks",
        "fsx.DescribeFileSystemAliases",
        "route53resolver.ListOutpostResolvers",
        "lakeformation.ListLFTags",
        "pinpoint.GetSegmentImportJobs",
        "autoscaling.DescribePolicies",
        "memorydb.DescribeParameterGroups",
    }
)
FIFTH_NAMES = frozenset(
    {
        "budgets.DescribeBudgetNotificationsForAccount",
        "swf.GetWorkflowExecutionHistory",
        "ram.ListPermissions",
        "elasticache.DescribeReservedCacheNodes",
        "cloudfront.ListCloudFrontOriginAccessIdentities",
        "ec2.ListVolumesInRecycleBin",
        "transfer.ListHostKeys",
        "sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet",
        "mediaconvert.SearchJobs",
        "rds.DescribeDBParameters",
        "securityhub.GetSoftwareStatisticsV2",
        "eventbridgev2.DescribeEventBus",
    }
)
SIXTH_NAMES = frozenset(
    {
        "elasticbeanstalk.DescribeApplicationVersions",
        "support.DescribeTrustedAdvisorCheckResult",
        "timestream-query.ListTagsForResource",
        "config.GetOrganizationConformancePackDetailedStatus",
        "location.GetMapTile",
        "pinpoint.GetImportJob",
        "route53.ListTagsForResource",
    }
)
SEVENTH_NAMES = frozenset(
    {
        "workspaces.DescribeWorkspaceDirectories",
        "codepipeline.ListActionExecutions",
        "xray.GetInsightSummaries",
        "cloudfront.ListDistributionsByTrustStore",
        "ec2.DescribeIpamScopes",
        "dms.DescribeFleetAdvisorCollectors",
        "workspaces.DescribeAccountModifications",
        "config.DescribeOrganizationConfigRules",
        "iot.SearchIndex",
        "ssm.DescribeInstancePatchStatesForPatchGroup",
        "datasync.ListTasks",
        "codepipeline.GetActionType",
        "ec2.DescribeReservedInstances",
        "transfer.ListUsers",
        "lightsail.GetRelationalDatabaseBlueprints",
        "opensearch.GetDefaultApplicationSetting",
        "cloudformation.ListStackSets",
    }
)
EIGHTH_NAMES = frozenset(
    {
        "dms.DescribeReplicationTableStatistics",
        "codebuild.ListSandboxes",
        "iot.DescribeDefaultAuthorizer",
        "ec2.SearchTransitGatewayMulticastGroups",
        "cloudfront.ListStreamingDistributions",
        "config.GetCustomRulePolicy",
        "codecommit.GetPullRequestApprovalStates",
        "ec2.DescribeFleets",
        "config.ListConfigurationRecorders",
        "cloudfront.GetContinuousDeploymentPolicy",
        "sagemaker.ListTrainingJobs",
    }
)
NINTH_NAMES = frozenset(
    {
        "organizations.ListDelegatedServicesForAccount",
        "ec2.DescribeLaunchTemplateVersions",
        "docdb.DescribeDBClusterParameters",
        "iot.ListAuditSuppressions",
        "s3.GetBucketAnalyticsConfiguration",
        "kafka.ListConfigurations",
        "codecommit.GetDifferences",
        "ec2.DescribeInstanceTopology",
        "sns.ListTagsForResource",
        "apigateway.GetStage",
        "cloudfront.ListAnycastIpLists",
        "servicecatalog.ListOrganizationPortfolioAccess",
    }
)
Params = dict[str, Any]
Output = dict[str, Any]
Item = dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """A value that is written as it is, whatever its shape says."""

    value: Any


@dataclass(frozen=True)
class Violation:
    """One way in which a request breaks its contract."""

    member: str
    kind: str  # required, type, min, max, pattern, enum, unknown or rule
    message: str
    value: Any = None


@dataclass(frozen=True)
class Refusal:
    """An error that the server answers, before it is written in the form of a protocol."""

    code: str
    message: str
    status: int = 400
    sender: bool = True
    extra: dict[str, Any] = field(default_factory=dict)  # more members of the error


class Refused(Exception):
    """Stops the handling of a request with an error."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Page:
    """Entries `start` to `stop` of a list, and the token of the rest, if there is a rest."""

    items: list[Item]
    start: int
    stop: int
    everything: list[Item]
    token: str | None

    @property
    def entries(self) -> list[Item]:
        """The entries of this page."""
        return self.items


def same(value: Any, *_: Any) -> Any:
    """The value itself."""
    return value


def nothing(*_: Any) -> Iterable[Violation]:
    """No violation."""
    return ()


def no(*_: Any) -> bool:
    """False."""
    return False


def never(*_: Any) -> None:
    """None."""
    return


@dataclass(frozen=True)
class Hooks:
    """The places at which a bug may change what the server does. None of them does anything by default."""

    request: Callable[[Params], Params] = same  # before the constraints are checked
    excuse: Callable[[Violation, Params], bool] = no  # violations that are overlooked
    accuse: Callable[[Params], Iterable[Violation]] = nothing  # refusals without a reason
    params: Callable[[Params], Params] = same  # after the constraints are checked
    items: Callable[[list[Item], Params], list[Item]] = same
    limit: Callable[[int, Params], int] = same
    binding: Callable[[Params], Params] = same  # the parameters to which tokens belong
    position: Callable[[str, Params], int | None] = never  # reads a token in another way
    page: Callable[[Page, Params], Page] = same
    answer: Callable[[Output, Params, Page | None], Output] = same
    error: Callable[[Refusal, Params], Refusal] = same
    reply: Callable[[Reply, Params], Reply] = same


@dataclass(frozen=True)
class Bug:
    """A mistake that the server makes if it is told to."""

    name: str
    description: str
    sentence: str
    hooks: Callable[[], Hooks] = field(repr=False)

    @property
    def set(self) -> str:
        """`first`, or `fresh` to `ninth` for the operations that were added after a measure."""
        if self.operation in NINTH_NAMES:
            return "ninth"
        if self.operation in EIGHTH_NAMES:
            return "eighth"
        if self.operation in SEVENTH_NAMES:
            return "seventh"
        if self.operation in SIXTH_NAMES:
            return "sixth"
        if self.operation in FIFTH_NAMES:
            return "fifth"
        if self.operation in FOURTH_NAMES:
            return "fourth"
        if self.operation in THIRD_NAMES:
            return "third"
        return "fresh" if self.operation in FRESH_NAMES else "first"

    @property
    def operation(self) -> str:
        """The operation that the bug is in, as service.Operation."""
        return self.name.partition("/")[0]
