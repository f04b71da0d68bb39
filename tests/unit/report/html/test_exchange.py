"""An exchange on the page of a report."""

from __future__ import annotations

from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.report.html.exchange import show_exchange
from harness.report.judge import told

SECRET = "JwpVRw0oLobLn4ZCJUot"


def test_a_value_that_breaks_a_rule_is_shown_as_its_message_quotes_it() -> None:
    params = {"TableName": SECRET, "BillingMode": SECRET, "AttributeDefinitions": [], "KeySchema": []}
    exchange = Exchange("dynamodb", "CreateTable", None, params=params, response={})
    found = contract("dynamodb", "CreateTable").check_exchange(exchange)
    violations = [told(one, None) for one in found if one.pointer == "/BillingMode"]
    shown = show_exchange(exchange, list(enumerate(violations)))
    detail = shown.detail
    lines = detail["request"]["text"].splitlines()
    assert lines[detail["violations"][0]["line"]].strip() == '"BillingMode": "XxxXXx0xXxxXx0XXXXxx",'
    assert SECRET not in str(detail["violations"])
    assert shown.asked.startswith('BillingMode: "XxxXXx0xXxxXx0XXXXxx"')
    assert f'"TableName": "{SECRET}",' in map(str.strip, lines)
