"""Every place where a URL can stand is found once, exactly where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight import parse
from preflight.pipeline import Options, run

PLACES = {
    "a": '<a href="@">words</a>',
    "area": '<map><area href="@" alt="Menu"></map>',
    "img": '<img src="@" alt="">',
    "img srcset": '<img srcset="@ 2x" alt="">',
    "source": '<video><source src="@"></video>',
    "source srcset": '<picture><source srcset="@ 480w"></picture>',
    "script": '<script src="@"></script>',
    "style sheet": '<link rel="stylesheet" href="@">',
    "preloaded pictures": '<link rel="preload" as="image" imagesrcset="@ 1x">',
    "manifest": '<link rel="manifest" href="@">',
    "canonical": '<link rel="canonical" href="@">',
    "hreflang": '<link rel="alternate" hreflang="de" href="@">',
    "feed": '<link rel="alternate" type="application/rss+xml" href="@">',
    "iframe": '<iframe src="@"></iframe>',
    "video": '<video src="@"></video>',
    "poster": '<video poster="@"></video>',
    "audio": '<audio src="@"></audio>',
    "track": '<video><track src="@"></video>',
    "object": '<object data="@"></object>',
    "embed": '<embed src="@">',
    "form": '<form action="@"></form>',
    "formaction": '<button formaction="@">Send</button>',
    "input": '<input type="image" src="@" alt="Send">',
    "cite": '<blockquote cite="@">words</blockquote>',
    "td background": '<table><tr><td background="@">words</td></tr></table>',
    "body background": '<body background="@">',
    "data-src": '<img data-src="@" alt="">',
    "data-srcset": '<img data-srcset="@ 2x" alt="">',
    "data-bg": '<div data-bg="url(@)"></div>',
    "svg use": '<svg><use xlink:href="@#icon"></use></svg>',
    "svg image": '<svg><image href="@"/></svg>',
    "svg a": '<svg><a xlink:href="@"><text>words</text></a></svg>',
    "style attribute": "<p style=\"background: url('@')\">words</p>",
    "style element": "<style>p { background: url(@) }</style>",
    "import": '<style>@import "@";</style>',
    "refresh": '<meta http-equiv="refresh" content="5; url=@">',
    "og:image": '<meta property="og:image" content="@">',
    "og:url": '<meta property="og:url" content="@">',
    "twitter:image": '<meta name="twitter:image" content="@">',
    "microdata": '<meta itemprop="image" content="@">',
    "json-ld": '<script type="application/ld+json">{"@context": "https://schema.org", "image": ["@"]}</script>',
    "noscript": '<noscript><img src="@" alt=""></noscript>',
    "conditional comment": '<!--[if mso]><a href="@">words</a><![endif]-->',
    "revealed comment": '<!--[if !mso]><!--><a href="@">words</a><!--<![endif]-->',
    "vml": '<!--[if mso]><v:rect><v:fill src="@"/></v:rect><![endif]-->',
    "vml link": '<!--[if mso]><v:roundrect href="@">words</v:roundrect><![endif]-->',
}
URL = "https://shop.test/img/plum-cake.jpg"


@pytest.mark.parametrize("place", PLACES)
def test_each_place_gives_one_link_that_points_at_its_url(place: str) -> None:
    before, at, after = PLACES[place].rpartition("@")
    source = f"<!doctype html>\n<p>A line.</p>\n{before}{URL}{after}\n<p>Another.</p>"
    (part,) = parse.parse(source.encode(), "text/html").parts
    (link,) = part.links
    assert at
    assert link.url.partition("#")[0] == URL
    assert part.source[link.span.start : link.span.end] == link.url


def test_what_only_looks_like_an_address_is_none() -> None:
    source = """<style>@namespace svg url(http://www.w3.org/2000/svg); /* url(old.png) */
a { fill: url(#shade) }</style>
<div data-bg="dark" data-background="#ffeecc" data-original="12" data-src="{slide}"></div>
<script type="application/ld+json">{"@context": "https://schema.org", "@id": "https://shop.test/#us",
"availability": "https://schema.org/InStock", "name": "Plum / pear", "item": "Cakes"}</script>
<script type="application/json">{"url": "https://shop.test/internal"}</script>"""
    (part,) = parse.parse(source.encode(), "text/html").parts
    assert [link.url for link in part.links if link.url[:1] != "#"] == []


def test_escaped_slashes_of_structured_data_are_read() -> None:
    source = r'<script type="application/ld+json">{"url": "https:\/\/shop.test\/menu", "logo": "/logo.png",}</script>'
    (part,) = parse.parse(source.encode(), "text/html").parts
    assert [link.url for link in part.links] == ["https://shop.test/menu", "/logo.png"]
    assert part.source[part.links[0].span.start :].startswith(r"https:\/\/shop")


@pytest.mark.parametrize("part", ['"\\', '"', '"a":"', "<loc>", "<link ", "<!--", "href='", "<guid>a", "url(", "/*"])
@pytest.mark.parametrize("kind", ["text/css", "application/xml", "application/manifest+json", "text/html"])
def test_hostile_companions_take_no_time(part: str, kind: str) -> None:
    opening = '<script type="application/ld+json">"https://' if kind == "text/html" else "<rss>"
    parse.parse((opening + part * (400_000 // len(part))).encode(), kind)


SITE = {
    "chart.svg": '<svg xmlns="http://www.w3.org/2000/svg"><use href="#bar"/><image xlink:href="bars.png"/>\n'
    '<a href="/gone.html"><text>More</text></a><image href="data:image/png;base64,x"/></svg>',
    "index.html": '<link rel="canonical" href="https://shop.test/"><link rel="stylesheet" href="site.css">',
    "site.css": "/* url(gone.png) */\n@import 'fonts.css';\nbody { background: url(img/paper.png) }\n",
    "img/paper.png": "",
    "sitemap.xml": '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    "<url><loc>https://shop.test/</loc></url>\n<url><loc>https://shop.test/old/</loc></url>\n</urlset>\n",
    "feed.xml": '<rss><channel><link>https://shop.test/</link><item><guid isPermaLink="false">https://shop.test/1</guid>'
    "<link>https://shop.test/news/1</link></item></channel></rss>",
    "other.xml": '<settings><link>nowhere.html</link><a href="nothing.html"/></settings>',
    "site.webmanifest": '{"name": "Shop", "start_url": "/", "icons": [{"src": "icon.png", "sizes": "48x48"}]}',
}


def written(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return root


def test_style_sheets_sitemaps_feeds_and_manifests_of_a_site_are_read(tmp_path: Path) -> None:
    root = written(tmp_path, SITE)
    report = run(Options((str(root),), offline=True, no_config=True, no_cache=True, select=("links.*",), jobs=1))
    found = {
        (found.place.path.rpartition("/")[2], found.place.line, found.match)  # type: ignore[union-attr]
        for found in (judged.finding for judged in report.findings)
    }
    assert found == {
        ("site.css", 2, "fonts.css"),
        ("chart.svg", 1, "bars.png"),
        ("chart.svg", 2, "/gone.html"),
        ("sitemap.xml", 4, "https://shop.test/old/"),
        ("feed.xml", 1, "https://shop.test/news/1"),
        ("site.webmanifest", 1, "icon.png"),
    }
    assert report.checked["documents"] == 1
