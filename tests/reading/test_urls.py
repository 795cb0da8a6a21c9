"""What a browser would open."""

import time
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.reading import urls


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("about.html", "/", "/about.html"),
        ("about.html", "/blog/post/", "/blog/post/about.html"),
        ("../about.html", "/blog/post/", "/blog/about.html"),
        ("../about.html", "/blog/post.html", "/about.html"),
        ("/about/", "/blog/post/", "/about/"),
        ("", "/blog/post/", "/blog/post/"),
        ("?page=2", "/blog/post/", "/blog/post/"),
        (".", "/blog/post/", "/blog/post/"),
        ("..", "/blog/post/", "/blog/"),
        ("./a/./b/../c", "/", "/a/c"),
        ("%2e%2e/x", "/a/b/", "/a/x"),
        ("a\\b", "/", "/a/b"),
        (" about.html\n", "/", "/about.html"),
        ("a\nb.html", "/", "/ab.html"),
        ("a b.html", "/", "/a b.html"),
        ("a:b/c.html", "/", "b/c.html"),
    ],
)
def test_paths_resolve_as_in_a_browser(url: str, base: str, expected: str) -> None:
    assert urls.resolve(url, base).path == expected


def test_a_link_above_the_root_stops_there_and_says_so() -> None:
    target = urls.resolve("../../x.html", "/a/")
    assert (target.path, target.above_root) == ("/x.html", True)
    assert not urls.resolve("../x.html", "/a/").above_root


@pytest.mark.parametrize(
    ("url", "scheme", "host", "path"),
    [
        ("https://Shop.Test/A?b#c", "https", "shop.test", "/A"),
        ("//cdn.shop.test/x.png", "", "cdn.shop.test", "/x.png"),
        ("https:/shop.test/x", "https", "shop.test", "/x"),
        ("https:\\\\shop.test\\x", "https", "shop.test", "/x"),
        ("https://shop.test", "https", "shop.test", "/"),
        ("https://shop.test?x", "https", "shop.test", "/"),
        ("https://anna:secret@shop.test:8080/", "https", "shop.test", "/"),
        ("https://bäckerei.test/", "https", "xn--bckerei-5wa.test", "/"),
        ("https://[::1]:80/x", "https", "[::1]", "/x"),
        ("mailto:anna@shop.test?subject=Hi", "mailto", "", "anna@shop.test"),
        ("tel:+441584555377", "tel", "", "+441584555377"),
    ],
)
def test_full_urls(url: str, scheme: str, host: str, path: str) -> None:
    target = urls.resolve(url, "/")
    assert (target.scheme, target.host, target.path) == (scheme, host, path)


def test_a_base_with_a_host_sends_relative_links_there() -> None:
    target = urls.resolve("about.html", "https://www.shop.test/new/")
    assert (target.host, target.path) == ("www.shop.test", "/new/about.html")


@pytest.mark.parametrize(
    ("url", "fragment"),
    [("a.html", None), ("a.html#", ""), ("#caf%C3%A9", "caf%C3%A9"), ("a?b#c?d#e", "c?d#e"), ("mailto:a@b#c", "c")],
)
def test_fragments(url: str, fragment: str | None) -> None:
    assert urls.resolve(url).fragment == fragment


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("index.html", "/"),
        ("about/index.html", "/about/"),
        ("about.html", "/about.html"),
        ("über uns/index.htm", "/über uns/"),
        ("100%.html", "/100%25.html"),
        ("logo.png", "/logo.png"),
    ],
)
def test_files_have_addresses_and_addresses_open_files(name: str, address: str) -> None:
    assert urls.page_address(name) == address
    assert urls.site_file(address, {name}) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/about", "about.html"),
        ("/about", "about/index.html"),
        ("/about?x=1#team", "about/index.html"),
        ("/%C3%BCber-uns/", "über-uns/index.html"),
        ("/a%2520b.txt", "a%20b.txt"),
        ("/About/", None),
        ("/about/", "about/index.html"),
        ("/gone", None),
    ],
)
def test_clean_urls_and_single_decoding(address: str, name: str | None) -> None:
    files = {"about/index.html", "über-uns/index.html", "a%20b.txt"} if name != "about.html" else {"about.html"}
    assert urls.site_file(address, files) == name


def test_addresses_that_hosts_treat_alike_have_one_key() -> None:
    assert {urls.page_key(a) for a in ("/about", "/about/", "/about.html", "/about/index.html", "/about?x#y")} == {
        "/about"
    }
    assert urls.page_key("/") == urls.page_key("/index.html") == "/"


def test_hosts() -> None:
    assert urls.same_host("www.shop.test", "shop.test")
    assert urls.same_site("news.bakery.co.uk", "www.bakery.co.uk")
    assert not urls.same_site("bakery.co.uk", "butcher.co.uk")
    assert urls.brand("shop.bakery.co.uk") == urls.brand("bakery.test") == "bakery"


@given(st.text(alphabet="ab./", max_size=12), st.text(alphabet="cd/", max_size=6))
def test_plain_paths_agree_with_the_standard_library(path: str, folder: str) -> None:
    base = "/" + folder.replace("//", "/").strip("/") + "/"
    base = base.replace("//", "/")
    if "//" in path:  # the library reads these by an older standard
        return
    assert urls.resolve(path, base).path == urljoin("http://h" + base, path).removeprefix("http://h")


@given(st.text(max_size=40))
def test_anything_can_be_resolved(url: str) -> None:
    urls.resolve(url, "/a/")
    urls.site_file(url, frozenset())
    urls.page_key(url)


def test_hostile_urls_take_no_time() -> None:
    began = time.process_time()
    for url in (
        "../" * 200_000,
        "/" * 600_000,
        "%" * 600_000,
        "a:" * 300_000,
        "https://" + "a." * 300_000,
        "@" * 600_000,
    ):
        urls.resolve(url, "/a/")
        urls.site_file(url, frozenset())
    assert time.process_time() - began < 3
