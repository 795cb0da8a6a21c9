"""JUnit XML in the dialect that Jenkins reads: a test suite for each target, a test case for each document × family.

A family that found nothing in a document passed there. A large site would be a hundred thousand test cases, so pages
without findings share one for each family. What could not be checked is an error, what was left out on purpose skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from preflight.model import SEVERITIES, Gap, Judged, Report, Target
from preflight.patterns import regex
from preflight.reporters import answer, shown

MOST_DOCUMENTS = 200
"""Documents that are named one by one even when nothing was found in them."""
NO_CHARACTER = regex("[\ufffe\uffff]")  # XML 1.0, production 2 (what else it forbids, ``visible`` has written out)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

Cases = dict[tuple[str, str], list[str]]


def render(report: Report) -> str:
    """The report as one XML document, the same bytes for the same report: no times, no host names."""
    report = shown.masked(report)
    found: dict[str, list[Judged]] = {}
    for judged in report.findings:
        if judged.waiver is None:
            found.setdefault(judged.location.path, []).append(judged)
    suites, told = [], set[str]()
    for target in report.targets:
        mine = [path for path in target.documents if path not in told]
        told.update(mine)
        here = {target.name, *target.documents}
        gaps = [gap for gap in report.not_checked if gap.target in here]
        suites.append(_suite(target, mine, found, gaps))
    if strays := [one for path, findings in found.items() if path not in told for one in findings]:
        suites.append(_suite_of("elsewhere", dict(_cases(strays, "error")), ()))
    return f'{HEAD}<testsuites name="preflight">\n{"".join(suites)}</testsuites>\n'


def _suite(target: Target, documents: list[str], found: dict[str, list[Judged]], gaps: Iterable[Gap]) -> str:
    cases: Cases = {}
    named = [path for path in documents if path in found or len(documents) <= MOST_DOCUMENTS]
    for path in named:
        cases.update({(path, family): [] for family in target.families})
        cases.update(_cases(found.get(path, ()), target.fail_on))
    if others := len(documents) - len(named):
        cases.update({(f"{others:,} other documents", family): [] for family in target.families})
    return _suite_of(target.name, cases, gaps)


def _cases(findings: Iterable[Judged], fail_on: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The inner elements of each document × family in which something was found."""
    cases: Cases = {}
    for judged in findings:
        finding, where = judged.finding, judged.location
        told = " ".join(filter(None, [finding.help, answer.advice(finding)]))
        body = _text(f"{answer.place(where)}: {judged.severity}: {finding.message}\n{told}")
        case = cases.setdefault((where.path, finding.rule.partition(".")[0]), [])
        if SEVERITIES.index(judged.severity) <= SEVERITIES.index(fail_on):
            case.append(f"<failure type={_value(finding.rule)} message={_value(finding.message)}>{body}</failure>")
        else:
            case.append(f"<system-out>{body}</system-out>")
    yield from cases.items()


def _suite_of(name: str, cases: Cases, gaps: Iterable[Gap]) -> str:
    rows = [_case(document, family, elements) for (document, family), elements in cases.items()]
    errors = skipped = 0
    for gap in gaps:
        told = " — ".join(filter(None, [gap.detail, gap.why]))
        kind = "skipped" if gap.intended else "error"
        errors, skipped = errors + (not gap.intended), skipped + gap.intended
        rows.append(_case(gap.target, f"{gap.what}, not checked", [f"<{kind} message={_value(told)}/>"]))
    failures = sum(element.startswith("<failure") for elements in cases.values() for element in elements)
    head = f"tests={_value(str(len(rows)))} failures={_value(str(failures))} errors={_value(str(errors))}"
    return f'<testsuite name={_value(name)} {head} skipped="{skipped}">\n' + "".join(rows) + "</testsuite>\n"


def _case(document: str, family: str, elements: list[str]) -> str:
    head = f"<testcase classname={_value(document)} name={_value(family)}"
    return f"{head}>{''.join(elements)}</testcase>\n" if elements else f"{head}/>\n"


def _text(text: str) -> str:
    return escape("\n".join(_legal(line) for line in text.split("\n")))


def _value(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    return NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", shown.visible(text))
