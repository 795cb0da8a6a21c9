"""Every format is valid by its own schema, whatever a stranger wrote into the checked content."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from markdown_it import MarkdownIt
from msgspec.structs import replace

from preflight.arguments import FORMATS
from preflight.model import Finding, Gap, Judged, Location, Report, Rule, Waiver
from preflight.reporters import github, gitlab, junit, markdown, sarif


def judged(finding: Finding, severity: str = "error") -> Judged:
    return Judged(finding, severity, "v1:0")


SCHEMAS = Path(__file__).parent / "schemas"
SARIF = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
NAUGHTY = json.loads((SCHEMAS / "naughty-strings.json").read_text(encoding="utf-8"))
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def written(name: str, report: Report) -> str:
    return import_module(f"preflight.reporters.{name}").render(report)


def results(report: Report) -> list[dict]:
    log = json.loads(sarif.render(report))
    jsonschema.validate(log, SARIF, jsonschema.Draft4Validator)
    return log["runs"][0]["results"]


# --- validity -------------------------------------------------------------------------------------------


def test_sarif_is_valid_and_keeps_to_what_github_asks_for(failing: Report, clean: Report) -> None:
    assert results(clean) == []
    found = results(failing)
    assert [(row["ruleId"], row["level"]) for row in found] == [
        ("dates.weekday", "error"), ("spelling.misspelling", "error"), ("links.unverified", "warning"),
        ("terms.swap", "error"),
    ]  # fmt: skip
    for row in found:
        (location,) = row["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert not re.match(r"/|[a-z]+:|\.\./", uri)
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert row["partialFingerprints"]["primaryLocationLineHash"]


def test_a_place_in_a_mails_decoded_part_is_no_line_of_the_file(failing: Report) -> None:
    first = results(failing)[0]
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert "(at weekly.eml (part 2):14:7)" in first["message"]["text"]


def test_a_place_in_a_page_is_its_region_and_its_fix_is_there(failing: Report) -> None:
    page = Location("about us.html", "", 20, 3, 20, 10, "You ", " this")
    typo = next(one for one in failing.findings if one.finding.fix)
    (row,) = results(replace(failing, findings=(replace(typo, finding=replace(typo.finding, place=page)),)))
    physical = row["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "about%20us.html"
    assert {key: physical["region"][key] for key in ("startLine", "startColumn", "endLine", "endColumn")} == {
        "startLine": 20, "startColumn": 3, "endLine": 20, "endColumn": 10,
    }  # fmt: skip
    assert row["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "receive"}


def test_an_accepted_finding_is_suppressed_with_its_reason(failing: Report) -> None:
    inline = Waiver("terms.*", "quoted", file="", line=None)
    listed = Waiver("terms.*", "the printed name until January", file="clients/a b/waivers.toml", line=3)
    one = next(one for one in failing.findings if one.waiver)
    found = results(replace(failing, findings=(replace(one, waiver=inline), replace(one, waiver=listed))))
    assert found[0]["suppressions"] == [{"kind": "inSource", "justification": "quoted"}]
    assert found[1]["suppressions"][0]["kind"] == "external"
    assert found[1]["suppressions"][0]["location"]["physicalLocation"]["artifactLocation"] == {
        "uri": "clients/a%20b/waivers.toml"
    }


def test_a_rule_brings_its_help(failing: Report) -> None:
    rule = Rule("dates.weekday", "a weekday that does not fit its date", "Why, what, how.")
    log = json.loads(sarif.render(replace(failing, rules=(rule,))))
    jsonschema.validate(log, SARIF, jsonschema.Draft4Validator)
    (described,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert described["help"]["text"] == "Why, what, how."
    assert log["runs"][0]["results"][0]["ruleIndex"] == 0


def test_at_most_25000_results_the_worst_of_them_and_it_is_said(failing: Report) -> None:
    note = judged(Finding("links.insecure", "http", Location("a.html", "", 1, 1, 1, 5), "http:"), "info")
    worst = judged(Finding("links.broken", "gone", Location("z.html", "", 1, 1, 1, 5), "/gone"))
    log = json.loads(sarif.render(replace(failing, findings=(*[note] * 25_000, worst))))
    assert len(log["runs"][0]["results"]) == 25_000
    assert log["runs"][0]["results"][-1]["ruleId"] == "links.broken"
    told = [told["message"]["text"] for told in log["runs"][0]["invocations"][0]["toolExecutionNotifications"]]
    assert any("1 findings are not listed here" in text for text in told)


def test_what_could_not_be_checked_is_a_notification(failing: Report) -> None:
    log = json.loads(sarif.render(replace(failing, verdict="INCOMPLETE")))
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert sorted(told["level"] for told in invocation["toolExecutionNotifications"]) == ["error", "note", "note"]


def test_sites_are_told_apart(failing: Report) -> None:
    def run_id(name: str) -> str:
        report = replace(failing, targets=(replace(failing.targets[0], name=name),))
        return json.loads(sarif.render(report))["runs"][0]["automationDetails"]["id"]

    assert run_id("sites/a") != run_id("sites/b")


def test_junit_is_valid_and_counts_what_the_gate_counts(failing: Report, clean: Report) -> None:
    documents = replace(failing.targets[0], documents=("weekly.eml", "other.eml"), families=("dates", "spelling"))
    for report in (clean, failing, replace(failing, targets=(documents,))):
        JUNIT.validate(ElementTree.ElementTree(ElementTree.fromstring(junit.render(report))))
    root = ElementTree.fromstring(junit.render(replace(failing, targets=(documents,))))
    (suite,) = root
    cases = {(case.get("classname"), case.get("name")): [inner.tag for inner in case] for case in suite}
    assert cases[("weekly.eml", "dates")] == ["failure"]
    assert cases[("weekly.eml", "links")] == ["system-out"]
    assert cases[("other.eml", "dates")] == []
    assert cases[("weekly.eml", "document, not checked")] == ["error"]
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("2", "1", "2")


def test_a_warning_fails_in_junit_where_it_fails_the_gate(failing: Report) -> None:
    strict = replace(failing.targets[0], documents=("weekly.eml",), families=("links",), fail_on="warning")
    root = ElementTree.fromstring(junit.render(replace(failing, targets=(strict,))))
    assert root[0].get("failures") == "3"


def test_gitlab_gets_one_row_for_each_place_and_no_fingerprint_twice(failing: Report) -> None:
    typo = next(one for one in failing.findings if one.finding.fix)
    rows = json.loads(gitlab.render(replace(failing, findings=(*failing.findings, typo))))
    assert {key for row in rows for key in row} == {"description", "check_name", "fingerprint", "severity", "location"}
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["severity"] for row in rows} == {"critical", "minor"}
    assert all(row["location"]["lines"]["begin"] >= 1 for row in rows)


# --- GitHub ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        ("50% off", "50%25 off", "50%25 off"),
        ("a\r\nb", "a%0D%0Ab", "a%0D%0Ab"),
        ("a,b:c", "a,b:c", "a%2Cb%3Ac"),
        ("::error::", "::error::", "%3A%3Aerror%3A%3A"),
        ("%0A", "%250A", "%250A"),
    ],
)
def test_workflow_commands_are_escaped_as_the_toolkit_does(text: str, data: str, value: str) -> None:
    assert github.data(text) == data
    assert github.value(text) == value


def test_the_worst_ten_come_first_and_the_rest_is_counted(failing: Report) -> None:
    notes = [
        judged(Finding("links.insecure", f"note {number}", Location("a.html", "", number, 1, number, 5)), "info")
        for number in range(1, 15)
    ]
    worst = judged(Finding("links.broken", "gone", Location("z.html", "", 3, 1, 3, 5), "/gone"))
    lines = github.render(replace(failing, findings=(*notes, worst))).splitlines()
    assert len(lines) == 11
    assert lines[0] == "::error title=preflight links.broken,file=z.html,line=3,endLine=3,col=1,endColumn=5::gone."
    assert "5 more findings in the summary of this step" in lines[-1]


def test_content_starts_no_command(failing: Report) -> None:
    evil = Location("a\n::set-output name=x::y.html", "", 1, 1, 1, 5)
    text = github.render(replace(failing, findings=(judged(Finding("links.broken", "no\n::add-mask::x", evil)),)))
    assert [line.split(" ")[0] for line in text.splitlines()] == ["::error", "::error"]


# --- Markdown -------------------------------------------------------------------------------------------

HOSTILE = (
    "[click](https://example.test/x) <img src=x onerror=alert(1)> ![x](https://example.test/p.png) `code` ``` "
    "@octocat https://example.test/bare www.example.test **bold** <!-- --> | a | b | &lt; :smile: #1"
)


def test_markdown_holds_nothing_that_acts(failing: Report) -> None:
    evil = Finding("links.broken", HOSTILE, Location(HOSTILE, "", 1, 1, 1, 5, HOSTILE, HOSTILE), HOSTILE, HOSTILE)
    gap = Gap("links", HOSTILE, HOSTILE, HOSTILE, intended=False)
    text = markdown.render(replace(failing, findings=(judged(evil),), not_checked=(gap,)))
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"h2", "p", "br", "ul", "li", "strong", "code", "em"}, tags
    outside_code = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"https?:|www\.|@\w|(?<!\\)[<\[|*&]", outside_code.replace("**", "")), outside_code


def test_markdown_can_be_cut_to_the_worst(failing: Report) -> None:
    text = markdown.render(failing, most=1)
    assert text.count("\n- ❌") == 1
    assert "… and 2 more findings." in text
    assert text.startswith("## ❌ Do not send yet: 2 things to fix, 1 worth a look.\n")


# --- every format ---------------------------------------------------------------------------------------


def naughty(report: Report) -> Report:
    def finding(text: str) -> Judged:
        place = Location(text or "-", text, 1, 1, 1, 2, text, text)
        found = Finding("links.broken", text, place, text, text, (text,))
        return Judged(found, "error", "v1:1", Waiver("links.*", text, owner=text) if text.startswith("<") else None)

    return replace(report, findings=tuple(finding(text) for text in NAUGHTY))


@pytest.mark.parametrize("name", FORMATS)
def test_naughty_strings_leave_valid_output_without_control_characters(name: str, failing: Report) -> None:
    text = written(name, naughty(failing))
    assert len(NAUGHTY) > 450
    assert not CONTROLS.search(text)
    if name == "sarif":
        jsonschema.validate(json.loads(text), SARIF, jsonschema.Draft4Validator)
    elif name == "junit":
        JUNIT.validate(ElementTree.ElementTree(ElementTree.fromstring(text)))
    elif name in ("json", "gitlab"):
        json.loads(text)
    elif name == "github":
        assert all(line.startswith("::") for line in text.splitlines())


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_secret(name: str, failing: Report) -> None:
    url = "https://anna:s3cretpw@example.com/?token=t0ken99&mc_eid=abc&api_key=k3y99"
    place = Location("weekly.eml", "2", 1, 1, 1, 9, f"see {url} ", f" and {url}")
    found = judged(Finding("links.broken", f"{url} is gone", place, url, f"open {url}", (url,)))
    text = written(name, replace(failing, findings=(found,), not_checked=(Gap("links", "a", url, url, intended=True),)))
    assert not re.search(r"s3cretpw|t0ken99|k3y99", text)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name: str, failing: Report) -> None:
    assert written(name, failing) == written(name, failing)
