from __future__ import annotations

import json
import random
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from preflight.model import Report
from preflight.reporters import json as reporter
from preflight.reporters import shown

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text(encoding="utf-8"))


def test_reports_keep_to_the_published_schema(failing: Report, clean: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for report in (failing, clean):
        jsonschema.validate(json.loads(reporter.render(report)), SCHEMA, jsonschema.Draft202012Validator)


def test_a_field_the_contract_does_not_know_is_refused(failing: Report) -> None:
    written = json.loads(reporter.render(failing))
    written["findings"][0]["location"]["offset"] = 12
    with pytest.raises(jsonschema.ValidationError, match="offset"):
        jsonschema.validate(written, SCHEMA, jsonschema.Draft202012Validator)


def test_what_a_hook_reads(failing: Report) -> None:
    written = json.loads(reporter.render(failing))
    assert written["verdict"] == "FAIL"
    assert written["counts"] == {"error": 2, "warning": 1, "info": 0, "waived": 1}
    assert [finding["rule"] for finding in written["findings"]] == [
        "dates.weekday",
        "spelling.misspelling",
        "links.unverified",
        "terms.swap",
    ]
    first = written["findings"][0]
    assert first["location"] == {
        "path": "weekly.eml", "part": "2", "line": 14, "column": 7, "end_line": 14, "end_column": 33,
    }  # fmt: skip
    assert first["help_uri"] == "docs/rules/dates.weekday.md"
    assert first["related"][0]["match"] == "22 November"
    assert written["findings"][1]["fix"] == {"replacement": "receive", "safe": True}
    assert written["findings"][3]["waiver"]["expires"] == "2027-01-31"


def test_send_date_with_and_without_a_time(failing: Report, clean: Report) -> None:
    assert json.loads(reporter.render(failing))["targets"][0]["send_date"] == "2026-11-24T09:00:00+00:00"
    assert json.loads(reporter.render(clean))["targets"][0]["send_date"] == "2026-11-24"


def test_the_same_report_gives_the_same_bytes_in_whatever_order_findings_arrive(failing: Report) -> None:
    expected = reporter.render(failing)
    shuffled = list(failing.findings)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert reporter.render(replace(failing, findings=tuple(shuffled))) == expected


def test_control_characters_are_escaped_and_come_back(clean: Report) -> None:
    hostile = "\x1b[2J\x9bm\u202etxt.exe\u2028\u2066\x7f\udc80 é 漢"
    written = reporter.render(replace(clean, targets=(replace(clean.targets[0], assumed=(hostile,)),)))
    assert json.loads(written)["targets"][0]["assumed"] == [hostile]
    written.encode()  # half a surrogate pair cannot be printed
    assert "é 漢" in written
    assert not set(written) & set("\x1b\x9b\u202e\u2028\u2066\x7f")


def test_one_finding_to_a_line(failing: Report) -> None:
    lines = [line for line in reporter.render(failing).splitlines() if '"fingerprint"' in line]
    assert len(lines) == len(failing.findings)


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9**9) | st.text(), lambda inner: st.lists(inner)
       | st.dictionaries(st.text(max_size=3), inner), max_leaves=8))  # fmt: skip
def test_values_are_written_as_the_standard_library_writes_them(value: object) -> None:
    assert json.loads(reporter._text(value)) == value
    assert reporter._text(value) == shown.escaped(json.dumps(value, ensure_ascii=False))


def test_half_a_surrogate_pair_is_written_all_the_same() -> None:
    assert reporter._text({"match": "a\ud800"}) == '{"match": "a\\ud800"}'
