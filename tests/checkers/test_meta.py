"""What the case tables of the meta family do not show: robots patterns, test hosts, columns, and shifts."""

from __future__ import annotations

import time

import pytest

from preflight.checkers.meta import head, hosts, lines
from preflight.parse import parse
from preflight.reading import columns


@pytest.mark.parametrize(
    ("pattern", "address", "covered"),
    [
        ("/", "/about/", True),
        ("/about", "/about-us/", True),
        ("/about/$", "/about/team/", False),
        ("/*.pdf$", "/files/menu.pdf", True),
        ("/*.pdf$", "/files/menu.pdf.html", False),
        ("/*/print", "/a/b/print/", True),
        ("*", "/", True),
        ("/a*a$", "/a", False),
    ],
)
def test_robots_patterns(pattern: str, address: str, covered: bool) -> None:
    assert lines.matches(pattern, address) is covered


def test_robots_patterns_are_matched_in_linear_time() -> None:
    started = time.process_time()
    lines.matches("/" + "*a" * 20_000 + "b", "/" + "a" * 20_000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("host", ["staging.oak.example", "dev-oak.example", "oak.test", "localhost", "oak.netlify.app"])
def test_test_hosts(host: str) -> None:
    assert hosts.is_test(host)


@pytest.mark.parametrize("host", ["oak.example", "www.oak.example", "devon.example", "blog.oak.example"])
def test_real_hosts(host: str) -> None:
    assert not hosts.is_test(host)


RANK_MATH = "id,object_type,slug,seo_title,seo_description,focus_keyword,robots,canonical_url,redirect_to"
SHOPIFY = "Title,URL handle,Description,Published on online store,SKU,SEO title,SEO description"
MATRIXIFY = "ID,Handle,Title,Body HTML,Metafield: title_tag [string],Metafield: description_tag [string],Published"
SQUARESPACE = (
    "Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,"
    "Description,SKU"
)
WEBFLOW = "Name,Slug,Collection ID,Locale ID,Item ID,Archived,Draft,Meta Description"
WEBFLOW_SHOP = "Product Handle,Product Name,Product Type,Product Description,Variant Sku,Variant Price"
WIX = "handleId,fieldType,name,productImageUrl,sku,visible"
WP_ALL_EXPORT = (
    "id,Title,Post Type,Permalink,Slug,Status,Parent,_yoast_wpseo_title,_yoast_wpseo_metadesc,"
    "_yoast_wpseo_meta-robots-noindex,_yoast_wpseo_canonical"
)
AIOSEO = "post_id,post_type,post_name,_aioseo_title,_aioseo_description,aioseo_canonical_url,aioseo_noindex"
SEOPRESS = "id,post_title,url,slug,meta_title,meta_desc,noindex,canonical_url"
SCREAMING_FROG = (
    "Address,Status Code,Indexability,Title 1,Meta Description 1,Meta Robots 1,Canonical Link Element 1,H1-1"
)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("id,object_type,slug,seo_title,seo_description,robots", "id object slug title description robots"),
        ("ID,post_type,post_name,_yoast_wpseo_title,_yoast_wpseo_metadesc", "id type slug title description"),
        ("Handle,Title,Variant SKU,SEO Title,SEO Description", "slug name sku title description"),
        ("URL,Title,Meta Description", "url title description"),
        ("Name,Slug,Collection ID,Item ID,SEO Title", "name slug  id title"),
        ("Product ID [Non Editable],Product URL,Title,SKU", "id slug title sku"),
        (RANK_MATH, "id object slug title description  robots canonical "),
        (SHOPIFY, "name slug  status sku title description"),
        (MATRIXIFY, "id slug name  title description status"),
        (SQUARESPACE, "id    slug title description sku"),
        (WEBFLOW, "name slug  language id archived draft description"),
        (WEBFLOW_SHOP, "slug name   sku "),
        (WIX, "id  name  sku status"),
        (WP_ALL_EXPORT, "id name type url slug status parent title description noindex canonical"),
        (AIOSEO, "id type slug title description canonical noindex"),
        (SEOPRESS, "id name url slug title description noindex canonical"),
        (SCREAMING_FROG, "url   title description robots canonical name"),
    ],
)
def test_columns_of_the_platforms(header: str, fields: str) -> None:
    named = header.split(",")
    found = columns.fields_of(named, {})
    assert [found.get(column, "") for column in named] == fields.split(" ")


def test_a_declared_column_wins() -> None:
    assert columns.fields_of(["Slug", "Web address"], {"web ADDRESS": "slug"}) == {"Web address": "slug"}


@pytest.mark.parametrize(
    "piece",
    [
        '<script type="application/ld+json">',
        "<link hreflang=de rel=alternate ",
        '<link rel="alternate" hreflang="de" href="/">',
        "<h1>",
        "<h1> ",
        "<div><h2>x</h2>",
        '<script type="application/ld+json">[[[[[[[[',
        "<script application/ld+json ",
    ],
)
def test_a_hostile_head_is_read_in_linear_time(piece: str) -> None:
    document = parse(("<title>x</title>" + piece * (640_000 // len(piece))).encode(), "text/html")
    started = time.process_time()
    list(head.seen(document))
    assert time.process_time() - started < 1.5
