from datetime import date

import preflight_voice

from preflight.testing import check_checker, examine_text, review_texts


def test_keeps_the_contract_of_a_checker():
    check_checker(preflight_voice)


def test_counts_the_marks_of_a_paragraph():
    facts = examine_text(preflight_voice, "<p>Sale!</p>\n<p>Today! Only!! Really!</p>", "text/html")
    assert [(finding.rule, finding.place.line, finding.match) for finding in facts.findings] == [
        ("voice.exclamation", 2, "!")
    ]


def test_the_client_says_how_many_are_welcome():
    assert not examine_text(preflight_voice, "Today! Only! Really!", "text/plain", exclamations=3).findings


def test_a_pet_phrase_is_counted_over_the_whole_delivery():
    pages = {"a.md": "A game-changer.", "b.md": "One more game-changer.", "c.md": "This Game-Changer, again."}
    findings = review_texts(preflight_voice, pages, send_date=date(2026, 11, 24), phrases=["game-changer"])
    assert [(finding.rule, finding.place.path, finding.match) for finding in findings] == [
        ("voice.overused", "c.md", "Game-Changer")
    ]
