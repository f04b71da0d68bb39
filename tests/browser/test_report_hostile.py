"""What a cassette holds is text on the page, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Error, Page, expect

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

pytestmark = pytest.mark.browser

ATTACK = "</script><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
TURNED = "safe\u202egpj.exe\u2066\u0000\u200b\ufeff\ud800end"
JSON = (("Content-Type", "application/x-amz-json-1.0"),)


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    params = {"ExclusiveStartTableName": ATTACK, ATTACK: ATTACK, "Limit": ATTACK, "__proto__": "constructor"}
    answer = {
        "TableNames": [ATTACK, TURNED, "x" * 200_000, "👩‍👩‍👧 \u0627\u0644\u0639\u0631\u0628\u064a\u0629"],
        ATTACK: {"a": list(range(50_000))},
        "Number": 12345678901234567890,
    }
    headers = (("X-Attack", ATTACK), ("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    interactions = [
        Interaction(
            Request("POST", f"http://127.0.0.1:5000/?{ATTACK}", headers, json.dumps(params).encode()),
            Response(200, ATTACK, headers, json.dumps(answer).encode()),
            Facts("dynamodb", "ListTables", ATTACK, params, "json", ATTACK, ATTACK, ATTACK),
        ),
        Interaction(
            Request(ATTACK, f"http://{ATTACK}/", headers, ATTACK.encode()),
            Response(500, ATTACK, headers, b"\xff\x00" + ATTACK.encode() * 50_000),
        ),
    ]
    save_cassette(f"tapes/{ATTACK.replace('/', '')}.json", interactions)
    result = CliRunner().invoke(_group, ["report", "tapes"])
    assert result.exit_code == 1, result.output
    assert (tmp_path / "report.html").stat().st_size < 500_000
    return tmp_path / "report.html"


def test_nothing_recorded_becomes_markup(
    hostile: Path, open_page: Callable[..., Page], exchange_view: Callable[[Path, int], str]
) -> None:
    page = open_page(hostile)
    elements = page.locator("img, iframe, main script, object, embed")
    asked, other = exchange_view(hostile, 0), exchange_view(hostile, 1)
    for view in ("overview", "violations", "exchanges", asked, f"{asked}?with=nearest", other, "coverage"):
        page.evaluate("view => { location.hash = `#/${view}` }", view)
        page.wait_for_timeout(300)
        assert elements.count() == 0, view
        assert "hacked" not in page.title()


def test_what_is_odd_is_spelled_out_and_what_is_long_is_cut(
    hostile: Path, open_page: Callable[..., Page], exchange_view: Callable[[Path, int], str]
) -> None:
    page = open_page(hostile, exchange_view(hostile, 0))
    asked, answered = page.get_by_label("Parameters"), page.get_by_label("Result")
    expect(asked).to_contain_text(json.dumps(ATTACK))
    expect(answered).to_contain_text(r'"safe\u202egpj.exe\u2066\u0000\u200b\ufeff\ud800end"')
    expect(answered).to_contain_text("… and 199,000 more characters")
    expect(page.get_by_text("It goes on; the cassette holds the whole.")).to_be_visible()
    assert answered.locator("li:not(.note)").count() == 1000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_that_got_in_would_not_run(hostile: Path, tmp_path: Path, browser: Browser) -> None:
    """The policy of the page is the second line: it runs its own script and no other, and asks nobody."""
    spoiled = tmp_path / "spoiled.html"
    attack = b"<script>document.title='hacked'</script><img src='http://127.0.0.1:9/x.png'><noscript>"
    spoiled.write_bytes(hostile.read_bytes().replace(b"<noscript>", attack, 1))
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(spoiled.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("error")
    assert "hacked" not in page.title()
    assert len([text for text in refused if "Content Security Policy" in text]) == 2, refused
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<b>markup</b>'")
    page.close()
