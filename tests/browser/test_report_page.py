"""The page of ``harness report`` as a person uses it, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from harness.cli import _group
from harness.report.check import check_paths
from harness.report.html.page import read_index

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
VIEWS = [
    "overview",
    "violations",
    "exchanges",
    "exchanges?outcome=error",
    "exchanges?q=of this there is nothing",
    "exchange/BROKEN",
    "exchange/BROKEN?with=nearest",
    "exchange/CLEAN",
    "coverage",
    "coverage?q=ListTables",
    "changes",
    "changes?kind=fixed",
    "history",
    "history?branch=nowhere",
    "nowhere",
]
Open = Callable[..., Page]


def show(page: Page, report: Path, view: str) -> None:
    """Go to a view, and wait until it is drawn."""
    index = read_index(report.read_bytes())
    by_name = [row[7] for row in index["exchanges"] if index["names"][row[2]] == "dynamodb.ListTables"]
    address = view.replace("BROKEN", by_name[1]).replace("CLEAN", by_name[0])
    page.evaluate("view => { location.hash = `#/${view}` }", address)
    page.wait_for_timeout(400)


def rows(page: Page) -> list[str]:
    """The exchanges that are listed: operation, and number in the cassette."""
    expect(page.get_by_role("status")).not_to_have_text(re.compile("^Searching"))
    return [re.sub(r"\s+", " ", row.inner_text()) for row in page.locator("table.rows tbody tr").all()]


def test_the_overview_counts_what_the_check_counts(mixed: Path, open_page: Open) -> None:
    found = check_paths([mixed.parent / "tapes"])
    page = open_page(mixed)
    tiles = dict(tile.split("\n")[1::-1] for tile in page.locator(".tile").all_inner_texts())
    assert tiles["Exchanges"] == str(found.exchanges)
    assert tiles["Errors"] == str(len(found.errors))
    assert tiles["Warnings"] == str(len(found.warnings))
    assert tiles["Not checked"] == str(len(found.not_checked))
    assert len(found.errors) > 0 < len(found.warnings)
    services = page.get_by_role("table", name="Exchanges by service and outcome")
    assert services.get_by_role("rowheader").all_inner_texts() == [
        "cloudtrail",
        "dynamodb",
        "s3",
        "xray",
        "no known service",
    ]
    expect(
        services.get_by_role("img", name="1 with errors, 1 with warnings, 1 nothing wrong")
    ).to_be_visible()


def test_a_violation_stands_beside_the_documentation_and_at_its_line(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "violations?code=range")
    card = page.locator(".card")
    expect(card.locator(".message")).to_have_text("Limit must be at most 100, but was 1000.")
    expect(card.locator("blockquote")).to_contain_text("maximum number of table names to return")
    expect(card.locator("figcaption")).to_contain_text("shape ListTablesInputLimit, max (botocore")
    expect(card.locator(".next")).to_contain_text("Fix the call.")
    card.get_by_role("link", name="1 exchange").click()
    page.get_by_role("link", name="dynamodb.ListTables").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("dynamodb.ListTables")
    expect(page.get_by_label("Parameters").locator("li.error").first).to_have_text('  "Limit": 1000')
    expect(page.get_by_label("Parameters").locator("li.note")).to_contain_text("Limit must be at most 100")
    expect(page.locator("dl.facts")).to_contain_text("2026-11-21 10:00:00 UTC")
    expect(page.locator(".http").first).to_have_text("POST http://127.0.0.1:5000/")
    page.locator("summary", has_text="headers").first.click()
    expect(page.locator(".headers").first).to_contain_text("DynamoDB_20120810.ListTables")


def test_a_rule_that_prose_states_is_quoted(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "violations?operation=cloudtrail.ListInsightsMetricData")
    quoted = page.locator("blockquote", has_text="60, 300, and 3600")
    expect(quoted).to_be_visible()
    caption = page.locator("figure", has=quoted).locator("figcaption")
    expect(caption).to_contain_text("From: documentation of Period, sentence")


def test_what_could_not_be_checked_says_why(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?outcome=unchecked")
    page.get_by_role("link", name="GET http://127.0.0.1:5000/health").click()
    expect(page.locator(".lead")).to_contain_text(
        "Not checked: GET 127.0.0.1/health is no request to a known AWS service"
    )
    expect(page.get_by_label("Result")).to_have_text("fine")


@pytest.mark.parametrize(
    ("name", "choice", "count"),
    [
        ("Outcome", "error", 2),
        ("Outcome", "unchecked", 1),
        ("Service", "xray", 3),
    ],
)
def test_filters(mixed: Path, open_page: Open, name: str, choice: str, count: int) -> None:
    page = open_page(mixed, "exchanges")
    page.get_by_role("combobox", name=name, exact=True).select_option(choice)
    expect(page.get_by_role("status")).to_have_text(f"{count} of 71 exchanges")
    assert len(rows(page)) == min(count, 50)
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text("71 of 71 exchanges")


@pytest.mark.parametrize(
    ("sought", "count"),
    [
        ("quince", 3),  # in a response
        ("DYNAMODB_20120810", 3),  # in a header, whatever the case
        ('"Limit": 1000', 1),  # a parameter, as it is shown
        ("must be at most 100", 1),  # a message
        ("tables.yaml", 3),
        ("cloudtrail.ListTrails", 60),
        ("range", 1),
        ("of this there is nothing", 0),
    ],
)
def test_the_search_finds_what_is_anywhere(mixed: Path, open_page: Open, sought: str, count: int) -> None:
    page = open_page(mixed, "exchanges")
    page.get_by_label("Search").fill(sought)
    expect(page.get_by_role("status")).to_have_text(f"{count} of 71 exchanges")
    assert len(rows(page)) == min(count, 50)


def test_filters_stand_in_the_address_and_go_along(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?cassette=tapes%2Ftables.yaml&outcome=warning")
    assert [row.split(" ")[0] for row in rows(page)] == ["dynamodb.ListTables"]
    page.get_by_role("link", name="dynamodb.ListTables").click()
    expect(page.locator(".trail")).to_contain_text("1 of 1")
    page.get_by_role("link", name="Exchanges", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("1 of 71 exchanges")


def test_rows_say_what_was_asked_and_answered_with_problems_first(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?service=dynamodb")
    expect(page.locator("tbody tr").first).to_contain_text("Limit: 1000")
    told = [re.sub(r" tapes/.*", "", row) for row in rows(page)]
    assert told == [
        'dynamodb.ListTables Limit: 1000 200 TableNames: ["quince"] ✕ 1 request error',
        'dynamodb.ListTables Limit: 10 200 Colour: "red", TableNames: ["quince"] ! 1 answer warning',
        'dynamodb.ListTables Limit: 10 200 TableNames: ["quince"] ✓ fine',
    ]


def test_a_heading_sorts_and_sorts_back(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?cassette=tapes%2Fbuckets.yaml")
    heading = page.get_by_role("columnheader", name="Recorded")
    for direction in ("ascending", "descending"):
        heading.get_by_role("link").click()
        expect(heading).to_have_attribute("aria-sort", direction)
        times = [time for time in page.locator("td.time").all_inner_texts() if time != "not known"]
        assert times == sorted(times, reverse=direction == "descending")
        assert times[0] != times[-1]
    page.get_by_role("columnheader", name="Contract").get_by_role("link").click()
    expect(page.locator("tbody tr").first).to_contain_text("request error")


def test_on_a_phone_a_field_sorts_and_answer_and_contract_are_seen(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?service=dynamodb", viewport={"width": 390, "height": 844})
    cells = page.locator("td.answer, td.contract").all()
    assert len(cells) > 2
    for cell in cells:
        box = _box(cell)
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
    page.get_by_role("combobox", name="Sort by").select_option("-recorded")
    expect(page).to_have_url(re.compile("sort=-recorded"))
    page.get_by_role("combobox", name="Outcome").select_option("error")
    expect(page.get_by_role("status")).to_have_text("1 of 71 exchanges")


def test_what_filters_are_set_to_is_said_and_can_be_taken_back(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?outcome=error&service=dynamodb&q=1000")
    chips = page.get_by_role("group", name="Filters that are set")
    names = [re.sub(r"\s+", " ", chip) for chip in chips.locator(".chip").all_inner_texts()]
    assert names == ["Outcome: with errors ✕", "Service: dynamodb ✕", "Search: 1000 ✕"]
    for name in ("Search: 1000", "Outcome: with errors"):
        chips.get_by_role("button", name=f"Remove the filter {name}").click()
    expect(page.get_by_role("status")).to_have_text("3 of 71 exchanges")
    page.evaluate("location.hash = '#/exchanges?outcome=error&service=xray'")
    expect(page.locator(".empty")).to_contain_text("No exchange matches these filters.")
    page.locator(".empty").get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text("71 of 71 exchanges")


def test_requests_stand_apart_from_answers(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "violations")
    sides = page.locator("main h2").all_inner_texts()
    assert sides == ["Your requests", "Service answers"]
    asked, answered = (page.get_by_role("list", name=side, exact=True) for side in sides)
    expect(asked).to_contain_text("Limit must be at most 100")
    expect(answered.locator(".message")).to_have_text(re.compile("Colour is not a documented member"))


def test_a_card_tells_where_it_is_and_how_to_reproduce_it(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "violations?code=range", permissions=["clipboard-read", "clipboard-write"])
    card = page.locator(".card")
    place = card.get_by_role("link", name=re.compile(r"tables\.yaml:\d+$"))
    line = int(place.inner_text().rpartition(":")[2])
    lines = (mixed.parent / "tapes/tables.yaml").read_text().splitlines()
    assert lines[line - 1].startswith("- ")
    assert "1000" in next(one for one in lines[line - 1 :] if "Limit" in one)
    card.get_by_role("button", name="Copy: harness check tapes/tables.yaml").click()
    expect(card.get_by_role("button", name="Copy: harness check tapes/tables.yaml")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "harness check tapes/tables.yaml"
    expect(card.locator(".about pre").last).to_be_hidden()
    card.locator("summary").click()
    expect(card.locator(".about")).to_contain_text("Fix it")
    expect(card.locator(".about pre").last).to_contain_text("[tool.harness.severity]")
    card.get_by_role("link", name=re.compile("^Link to range")).click()
    expect(page.get_by_role("status")).to_have_text(re.compile("^1 of "))
    expect(page.locator(".chip")).to_contain_text("range at request /Limit")


def test_an_exchange_is_compared_with_the_nearest(
    mixed: Path, open_page: Open, exchange_view: Callable[[Path, int], str]
) -> None:
    at = read_index(mixed.read_bytes())["cassettes"].index("tapes/tables.yaml")
    row = next(
        row for row, one in enumerate(read_index(mixed.read_bytes())["exchanges"]) if one[:2] == [at, 2]
    )
    page = open_page(mixed, exchange_view(mixed, row))
    page.get_by_role("link", name="Show what differs").click()
    asked = page.get_by_role("region", name="Parameters, side by side")
    expect(asked.locator("ins")).to_have_text('  "Limit": 1000')
    expect(asked.locator("del")).to_have_text('  "Limit": 10')
    assert "with=" in page.url
    page.reload()
    expect(page.get_by_role("combobox", name="Compare with")).to_contain_text("1 line of the request differ")
    chosen = page.get_by_role("combobox", name="Compare with").locator("option").all_inner_texts()
    assert [one.split(":")[0] for one in chosen] == ["tapes/tables.yaml #1", "tapes/tables.yaml #3"]


def test_the_history_shows_its_runs(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "history")
    expect(page.locator(".brand strong")).to_have_text("Orchard")
    told = [row.split("\t")[3:] for row in page.locator("tbody tr").all_inner_texts()]
    assert [(row[0], row[-2], row[-1]) for row in told] == [("71", "1", "1"), ("11", "0", "0")]
    chart = page.get_by_role("img", name=re.compile("over 2 runs"))
    assert chart.count() == 2
    page.evaluate("location.hash = '#/violations?code=unknown-member'")
    expect(page.locator(".card")).to_contain_text("The run before did not have it.")
    page.evaluate("location.hash = '#/violations?code=range'")
    expect(page.locator(".card")).to_contain_text("In the last 2 runs")


@pytest.mark.parametrize("view", ["exchanges", "violations"])
def test_a_list_has_a_search_and_two_fields(mixed: Path, open_page: Open, view: str) -> None:
    page = open_page(mixed, view)
    assert page.get_by_role("search").locator("input, select:visible").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_low_coverage_is_no_alarm(mixed: Path, open_page: Open, scheme: str) -> None:
    page = open_page(mixed, color_scheme=scheme)
    figures = page.locator("#covered ~ table .figure")
    assert any(int(text.split()[0]) < 30 for text in figures.all_inner_texts())
    looks = "all => [...new Set(all.map(one => getComputedStyle(one)[PROPERTY]))]"
    assert len(figures.evaluate_all(looks.replace("PROPERTY", '"color"'))) == 1
    bars = page.locator("#covered ~ table .fill")
    assert len(bars.evaluate_all(looks.replace("PROPERTY", '"backgroundColor"'))) == 1


def test_it_opens_without_a_flash_of_words(open_page: Open, tmp_path: Path) -> None:
    unread = tmp_path / "unread.html"
    template = (Path(__file__).parents[2] / "harness/report/html/template.html").read_text()
    unread.write_text(re.sub(r"<script>.*</script>", "<h1>Unread</h1>", template, flags=re.DOTALL))
    page = open_page(unread)
    looks = page.locator(".waiting").evaluate(
        """one => {
            const appears = one.getAnimations()[0];
            const at = time => { appears.currentTime = time; return getComputedStyle(one).visibility; };
            return [0, 500, 1500].map(at);
        }"""
    )
    assert looks == ["hidden", "hidden", "visible"]


def test_long_lists_come_in_pages(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges")
    assert len(rows(page)) == 50
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    assert len(rows(page)) == 21
    page.go_back()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()


def test_what_changed_since_the_former_report(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed)
    page.get_by_role("link", name=re.compile("^Changes")).click()
    expect(page.locator(".tile")).to_have_count(3)  # the view before has more
    tiles = [tile.replace("\n", " ") for tile in page.locator(".tile").all_inner_texts()]
    assert tiles == ["1 New", "1 Fixed", "2 Still there"]
    told = {}
    for kind in ("New", "Fixed", "Still there"):
        page.locator(".tile", has_text=kind).click()
        expect(page.get_by_role("heading", level=2).first).to_have_text(kind)
        told[kind] = page.locator(".wide tbody").inner_text()
    assert "Colour is not a documented member" in told["New"]
    assert "must have at least 3 characters" in told["Fixed"]
    assert "Limit must be at most 100" in told["Still there"]
    expect(page.locator("details", has_text="cloudtrail.ListTrails")).to_contain_text("items more covered")


def test_the_treemap_leads_to_an_operation(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "coverage")
    names = page.locator(".treemap .operation title").all_text_contents()
    assert {name.split(":")[0] for name in names} == {
        "cloudtrail.ListInsightsMetricData",
        "cloudtrail.ListTrails",
        "dynamodb.ListTables",
        "s3.ListObjectsV2",
        "xray.GetInsight",
    }
    areas = [
        box["width"] * box["height"] for box in map(_box, page.locator(".treemap .operation rect").all())
    ]
    assert min(areas) > 500
    page.locator(".treemap .operation", has_text="ListObjectsV2").click()
    expect(page.get_by_label("Service or operation")).to_have_value("s3.ListObjectsV2")
    expect(page.get_by_role("rowheader", name=re.compile("^members"))).to_be_visible()


def _box(locator: Any) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None
    return dict(box)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(mixed: Path, open_page: Open, scheme: str) -> None:
    page = open_page(mixed, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(path=AXE)
    found = {}
    checked = 0
    for view in VIEWS:
        show(page, mixed, view)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        result = page.evaluate("axe.run({ resultTypes: ['violations'] })")
        checked += len(result["passes"])
        for violation in result["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"]]
            found[f"{view}: {violation['id']}"] = nodes[:3]
    print(f"\naxe, {scheme}: {checked} rules passed in {len(VIEWS)} views, {len(found)} violations")  # noqa: T201
    assert found == {}
    assert checked > 100


def test_axe_finds_nothing_in_the_help(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, bypass_csp=True)
    page.add_script_tag(path=AXE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert page.evaluate("axe.run()")["violations"] == []


def test_the_keyboard_goes_everywhere(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Exchanges")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("tables.yaml j k")  # letters are letters in a field
    expect(page.get_by_role("status")).to_have_text("0 of 71 exchanges")
    for _ in " j k":
        page.keyboard.press("Backspace")
    expect(page.get_by_role("status")).to_have_text("3 of 71 exchanges")
    page.keyboard.press("Escape")
    for key in "jjk":
        page.keyboard.press(key)
    first = page.get_by_role("link", name="dynamodb.ListTables").first
    expect(first).to_be_focused()
    assert first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".trail")).to_contain_text("1 of 3")
    expect(page.get_by_label("Parameters")).to_contain_text("1000")
    page.keyboard.press("j")
    expect(page.locator(".trail")).to_contain_text("2 of 3")
    page.keyboard.press("k")
    expect(page.locator(".trail")).to_contain_text("1 of 3")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_have_text("3 of 71 exchanges")


def test_what_a_screen_reader_is_told(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, "exchanges?outcome=error&service=dynamodb")
    expect(page.locator("body")).to_match_aria_snapshot("""
        - link "Skip to the content"
        - banner:
          - navigation "Views":
            - list:
              - listitem:
                - link /Overview/
              - listitem:
                - link /Violations \\d+/
              - listitem:
                - link "Exchanges 71"
        - main:
          - heading "Exchanges" [level=1]
          - search:
            - searchbox /Search/
            - combobox "Outcome"
          - status: 1 of 71 exchanges
          - region "Exchanges":
            - table:
              - rowgroup:
                - row /Operation.*Answer.*Contract.*Cassette.*Recorded/
              - rowgroup:
                - row /dynamodb.ListTables .* 1 request error/:
                  - rowheader /dynamodb.ListTables Limit. 1000/:
                    - link "dynamodb.ListTables"
        - contentinfo
    """)


def test_single_keys_can_be_switched_off(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed)
    page.keyboard.press("?")
    page.get_by_label("Single keys do this").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("error")


def test_the_theme_follows_the_system_until_it_is_chosen(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, color_scheme="dark")
    back = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(back)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(back)
    assert (dark, light) == ("rgb(20, 23, 28)", "rgb(255, 255, 255)")
    for name in ("light", "dark"):
        page.get_by_role("button", name="Theme").click()
        expect(page.get_by_role("button", name=f"Theme: {name}")).to_be_visible()
    assert page.evaluate(back) == dark
    page.reload()
    page.wait_for_selector("h1")
    assert page.evaluate(back) == dark


def test_nothing_is_wider_than_a_telephone(mixed: Path, open_page: Open) -> None:
    page = open_page(mixed, viewport={"width": 360, "height": 740})
    for view in VIEWS:
        show(page, mixed, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_on_paper_there_are_no_controls_and_nothing_is_folded(
    mixed: Path, open_page: Open, exchange_view: Callable[[Path, int], str]
) -> None:
    page = open_page(mixed, exchange_view(mixed, 1), color_scheme="dark")
    expect(page.get_by_label("Parameters")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for hidden in ("nav", ".tools"):
        controls = page.locator(hidden).all()
        assert controls
        assert not any(one.is_visible() for one in controls)
    expect(page.locator(".headers").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".headers").first).to_be_hidden()
    page.evaluate("location.hash = '#/exchanges'")
    expect(page.get_by_text("1 to 50 of 71")).to_be_visible()
    assert page.pdf().startswith(b"%PDF-")


def test_where_there_is_nothing_it_says_so(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tapes").mkdir()
    (tmp_path / "tapes/empty.yaml").write_text("interactions: []\nversion: 1\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(_group, ["report", "tapes"]).exit_code == 0
    page = open_page(tmp_path / "report.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was checked")
    for view, words in {
        "violations": "No exchange breaks its documented contract.",
        "exchanges": "The cassettes hold no exchanges. Record some:",
        "coverage": "No operation was used, so there is nothing to cover.",
    }.items():
        page.evaluate("view => { location.hash = `#/${view}` }", view)
        expect(page.locator("main")).to_contain_text(words)


def test_a_report_that_was_cut_short_says_so(mixed: Path, tmp_path: Path, browser: Any) -> None:
    whole = mixed.read_bytes()
    start = whole.index(b'<script type="application/x-harness-index">')
    end = whole.index(b"</script>", start) + len(b"</script>")
    (tmp_path / "cut.html").write_bytes(whole[:start] + whole[end:])
    page = browser.new_page()
    page.goto((tmp_path / "cut.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("The file was cut short")
    page.close()
