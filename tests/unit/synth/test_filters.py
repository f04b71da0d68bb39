"""What filters go by, and how they compare, is read from enumerations and documentation."""

from __future__ import annotations

from typing import Any

import pytest

import harness
from harness.synth import synthetic_client
from harness.synth.filters import (
    Comparison,
    FilterForm,
    FilterNames,
    filter_form,
    filter_matching,
    filter_names,
    filter_options,
)
from harness.synth.matching import Matching
from harness.synth.responses.demands import demands_of, filters_not_shown
from harness.synth.responses.responder import respond
from harness.synth.scene import DEFAULT_SCENE

TIME = "2025-06-02T09:00:00Z"


def test_what_an_operation_filters_by_its_documentation_tells() -> None:
    operation = harness.contract("ssm", "GetParametersByPath").operation_model
    form = filter_form(operation.input_shape.members["ParameterFilters"])
    assert form == FilterForm("Key", "Values", "Option")
    names = filter_names(operation, ("ParameterFilters",))
    others = ("tag", "DataType", "Name", "Path", "Tier")
    assert names == FilterNames(("Type", "KeyId", "Label"), others)
    assert filter_options(operation, ("ParameterFilters",)) == ("Equals", "BeginsWith")


def test_comparisons_that_an_operation_shares_with_others() -> None:
    operation = harness.contract("servicediscovery", "ListOperations").operation_model
    assert filter_options(operation, ("Filters",)) == ("EQ", "IN", "BETWEEN")  # without BEGINS_WITH


@pytest.mark.parametrize(
    ("operation", "path", "expected"),
    [
        ("dms.DescribeEndpointTypes", ("Filters",), ("engine-name", "endpoint-type")),
        ("discovery.DescribeTags", ("filters",), ("tagKey", "tagValue", "configurationId")),
        ("dms.DescribeCertificates", ("Filters",), ("certificate-arn", "certificate-id")),
        ("dms.DescribeEvents", ("Filters",), ("replication-instance-id",)),
        ("braket.SearchJobs", ("filters",), ("jobArn", "createdAt")),
    ],
)
def test_names_in_a_sentence(operation: str, path: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert filter_names(harness.contract(*operation.split(".")).operation_model, path).listed == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("EQ", Comparison.EQUAL),
        ("NotEqual", Comparison.UNEQUAL),
        ("BEGINS_WITH", Comparison.BEGINS),
        ("CONTAINS", Comparison.CONTAINS),
        ("NOT_CONTAINS", Comparison.LACKS),
        ("BETWEEN", None),
        ("KEY_ONLY", None),
    ],
)
def test_words_for_comparisons(word: str, expected: Comparison | None) -> None:
    assert Comparison.named(word) is expected


@pytest.mark.parametrize(
    ("asked", "value", "admitted"),
    [
        ({"Key": "Type", "Values": ["String"]}, "String", True),
        ({"Key": "Type", "Values": ["String"]}, "StringList", False),
        ({"Key": "Type", "Values": ["String"], "Option": "BeginsWith"}, "StringList", True),
        ({"Key": "Type", "Values": ["List"], "Option": "BeginsWith"}, "StringList", False),
    ],
)
def test_a_filter_says_how_values_are_compared(asked: dict[str, object], value: str, admitted: bool) -> None:
    operation = harness.contract("ssm", "GetParametersByPath").operation_model
    demands = demands_of(operation, {"ParameterFilters": [asked]}, DEFAULT_SCENE)
    assert demands["Parameters[].Type"].admits(value) is admitted


def test_a_filter_of_another_operation_finds_nothing() -> None:
    client = harness.synth.synthetic_client("ssm", seed=1)
    found = [
        client.get_parameters_by_path(Path="/", ParameterFilters=[{"Key": key, "Values": ["String"]}])
        for key in ("Type", "Tier")
    ]
    assert [bool(answer["Parameters"]) for answer in found] == [True, False]
    assert {one["Type"] for one in found[0]["Parameters"]} == {"String"}
    begin = {"Key": "Type", "Values": ["StringL"], "Option": "BeginsWith"}
    listed = client.get_parameters_by_path(Path="/", ParameterFilters=[begin])["Parameters"]
    assert {one["Type"] for one in listed} <= {"StringList"}


@pytest.mark.parametrize(
    ("operation", "path", "expected"),
    [
        ("batch.ListConsumableResources", ("filters",), ("CONSUMABLE_RESOURCE_NAME",)),
        ("rds.DescribeDBParameters", ("Filters",), ("parameter-name",)),
        ("ssm.DescribePatchBaselines", ("Filters",), ("NAME_PREFIX", "OWNER", "OPERATING_SYSTEM")),
        (  # the list is of the filter's members
            "forecast.ListDatasetImportJobs",
            ("Filters",),
            ("DatasetArn", "Status"),
        ),
        ("forecast.ListMonitorEvaluations", ("Filters",), ("EvaluationState",)),
        ("ec2.DescribeNetworkInsightsAnalyses", ("Filters",), ("path-found", "status")),
        (
            "elasticbeanstalk.ListPlatformBranches",
            ("Filters",),
            ("BranchName", "LifecycleState", "PlatformName", "TierType"),
        ),
        ("braket.SearchSpendingLimits", ("filters",), ("deviceArn",)),
        ("braket.SearchDevices", ("filters",), ("deviceArn",)),
        ("docdb.DescribeGlobalClusters", ("Filters",), ("db-cluster-id",)),
        ("ssm.DescribeMaintenanceWindowExecutionTasks", ("Filters",), ("STATUS",)),
        ("ec2.DescribeImportImageTasks", ("Filters",), ("task-state",)),
        ("imagebuilder.ListLifecyclePolicies", ("filters",), ("name", "resourceType", "status")),
        ("imagebuilder.ListWorkflows", ("filters",), ("name", "version", "description", "type")),
        (
            "route53resolver.ListResolverRules",  # lists those of other operations as well
            ("Filters",),
            ("CreatorRequestId", "DomainName", "Name", "ResolverEndpointId", "Status", "Type"),
        ),
        (
            "batch.ListJobs",
            ("filters",),
            ("JOB_NAME", "JOB_DEFINITION", "BEFORE_CREATED_AT", "AFTER_CREATED_AT", "SHARE_IDENTIFIER"),
        ),
    ],
)
def test_names_in_a_list(operation: str, path: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert filter_names(harness.contract(*operation.split(".")).operation_model, path).listed == expected


def test_the_values_of_a_filter_are_no_names_of_filters() -> None:
    operation = harness.contract("rds", "DescribeDBRecommendations").operation_model
    names = filter_names(operation, ("Filters",))
    assert {"status", "severity"} <= set(names.listed)
    assert {"active", "high"}.isdisjoint(names.listed)


@pytest.mark.parametrize(
    ("operation", "path", "by", "expected"),
    [
        ("batch.ListJobs", "filters", "JOB_NAME", Matching(any_case=True, wildcards="*")),
        ("batch.ListJobs", "filters", "JOB_DEFINITION", Matching(any_case=False, wildcards="*")),
        ("batch.ListJobs", "filters", "SHARE_IDENTIFIER", Matching()),
        ("ec2.DescribeSpotPriceHistory", "Filters", "spot-price", Matching(any_case=False, wildcards="*?")),
        ("ec2.DescribeSpotPriceHistory", "Filters", "instance-type", Matching(any_case=False)),
        ("imagebuilder.ListComponents", "filters", "name", Matching(any_case=False, wildcards="*")),
        ("imagebuilder.ListComponents", "filters", "type", Matching(any_case=False)),
        ("rds.DescribeDBInstances", "Filters", "engine", Matching(any_case=False, wildcards="")),
        ("secretsmanager.ListSecrets", "Filters", "description", Matching(any_case=True)),
    ],
)
def test_how_the_values_of_a_filter_are_compared(
    operation: str, path: str, by: str, expected: Matching
) -> None:
    assert filter_matching(harness.contract(*operation.split(".")).operation_model, (path,), by) == expected


@pytest.mark.parametrize(
    ("matching", "asked", "text", "expected"),
    [
        (Matching(), "web*", "web-1", None),
        (Matching(), "web*", "shop", False),
        (Matching(wildcards=""), "web*", "web-1", False),
        (Matching(wildcards="*"), "web*", "web-1", True),
        (Matching(wildcards="*"), "web-?", "web-1", None),
        (Matching(wildcards="*?"), "web-?", "web-1", True),
        (Matching(wildcards="*"), "[a]*", "a1", False),
        (Matching(any_case=True), "Web", "wEB", True),
        (Matching(), "Web", "web", False),
    ],
)
def test_wildcards_and_case(matching: Matching, asked: str, text: str, expected: bool | None) -> None:
    assert matching.admits(asked, text) is expected


@pytest.mark.parametrize(
    ("operation", "by", "expected"),
    [
        ("ec2.DescribeVolumes", "tag-key", {"Volumes[].Tags[].Key"}),
        ("ec2.DescribeVolumes", "volume-id", {"Volumes[].VolumeId"}),
        ("ec2.DescribeNetworkAcls", "entry.egress", {"NetworkAcls[].Entries[].Egress"}),
        ("ec2.DescribeInstances", "host-id", {"Reservations[].Instances[].Placement.HostId"}),
        ("ec2.DescribeDhcpOptions", "value", {"DhcpOptions[].DhcpConfigurations[].Values[].Value"}),
        ("ec2.DescribeLaunchTemplateVersions", "http-protocol-ipv4", set()),  # there is HttpProtocolIpv6
    ],
)
def test_filters_by_members_within_an_entry(operation: str, by: str, expected: set[str]) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    demands = demands_of(model, {"Filters": [{"Name": by, "Values": ["orders"]}]}, DEFAULT_SCENE)
    assert {path for path in demands if "[]" in path} == expected


@pytest.mark.parametrize(
    ("operation", "asked", "path", "value", "expected"),
    [
        ("sagemaker.ListModels", {"NameContains": "web"}, "Models[].ModelName", "my-web-1", True),
        ("sagemaker.ListModels", {"NameContains": "web"}, "Models[].ModelName", "my-Web-1", False),
        (
            "transcribe.ListVocabularies",
            {"NameContains": "web"},
            "Vocabularies[].VocabularyName",
            "my-Web",
            True,
        ),
        (
            "lookoutequipment.ListDatasets",
            {"DatasetNameBeginsWith": "web"},
            "DatasetSummaries[].DatasetName",
            "a-web",
            False,
        ),
    ],
)
def test_parameters_that_ask_for_a_part(
    operation: str, asked: dict[str, str], path: str, value: str, expected: bool
) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert demands_of(model, asked, DEFAULT_SCENE)[path].admits(value) is expected


@pytest.mark.parametrize(
    ("operation", "param", "expected"),
    [
        ("backup.ListBackupJobs", "ByCreatedAfter", False),  # "only ... after the specified date"
        ("sagemaker.ListActions", "CreatedAfter", True),  # "on or after"
    ],
)
def test_whether_a_bound_counts_itself(operation: str, param: str, expected: bool | None) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    moment = "2026-11-13T06:42:59Z"
    (demand,) = demands_of(model, {param: moment}, DEFAULT_SCENE).values()
    assert demand.admits(moment) is expected


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("ec2.DescribeVolumes", True),
        ("autoscaling.DescribeScalingActivities", True),
        ("rds.DescribeDBInstances", False),
    ],
)
def test_whether_filters_may_go_by_tags(operation: str, expected: bool) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert filter_names(model, ("Filters",)).tags is expected


@pytest.mark.parametrize(
    ("operation", "asked", "expected"),
    [
        (
            "iotsitewise.ListPipelineExecutions",
            {"startTimeBefore": TIME},
            "pipelineExecutionSummaries[].startTime",
        ),
        ("rds.DescribeDBRecommendations", {"LastUpdatedAfter": TIME}, "DBRecommendations[].UpdatedTime"),
        ("ecs.ListServiceDeployments", {"createdAt": {"before": TIME}}, "serviceDeployments[].createdAt"),
        (
            "bcm-pricing-calculator.ListBillScenarios",
            {"expiresAtFilter": {"afterTimestamp": TIME}},
            "items[].expiresAt",
        ),
        ("mediapackage.ListHarvestJobs", {"IncludeChannelId": "orders"}, "HarvestJobs[].ChannelId"),
        (
            "datazone.ListEnvironments",
            {"environmentProfileIdentifier": "orders"},
            "items[].environmentProfileId",
        ),
        (
            "backup.ListRecoveryPointsByBackupVault",
            {"ByBackupPlanId": "orders"},
            "RecoveryPoints[].CreatedBy.BackupPlanId",
        ),
        (  # the values of executionStatus are others
            "swf.ListClosedWorkflowExecutions",
            {"closeStatusFilter": {"status": "FAILED"}},
            "executionInfos[].closeStatus",
        ),
        (
            "transcribe.ListMedicalTranscriptionJobs",
            {"JobNameContains": "web"},
            "MedicalTranscriptionJobSummaries[].MedicalTranscriptionJobName",
        ),
        ("backupsearch.ListSearchResultExportJobs", {"SearchJobIdentifier": "orders"}, None),
    ],
)
def test_members_that_parameters_speak_of_in_other_words(
    operation: str, asked: dict[str, Any], expected: str | None
) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert next(iter(demands_of(model, asked, DEFAULT_SCENE)), None) == expected


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("omics.ListRuns", [("runGroupId",)]),
        ("personalize.ListEventTrackers", [("datasetGroupArn",)]),
        ("s3.ListObjectsV2", []),
        ("kinesisanalytics.ListApplications", []),  # a list may begin after what is not there
        ("bedrock-agentcore-control.ListDatasetExamples", [("filter", "generationIds")]),
        ("databrew.ListSchedules", [("JobName",)]),  # "The name of the job that these schedules apply to."
        ("kinesis.ListTagsForStream", []),  # one thing is named in two ways
        ("cloudcontrol.ListResources", []),  # by what role
        ("logs.DescribeLogStreams", []),  # "either ... or ..., but not both"
    ],
)
def test_filters_by_what_entries_do_not_show(operation: str, expected: list[tuple[str, ...]]) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert [one.path for one in filters_not_shown(model)] == expected


def test_accounts_but_one_are_accounts() -> None:
    client = harness.synth.synthetic_client("ssm", seed=1)
    asked = {"Key": "AccountId", "Values": ["123456789012"], "Type": "NotEqual"}
    accounts = {node["Owner"]["AccountId"] for node in client.list_nodes(Filters=[asked])["Nodes"]}
    assert accounts
    assert "123456789012" not in accounts


def test_a_filter_by_a_number_with_a_fraction() -> None:
    member = "EstimatedDiskUtilizationPercent"
    asked = {"ActionType": "restore-cluster", "Filters": [{"Name": member, "Values": ["48.02", "38.9"]}]}
    answer = respond(harness.contract("redshift", "DescribeNodeConfigurationOptions"), asked).response
    assert answer is not None
    assert {entry[member] for entry in answer["NodeConfigurationOptionList"]} == {48.02, 38.9}


@pytest.mark.parametrize(("asked", "expected"), [(True, [True]), (False, [])])
def test_a_default_asks_for_whatever_there_is(asked: bool, expected: list[bool]) -> None:
    """“When false (the default value), lists associations ... that use any version.”"""
    operation = harness.contract("ram", "ListPermissionAssociations").operation_model
    demands = demands_of(operation, {"defaultVersion": asked}, DEFAULT_SCENE)
    assert [one.admits(True) for one in demands.values()] == expected


def test_a_switch_is_no_name() -> None:
    """“Specifies whether to return one entry per image name.”"""
    operation = harness.contract("imagebuilder", "ListImages").operation_model
    assert demands_of(operation, {"byName": True}, DEFAULT_SCENE) == {}


def listed(operation: str, /, **params: Any) -> list[Any]:
    contract = harness.contract(*operation.split("."))
    response: Any = respond(contract, params, whole=True).response
    return next(value for value in response.values() if isinstance(value, list))


def test_a_prefix_that_leaves_room_for_nothing_more_is_one_name() -> None:
    [found] = listed("logs.DescribeLogGroups", logGroupNamePrefix="a" * 512)
    assert found["logGroupName"] == "a" * 512
    assert len(listed("logs.DescribeLogGroups", logGroupNamePrefix="a")) > 1


def test_entries_have_what_documentation_lists_of_what_is_asked_for() -> None:
    one = {"attribute": "FLEET_TYPE", "operator": "NOT_IN", "values": ["PRIVATE"]}
    assert {each["fleetType"] for each in listed("devicefarm.ListDevices", filters=[one])} == {"PUBLIC"}


def test_what_belongs_to_something_is_not_named_like_it() -> None:
    operation = "pi.ListPerformanceAnalysisReportRecommendations"
    asked = {"ServiceType": "RDS", "Identifier": "db-A", "AnalysisReportId": "report-00000000000000000"}
    [found] = listed(operation, **asked, RecommendationIds=["rec-1"])
    assert found["RecommendationId"] == "rec-1"  # and not the Identifier


def test_what_a_request_for_a_list_names_is_not_what_it_lists() -> None:
    asked = {"domain": "orders", "registrationStatus": "REGISTERED", "name": "Pack"}
    found = listed("swf.ListActivityTypes", **asked)
    assert {each["activityType"]["name"] for each in found} == {"Pack"}


def test_a_value_that_entries_write_otherwise_asks_for_nothing_of_them() -> None:
    operation = harness.contract("devicefarm", "ListTestGridSessionArtifacts").operation_model
    assert demands_of(operation, {"type": "LOG"}, DEFAULT_SCENE) == {}  # they have SELENIUM_LOG
    assert list(demands_of(operation, {"type": "VIDEO"}, DEFAULT_SCENE)) == ["artifacts[].type"]


def test_a_list_of_schemas_has_their_names() -> None:
    schemas = listed("redshift-data.ListSchemas", Database="orders")
    assert len(set(schemas)) == len(schemas)


def test_a_list_asks_for_the_default_of_a_filter() -> None:
    quotas = listed("service-quotas.ListServiceQuotas", ServiceCode="ec2")
    assert {each["QuotaAppliedAtLevel"] for each in quotas} == {"ACCOUNT"}


def test_what_is_called_an_arn_and_may_be_an_id_tells_entries_apart() -> None:
    reports = listed("billingconductor.ListBillingGroupCostReports", BillingPeriod="0374-12")
    assert len({each["Arn"] for each in reports}) == len(reports)


@pytest.mark.parametrize(
    ("option", "admitted"),
    [("gt", [[9]]), ("ge", [[8, 9]]), ("lt", [[7]]), ("le", [[7, 8]]), ("between", [])],
)
def test_numbers_are_compared_in_order(option: str, admitted: list[list[int]]) -> None:
    operation = harness.contract("redshift", "DescribeNodeConfigurationOptions").operation_model
    asked = {"Filters": [{"Name": "NumberOfNodes", "Operator": option, "Values": ["8"]}]}
    demands = list(demands_of(operation, asked, DEFAULT_SCENE).values())
    assert [[number for number in (7, 8, 9) if one.admits(number)] for one in demands] == admitted
    assert all(one.admits("8.1") is None for one in demands)  # a version may be compared otherwise


@pytest.mark.parametrize("option", ["gt", "ge", "lt", "le"])
def test_entries_lie_beyond_what_a_filter_has(option: str) -> None:
    one = {"Name": "NumberOfNodes", "Operator": option, "Values": ["50"]}
    operation = harness.contract("redshift", "DescribeNodeConfigurationOptions")
    answer = respond(operation, {"ActionType": "resize-cluster", "Filters": [one]}).response
    assert answer is not None
    numbers = [each["NumberOfNodes"] for each in answer["NodeConfigurationOptionList"]]
    assert numbers
    assert all(number > 50 if option[0] == "g" else number < 50 for number in numbers)


@pytest.mark.parametrize(
    ("operation", "param", "expected"),
    [
        ("elbv2.DescribeSSLPolicies", "Names", ["SslPolicies[].Name"]),  # and not those of their ciphers
        ("codebuild.BatchGetProjects", "names", ["projects[].name"]),
    ],
)
def test_names_are_those_of_entries(operation: str, param: str, expected: list[str]) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    asked = demands_of(model, {param: ["orders"]}, DEFAULT_SCENE)
    assert [path for path in asked if "[]" in path] == expected


def test_a_filter_that_documentation_does_not_list_finds_nothing() -> None:
    ec2 = harness.synth.synthetic_client("ec2", seed=1)
    assert ec2.describe_fleets(Filters=[{"Name": "no-such-filter", "Values": ["a"]}])["Fleets"] == []
    by_tag = ec2.describe_fleets(Filters=[{"Name": "tag:Owner", "Values": ["a"]}])["Fleets"]
    assert by_tag[0]["Tags"][0] == {"Key": "Owner", "Value": "a"}


def test_a_filter_by_what_entries_do_not_show_finds_a_part() -> None:
    ssm = harness.synth.synthetic_client("ssm", seed=1)
    by_key = [{"Key": "KeyId", "Values": ["alias/aws/ssm"]}]
    pages = ssm.get_paginator("get_parameters_by_path")
    found = [
        len(pages.paginate(Path="/", **asked).build_full_result()["Parameters"])
        for asked in ({}, {"ParameterFilters": by_key})
    ]
    assert 0 < found[1] < found[0]


def test_an_arn_and_the_id_of_something_else_find_nothing() -> None:
    dms = harness.synth.synthetic_client("dms", seed=1)
    one, other = dms.describe_certificates()["Certificates"][:2]

    def found(arn: str, name: str) -> list[str]:
        filters = [
            {"Name": "certificate-arn", "Values": [arn]},
            {"Name": "certificate-id", "Values": [name]},
        ]
        certificates = dms.describe_certificates(Filters=filters)["Certificates"]
        return [each["CertificateIdentifier"] for each in certificates]

    own = one["CertificateIdentifier"]
    assert found(one["CertificateArn"], own) == [own]
    assert found(one["CertificateArn"], other["CertificateIdentifier"]) == []


def test_a_name_from_which_arns_are_made_finds_one_thing() -> None:
    builder = harness.synth.synthetic_client("imagebuilder", seed=1)
    found = builder.list_distribution_configurations(filters=[{"name": "name", "values": ["web"]}])
    assert [one["name"] for one in found["distributionConfigurationSummaryList"]] == ["web"]


def test_an_empty_id_is_that_of_nothing() -> None:
    voice = harness.synth.synthetic_client("pinpoint-sms-voice-v2", seed=1)
    assert voice.describe_pools(PoolIds=[""])["Pools"] == []


def test_a_part_of_a_value_is_no_other_spelling_of_it() -> None:
    ec2 = harness.synth.synthetic_client("ec2", seed=1)
    for asked, expected in (("Windows (Amazon VPC)", True), ("Windows (Amazon VPC", False)):
        by_product = [{"Name": "product-description", "Values": [asked]}]
        assert bool(ec2.describe_spot_price_history(Filters=by_product)["SpotPriceHistory"]) is expected


def test_another_value_of_what_entries_do_not_show_finds_others() -> None:
    mail = harness.synth.synthetic_client("sesv2", seed=0)
    asked = ({}, {"TenantName": "no-such-7f3a9c"})
    plain, other = (
        mail.list_suppressed_destinations(**each)["SuppressedDestinationSummaries"] for each in asked
    )
    assert len(plain) == len(other) > 0
    assert plain != other


def test_a_number_beyond_what_a_member_can_have_finds_nothing() -> None:
    plans = harness.synth.synthetic_client("sagemaker", seed=1)
    found = plans.search_training_plan_offerings(DurationHours=87600)  # an extension has 4368 at most
    assert found["TrainingPlanExtensionOfferings"] == []
    assert {one["DurationHours"] for one in found["TrainingPlanOfferings"]} == {87600}


def test_a_number_above_another_stays_within_what_a_member_can_have() -> None:
    ssm = harness.synth.synthetic_client("ssm", seed=1)

    def priorities(above: str) -> set[int]:
        by_priority = [{"Key": "Priority", "Values": [above], "Operator": "GreaterThan"}]
        return {
            one["Priority"] for one in ssm.describe_ops_items(OpsItemFilters=by_priority)["OpsItemSummaries"]
        }

    assert priorities("1") <= {2, 3, 4, 5}
    assert priorities("1")
    assert priorities("5") == set()


@pytest.mark.parametrize(
    ("comparison", "text"),
    [("NOT_CONTAINS", "orders"), ("CONTAINS", "orders"), ("BEGINS_WITH", "arn:aws:lake"), ("EQ", "*")],
)
def test_an_arn_that_is_asked_for_is_one(comparison: str, text: str) -> None:
    lake = harness.synth.synthetic_client("lakeformation", seed=1)
    asked = {"Field": "RESOURCE_ARN", "ComparisonOperator": comparison, "StringValueList": [text]}
    arns = [
        one["ResourceArn"] for one in lake.list_resources(FilterConditionList=[asked])["ResourceInfoList"]
    ]
    assert arns
    assert [arn for arn in arns if not (arn.startswith("arn:") and arn.count(":") >= 5)] == []


@pytest.mark.parametrize(
    ("list_name", "method", "by", "member"),
    [
        ("Vpcs", "describe_vpcs", "cidr", "CidrBlock"),
        ("Subnets", "describe_subnets", "availabilityZone", "AvailabilityZone"),
    ],
)
def test_a_filter_goes_by_the_member_that_a_reader_found(
    list_name: str, method: str, by: str, member: str
) -> None:
    client = synthetic_client("ec2")
    wanted = getattr(client, method)()[list_name][0][member]
    found = getattr(client, method)(Filters=[{"Name": by, "Values": [wanted]}])[list_name]
    assert {entry[member] for entry in found} == {wanted}
