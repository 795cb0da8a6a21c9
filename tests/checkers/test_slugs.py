"""What a build's comparison with the previous one tells its reader, on builds made of page sources."""

from __future__ import annotations

import random
import time
from datetime import date
from zlib import crc32

from preflight import examine, model, parse, redirects
from preflight.checkers import slugs
from preflight.checkers.slugs import moves, sketch
from preflight.model import Delivery, Facts, Finding, Gap, SendDate

OPTIONS = slugs.Options()
LIST = (
    "flour water salt oven crust morning village river stone bridge market window ladder garden apple kettle paper "
    "letter pencil carpet winter summer harbour engine copper candle basket button saddle hammer bottle feather"
)
WORDS = LIST.split()


def prose(seed: int, words: int = 80) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def facts(name: str, source: str) -> Facts:
    document = parse.parse(source.encode(), "text/html")
    seen = list(slugs.check(document, OPTIONS))
    placed = [model.Fact(fact.kind, fact.value, document.resolve(fact.place), fact.match) for fact in seen]
    row = {**examine.pack(document, placed, []), "sha256": source, "gaps": []}
    return examine.unpack(row, f"site/{name}", name)


def build(files: dict[str, str], previous: Delivery | None = None) -> Delivery:
    documents = tuple(facts(name, text) for name, text in files.items() if name.endswith(".html"))
    found = {f"site/{name}": text.encode() for name, text in files.items() if name in redirects.NAMES}
    sent = SendDate(date(2026, 11, 24), "option")
    return Delivery(
        "site", "site", "final", documents, sent, frozenset(files), redirects.read(found), previous=previous
    )


def compared(before: dict[str, str], now: dict[str, str]) -> list[Finding | Gap]:
    return list(slugs.review(build(now, build(before)), OPTIONS))


def findings(before: dict[str, str], now: dict[str, str]) -> list[Finding]:
    found = compared(before, now)
    assert all(isinstance(item, Finding) for item in found), found
    return [item for item in found if isinstance(item, Finding)]


def test_without_a_previous_build_there_is_nothing_to_say() -> None:
    assert list(slugs.review(build({"index.html": page("Home", "")}), OPTIONS)) == []


def test_the_same_build_is_quiet() -> None:
    files = {f"{number}/index.html": page(f"Page {number}", prose(number)) for number in range(5)}
    assert compared(files, files) == []


def test_a_menu_is_counted_once_with_all_its_pages() -> None:
    menu = '<nav><a href="https://www.bakery.example/contact/">Contact</a></nav>'
    canonical = '<link rel="canonical" href="https://bakery.example/{}">'
    before = {f"p{n}/index.html": page(f"P{n}", menu + prose(n), canonical.format(f"p{n}/")) for n in range(8)}
    contact = page("Contact", menu + "<h1>Contact</h1>" + prose(99))
    (finding,) = findings({**before, "contact/index.html": contact}, {**before, "our-contact/index.html": contact})
    assert finding.rule == "slugs.navigation"
    assert finding.match == "/contact/"
    assert "9 pages" in finding.message
    assert "/our-contact/" in finding.message
    assert isinstance(finding.place, model.Location)
    assert finding.place.line == 1
    assert len({related.place.path for related in finding.related if isinstance(related.place, model.Location)}) == 4


def test_a_link_to_the_next_page_is_no_menu() -> None:
    pages = {f"p{n}/index.html": page(f"P{n}", prose(n)) for n in range(9)}
    pages["p0/index.html"] = page("P0", '<nav><a href="/x/">Next</a></nav>' + prose(0))
    (finding,) = findings({**pages, "x/index.html": page("X", prose(50))}, pages)
    assert finding.rule == "slugs.removed"
    assert "1 page" in finding.message


def test_a_moved_folder_is_proposed_as_one_line() -> None:
    home = {"index.html": page("Home", ""), "_redirects": "# none\n"}
    before = {f"stories/s{n}/index.html": page(f"Story {n}", prose(n)) for n in range(4)}
    now = {name.replace("stories", "library"): text for name, text in before.items()}
    (finding,) = findings({**home, **before}, {**home, **now})
    assert (finding.rule, finding.match) == ("slugs.changed", "/stories/*")
    assert "/stories/* /library/:splat 301" in finding.help
    assert "4 pages" in finding.message
    now["_redirects"] = "/stories/* /library/:splat 301\n"
    assert compared({**home, **before}, {**home, **now}) == []


def test_all_addresses_replaced_is_one_error_instead_of_a_hundred() -> None:
    before = {f"a{n}/index.html": page(f"A {n}", prose(n)) for n in range(20)}
    now = {f"b{n}/index.html": page(f"B {n}", prose(n + 100)) for n in range(20)}
    (finding,) = findings({"index.html": page("One", ""), **before}, {"index.html": page("Two", ""), **now})
    assert finding.message.startswith("all 20 addresses of the previous build are gone")
    assert "previous build of this site?" in finding.help
    assert len(finding.related) == 19


def test_less_than_half_of_the_pages_is_a_part_and_no_deletion() -> None:
    before = {f"a{n}/index.html": page(f"A {n}", prose(n)) for n in range(20)}
    now = dict(list(before.items())[:9])
    (gap,) = compared(before, now)
    assert isinstance(gap, Gap)
    assert not gap.intended
    assert "9 pages against 20" in gap.why
    assert len(findings(before, dict(list(before.items())[:10]))) == 10


def test_a_page_of_a_moved_folder_that_went_elsewhere_is_named_apart() -> None:
    home = {"index.html": page("Home", '<nav><a href="/stories/s1/">One</a></nav>'), "_redirects": "# none\n"}
    before = {f"stories/s{n}/index.html": page(f"Story {n}", prose(n)) for n in range(5)}
    now = {name.replace("stories", "library"): text for name, text in before.items() if "s4" not in name}
    now["best/the-last/index.html"] = before["stories/s4/index.html"]
    folder, single = findings({**home, **before}, {**home, **now})
    assert (folder.rule, folder.match) == ("slugs.navigation", "/stories/*")
    assert "not so “/stories/s4/”" in folder.message
    assert (single.match, single.suggestions) == ("/stories/s4/", ("/best/the-last/",))


def test_everything_that_names_a_lost_address_is_counted() -> None:
    other = (
        '<link rel="alternate" hreflang="de" href="/prices/"><script type="application/ld+json">'
        '{"@type": "WebPage", "url": "https://bakery.example/prices/"}</script>'
    )
    script = '<script>document.body.onclick = () => { location.href = "/prices/"; };</script>'
    form = '<form action="/prices/"><button>Go</button></form>'
    canonical = '<link rel="canonical" href="https://bakery.example/">'
    home = {"index.html": page("Home", script + form, canonical + other)}
    (finding,) = findings({**home, "prices/index.html": page("Prices", prose(3))}, home)
    said = "also named by 1 form, 1 language or feed tag, 1 piece of structured data and 1 script of a page"
    assert said in finding.message


def test_a_site_whose_addresses_all_changed_is_the_same_site() -> None:
    before = {f"a{n}/index.html": page(f"A {n}", prose(n)) for n in range(20)}
    now = {f"en/a{n}/index.html": text for n, text in enumerate(before.values())}
    (finding,) = findings({"index.html": page("Home", ""), **before}, {"index.html": page("Home", ""), **now})
    assert "all 20 pages" in finding.message
    assert ":splat" not in finding.help  # /* to /en/* would lead to itself


def test_a_redirect_for_some_visitors_makes_it_a_warning_that_says_so() -> None:
    home = {"index.html": page("Home", ""), "de/index.html": page("Start", "")}
    now = {**home, "_redirects": "/rye/ /de/ 302 Language=de\n"}
    (finding,) = findings({**home, "rye/index.html": page("Rye", "")}, now)
    assert finding.severity == "warning"
    assert "Language=de" in finding.message
    assert "line 1" in finding.message


def test_a_language_redirect_on_the_home_page_takes_nothing_away() -> None:
    home = {"index.html": page("Home", ""), "de/index.html": page("Start", "")}
    assert compared(home, {**home, "_redirects": "/ /de/ 302! Language=de\n"}) == []


def test_a_final_slash_that_matters_is_pointed_out() -> None:
    home = {"index.html": page("Home", ""), "loaf/index.html": page("Loaf", prose(2))}
    rules = '{"trailingSlash": true, "redirects": [{"source": "/rye", "destination": "/loaf/"}]}'
    (finding,) = findings({**home, "rye/index.html": page("Rye", prose(1))}, {**home, "vercel.json": rules})
    assert "final slash" in finding.help


def test_a_page_that_turned_into_a_stub_for_a_missing_page() -> None:
    home = {"index.html": page("Home", "")}
    stub = '<meta http-equiv="refresh" content="0; url=/loaf/">'
    (finding,) = findings(
        {**home, "rye/index.html": page("Rye", prose(1))}, {**home, "rye/index.html": page("", "", stub)}
    )
    assert finding.rule == "slugs.redirect-dead"
    assert isinstance(finding.place, model.Location)
    assert (finding.place.path, finding.place.line) == ("site/rye/index.html", 1)


def test_old_detours_that_nobody_touched_are_information() -> None:
    rules = {"_redirects": "/a/ /b/\n/b/ /c/\n"}
    files = {"index.html": page("Home", ""), "c/index.html": page("C", ""), **rules}
    assert [finding.severity for finding in findings(files, files)] == ["info"]


def test_a_lost_redirect_file_is_one_error() -> None:
    files = {"index.html": page("Home", ""), "c/index.html": page("C", "")}
    rules = {"_redirects": "/a1/ /c/\n/a2/ /c/\n/a3/ /c/\n"}
    (finding,) = findings({**files, **rules}, files)
    assert finding.severity is None
    assert isinstance(finding.place, model.Location)
    assert finding.place.path == "site/_redirects"
    assert "3 old addresses" in finding.message


def test_a_redirect_that_was_dropped_is_a_warning_and_an_error_when_linked() -> None:
    files = {"index.html": page("Home", '<a href="/a/">A</a>'), "c/index.html": page("C", "")}
    before = {**files, "_redirects": "/a/ /c/\n/b/ /c/\n"}
    found = findings(before, {**files, "_redirects": "/x/ /c/\n"})
    assert [(finding.match, finding.severity) for finding in found] == [("/a/", None), ("/b/", "warning")]


def test_a_rule_that_shows_an_error_page_saves_nothing() -> None:
    home = {"index.html": page("Home", ""), "404.html": page("Lost", "")}
    (finding,) = findings({**home, "rye/index.html": page("Rye", "")}, {**home, "_redirects": "/* /404.html 404\n"})
    assert (finding.rule, finding.severity) == ("slugs.removed", None)


def test_a_rule_that_shows_the_home_page_for_everything_is_worth_a_look() -> None:
    home = {"index.html": page("Home", "")}
    (finding,) = findings({**home, "rye/index.html": page("Rye", "")}, {**home, "_redirects": "/* /index.html 200\n"})
    assert (finding.rule, finding.severity) == ("slugs.removed", "warning")
    assert "home page" in finding.message


def test_on_apache_a_redirect_hides_the_page_that_still_exists() -> None:
    files = {"index.html": page("Home", ""), "rye/index.html": page("Rye", ""), "loaf/index.html": page("Loaf", "")}
    for rule in ("Redirect 301 /rye/ /loaf/", "RedirectMatch 301 ^/rye/$ /loaf/"):
        (finding,) = findings(files, {**files, ".htaccess": rule})
        assert (finding.rule, finding.match) == ("slugs.redirect-shadowed", "/rye/")
        assert "nobody can open" in finding.message


def test_a_rule_that_only_the_host_understands_is_said_to_be_unchecked() -> None:
    home = {"index.html": page("Home", "")}
    rules = "RewriteEngine on\nRewriteRule !^assets/ /index.html [L]\nRedirectMatch (a)\\1 /\n"
    gaps = compared(home, {**home, ".htaccess": rules})
    assert [(gap.target, gap.detail, gap.intended) for gap in gaps if isinstance(gap, Gap)] == [
        ("site/.htaccess", "line 2", True),
        ("site/.htaccess", "line 3", True),
    ]
    assert len(gaps) == 2


def test_sources_that_are_not_built_yet_have_no_addresses() -> None:
    (gap,) = compared({"post.md": "# Rye"}, {"post.md": "# Rye"})
    assert isinstance(gap, Gap)
    assert gap.intended


def test_a_feed_that_is_gone_is_a_warning() -> None:
    home = {"index.html": page("Home", "")}
    (finding,) = findings({**home, "blog/feed.xml": "<rss/>"}, home)
    assert (finding.rule, finding.severity, finding.match) == ("slugs.removed", "warning", "/blog/feed.xml")


def test_three_pages_that_changed_places() -> None:
    names = ["a/index.html", "b/index.html", "c/index.html"]
    texts = [page(f"T{n}", f"<p>{prose(n)}</p>") for n in range(3)]
    home = {"index.html": page("Home", "")}
    before = {**home, **dict(zip(names, texts, strict=True))}
    (finding,) = findings(before, {**home, **dict(zip(names, [*texts[1:], texts[0]], strict=True))})
    assert finding.rule == "slugs.swapped"
    assert len(finding.related) == 2


def test_edited_pages_are_known_again_and_others_are_not() -> None:
    def sketched(text: str) -> sketch.Sketch:
        return sketch.sketch_of(facts("x.html", page("", f"<p>{text}</p>")))

    text = prose(1, 200)
    edited = " ".join([*text.split()[:150], *prose(2, 50).split()])
    assert sketch.shared(sketched(text), sketched(text)) == 1
    assert sketch.shared(sketched(text), sketched(edited)) > 0.4
    assert sketch.shared(sketched(text), sketched(prose(3, 200))) < 0.1


def test_a_sketch_is_the_same_in_every_process() -> None:
    document = parse.parse(b"<title>Rye</title><p>soaked overnight and baked</p>", "text/html")
    (fact,) = slugs.check(document, OPTIONS)
    assert fact.value == ["rye", "", 4, sorted(map(crc32, (b"soaked overnight and", b"overnight and baked")))]


def test_folders_that_moved() -> None:
    assert moves.moved_folder("/stories/a/", "/library/a/") == ("/stories/", "/library/")
    assert moves.moved_folder("/a.html", "/docs/a.html") == ("/", "/docs/")
    assert moves.moved_folder("/stories/a/", "/stories/b/") is None


def test_a_large_site_that_moved_as_a_whole_takes_seconds() -> None:
    before = {f"old/p{n}/index.html": page(f"Page {n}", prose(n)) for n in range(400)}
    now = {f"new/p{n}/index.html": text for n, text in enumerate(before.values())}
    home = {"index.html": page("Home", "")}
    delivery = build({**home, **now}, build({**home, **before}))
    started = time.process_time()
    found = list(slugs.review(delivery, OPTIONS))
    assert len(found) == 1
    assert time.process_time() - started < 5
