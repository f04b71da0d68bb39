from __future__ import annotations

import pytest

from harness.contract.rules import Default
from tools.facts.drafter.miner import mine


def defaults(text, type="string", member="Mode", siblings=("Mode", "Other")):  # noqa: A002
    return [
        rule for rule in mine(text, member=member, type=type, siblings=siblings) if isinstance(rule, Default)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The default is FAST.", "FAST"),
        ("The default value is none .", "none"),
        ("Defaults to FAST if not specified.", "FAST"),
        ("If you don't specify a mode, it defaults to FAST .", "FAST"),
        ('By default, the mode is "fast".', "fast"),
        ("FAST (default) - Runs fast.", "FAST"),
        ("The name defaults to prod .", "prod"),
        ("Defaults to Fast mode if missing.", "Fast"),
        ("FAST - ( the default ) Runs fast.", "FAST"),
        ("The value of FAST , the default, runs fast.", "FAST"),
        ("The modes are fast , and slow . If you don't specify one, the fast mode is used.", "fast"),
        ("If you don't specify a value, the service uses FAST as the default.", "FAST"),
        ("Default: on-demand", "on-demand"),
        ("The default value is ~ (tilde).", "~"),
        ("If you omit this, Example Jobs uses the fast-a mode for the job.", "fast-a"),
        ("Fast is the default.", "Fast"),
        ("If you don't specify a value, the firewall uses FAST .", "FAST"),
        ("By default, Example Jobs uses the fast-2 mode.", "fast-2"),
        ("The mode. If not specified, FAST_2 is used.", "FAST_2"),
        ("If you don't specify a value, Example uses the FAST_2 default.", "FAST_2"),
        ("Defaults to 'Fast' per RFC 1.", "Fast"),
        ("Example: Slow Default value: Fast Valid values for Mode are case sensitive.", "Fast"),
        ("The default is fast mode.", "fast"),
        ("By default, the job uses FAST mode, which saves time.", "FAST"),
        ("The default state is FAST .", "FAST"),
        ("The default behavior is FAST.", "FAST"),
        ("By default, Example Jobs specifies FAST.", "FAST"),
        ("If it is not included, it defaults to a slash (/), listing all modes.", "/"),
        ("The mode is one of: FAST : Runs fast. This is the default. SLOW : Saves.", "FAST"),
        ("The default value, FAST , runs fast.", "FAST"),
        ("If you don't specify this field, Example Jobs uses FAST.", "FAST"),
        ("If no mode is specified in the request, the mode is set to FAST by default.", "FAST"),
        ("If no mode is given, the service will choose FAST as default.", "FAST"),
        ("By default Example Jobs sets this value to 4.0.2.", "4.0.2"),
        ("The default is mode:FAST.", "FAST"),
        ("The default is text/csv;header=present.", "text/csv;header=present"),
        ("If this parameter is omitted, the default value of FAST is used.", "FAST"),
    ],
)
def test_strings_are_read(text, value):
    member = "Name" if "name" in text else "Mode"
    assert defaults(text, member=member, siblings=(member, "Other")) == [Default(member, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The default is 50.", 50),
        ("The default value is 1,000.", 1000),
        ("The maximum number of items per page (20 by default).", 20),
        ("By default, 10 is specified.", 10),
        ("A number from 7 to 30, with 30 being the default.", 30),
        ("If not specified, returns 100 results.", 100),
        ("If this parameter isn't used, then List returns up to 100 results and an Other value.", 100),
        ("If omitted, the most recent 100 reports are analyzed.", 100),
        ("If you don't specify a value, up to 100 results are returned.", 100),
        (
            "If this is not used, the service returns up to 10 results and a token, if applicable.",
            10,
        ),
        ("The default is 3600 seconds.", 3600),
        ("If you don't use this, 100 results and a token, if applicable, are returned.", 100),
        ("If an input is not provided, the default value 3 will be used.", 3),
        ("If you omit this, the operation defaults to 10 jobs per response.", 10),
        ("If you don't specify a value, the service uses 600,000 (600 kb/s) by default.", 600000),
        ("The minimum is 1, and the default (if you don't specify otherwise) is 5.", 5),
        ("The default results level is 0.", 0),
    ],
)
def test_numbers_are_read(text, value):
    assert defaults(text, "integer", "MaxResults", ("MaxResults",)) == [Default("MaxResults", value)]


@pytest.mark.parametrize(
    "text",
    [
        "The default is true .",
        "Defaults to enabled.",
        "The default is TRUE.",
        "Set to true by default, if no value is provided.",
        "Values are false or true (default) .",
        "The mode is enabled by default.",
        "Default: true For large jobs, you must set it.",
        "When set to true (default), the mode is set.",
        "The default setting is true , but when Mode is set to true , jobs stop.",
        "The default value for this parameter is true , which sets the mode.",
        "If you don't specify a value, the default is true and Example sets the mode.",
    ],
)
def test_booleans_are_read(text):
    assert defaults(text, "boolean") == [Default("Mode", True)]


def test_what_is_not_done_by_default():
    text = "By default, page protection isn't enabled."
    assert defaults(text, "boolean", "PageProtection", ("PageProtection",)) == [
        Default("PageProtection", False)
    ]
    assert defaults(text, "boolean", "PageProtectionDisabled", ("PageProtectionDisabled",)) == []
    assert defaults(text, "boolean", "Mode", ("Mode",)) == []
    assert defaults("Old jobs - By default, the mode isn't enabled.", "boolean") == []


def test_the_state_of_what_a_switch_turns_on_is_not_the_switch():
    text = "By default, this is set to true. New pages have a temporary default status of DISABLED."
    assert defaults(text, "boolean") == [Default("Mode", True)]


def test_what_is_enabled_by_default_is_not_what_turns_it_off():
    text = "Turns the page off. The page is enabled by default."
    assert defaults(text, "boolean", "PageDisabled", ("PageDisabled",)) == []
    assert defaults("Jobs after this date have pages enabled by default.", "boolean") == []


@pytest.mark.parametrize(
    "text",
    [
        "There is no default value.",
        "The default is the time of request.",
        "The default is your default VPC key.",
        "If Other is A1, the default is FAST.",
        "The default is FAST for new accounts and SLOW for others.",
        "Defaults to FAST, unless Other is given, in which case it defaults to SLOW.",
        "For example, the default is FAST.",
        "The default value of the property.",
        "The default for Other is FAST.",
        "Defaults to /path/image-name .",
        "The default is unset.",
        "If you omit this, Example Jobs uses the mode of its parent.",
        "FAST : Runs fast. Other : Runs. This is the default mode of Linux and mac: FAST.",
        "It can be up to 20 KB (20,480 bytes) by default.",
        "The default height is 0.5 inches.",
        "The default behavior is faster, single-pass work.",
        "The default action for this mode is PASS.",
        "The service uses 7-bit ASCII by default.",
        "Default: fast (Large jobs); slow (Small jobs)",
        "Formats: text/plain text/* (defaults to plain)",
        "If not specified, the default version is returned.",
        "The default value is <code>fast; slow.[region].example.com</code>.",
        "The default value is fast; slow.[region].example.com",
        "By default, the mode is disabled, which means that it waits.",
    ],
)
def test_what_is_described_or_conditional_is_left_alone(text):
    assert defaults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Default: 10, or the limit of the target.",
        "The default value for large jobs is 10. The default value for small jobs is 5. The default is 4.",
        "Defaults to 0 if neither Mode nor Other is specified.",
        "The default depends on the size. The default is 4.",
    ],
)
def test_a_default_of_some_cases_only_is_left_alone(text):
    assert defaults(text, type="integer") == []


def test_a_quantity_in_words_is_no_default_of_a_string():
    assert defaults("Default: 16 KB (16,384 bytes)") == []
    assert defaults("An ID such as urn:tdm:REGION/default:workflow:NAME", member="Mode") == []


def test_a_default_is_read_in_the_unit_of_the_parameter():
    text = "The time in seconds. The default is 15 minutes, or 900 seconds."
    found = defaults(text, type="integer", member="TimeoutSeconds", siblings=("TimeoutSeconds",))
    assert found == [Default("TimeoutSeconds", 900)]


def test_a_remark_may_stand_before_the_word_default():
    text = "Durations range from 90 seconds to 600 seconds, with 300 seconds (5 minutes) as the default."
    assert defaults(text, "integer", "DurationSeconds", ("DurationSeconds",)) == [
        Default("DurationSeconds", 300)
    ]


def test_two_defaults_are_none():
    assert defaults("The default is FAST. The default is SLOW.") == []


def test_a_default_in_another_unit_is_no_rule():
    text = "If not specified, it defaults to 25 hours."
    assert defaults(text, "integer", "DurationInMinutes", ("DurationInMinutes",)) == []


def test_lists_and_timestamps_have_no_literal_default():
    assert defaults("The default is FAST.", "list") == []
    assert defaults("The default is 5.", "timestamp") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ACCOUNT_DEFAULT : The default setting, which asks the account.", "ACCOUNT_DEFAULT"),
        ("COMPLETE - The default setting.", "COMPLETE"),
        ("The PLAIN_MODE setting leaves the tag out and is the default value.", "PLAIN_MODE"),
        ("If the mode is null, the value is treated as FAST_MODE.", "FAST_MODE"),
        ("If you omit this parameter, the mode is set to DISABLED.", "DISABLED"),
        ("The possible values are NONE, SNAPPY, and GZIP, with the default being SNAPPY.", "SNAPPY"),
    ],
)
def test_a_default_may_stand_on_either_side(text, value):
    assert defaults(text) == [Default("Mode", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Default is 0 when creating a group or adding a location.", 0),
        ("If you omit this field, the service applies a default limit of 1,000 concurrent jobs.", 1000),
        ("Weight 0 is the default.", 0),
        ("The default page size is 20.", 20),
        ("If absent, the value is assumed to be 5.", 5),
    ],
)
def test_a_number_may_be_assumed(text, value):
    assert defaults(text, type="integer", member="MaxJobs", siblings=("MaxJobs",)) == [
        Default("MaxJobs", value)
    ]


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("The default is enabled ( false ).", "DisableScaling"),
        ("By default, tags aren't copied.", "CopyTags"),
        ("When set to true, it asks when several match, with the default being false.", "Enabled"),
        (
            "If not specified, it will default to false and nothing will be scanned unless you ask.",
            "ScanOnPush",
        ),
    ],
)
def test_what_is_not_done_is_false(text, member):
    assert defaults(text, type="boolean", member=member, siblings=(member,)) == [Default(member, False)]


def test_a_default_of_a_case_is_none():
    text = "For SQS, the range is between 2 and 10,000, with a default of 200."
    assert defaults(text, type="integer") == []


@pytest.mark.parametrize(
    ("text", "values", "value"),
    [
        ("By default, jobs are listed in descending order.", ("ASC", "DESC"), "DESC"),
        ("The default is Name.", ("Name", "CreationTime"), "Name"),
        ("If you don't specify a status, only RUNNING jobs are returned.", ("RUNNING", "DONE"), "RUNNING"),
        (
            "If you don't specify, the service will list them by creation date.",
            ("CREATION_DATE",),
            "CREATION_DATE",
        ),
        ("By default, both ACTIVE and INACTIVE families are listed.", ("ACTIVE", "INACTIVE"), None),
        ("DEFAULT: Normal notifications.", ("DEFAULT", "VOIP"), None),
        ("For lists of jobs, it is FAST by default.", ("FAST", "SLOW"), None),
    ],
)
def test_a_word_may_be_a_value_that_the_model_knows(text, values, value):
    rules = mine(text, member="Mode", type="string", siblings=("Mode",), values=(*values, "OTHER"))
    found = [rule.value for rule in rules if isinstance(rule, Default)]
    assert found == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("When omitted or set to false, the response doesn't include them.", False),
        ("When false, or not present, only whole values match.", False),
        ("When this is absent or set to True, an id must be there.", True),
    ],
)
def test_what_is_the_same_as_nothing_is_the_default(text, value):
    assert defaults(text, type="boolean") == [Default("Mode", value)]
