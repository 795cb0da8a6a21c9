"""Names of columns: what platforms and SEO plug-ins call the fields of a page in their sheets.

A name is compared without case, underscores, hyphens and brackets. Where the names come from:

- Rank Math, “Import & Export › CSV”: https://rankmath.com/kb/import-export-csv/
- Yoast, All in One SEO, SEOPress: their post meta keys (``_yoast_wpseo_title``, ``_aioseo_title``,
  ``_seopress_titles_title``), which exports of custom fields carry, and SEOPress's own CSV
- WP All Export: https://www.wpallimport.com/documentation/ (ID, Title, Permalink, Slug, Status, Parent …)
- Shopify: https://help.shopify.com/manual/products/import-export/using-csv (Handle, now “URL handle”), and the sheets
  of Matrixify, which carry “Metafield: title_tag”
- Squarespace: https://support.squarespace.com/hc/articles/115000378108
- Webflow: https://help.webflow.com/hc/articles/33961361857811 (Product Handle) and its collection exports (Item ID)
- Wix: https://support.wix.com/en/article/wix-stores-importing-a-product-catalog (handleId, fieldType)
- Screaming Frog, whose crawls are often all there is of a site before a change (Address, Title 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from preflight.patterns import regex

ID, SKU, SLUG, URL, TITLE, NAME = "id", "sku", "slug", "url", "title", "name"
DESCRIPTION, ROBOTS, NOINDEX, CANONICAL = "description", "robots", "noindex", "canonical"
PARENT, TYPE, OBJECT, STATUS, LANGUAGE = "parent", "type", "object", "status", "language"
DRAFT, ARCHIVED = "draft", "archived"

ALIASES: Mapping[str, tuple[str, ...]] = {
    ID: ("id", "post id", "page id", "wp id", "object id", "item id", "product id", "product id non editable",
         "handleid", "wp post id", "entity id", "record id", "term id"),
    SKU: ("variant sku", "sku"),
    SLUG: ("slug", "post name", "handle", "url handle", "url slug", "post slug", "page slug", "permalink slug",
           "product url", "product handle", "url key", "url name", "uri", "alias"),
    URL: ("url", "permalink", "link", "page url", "address", "full url", "post url", "loc", "landing page", "path",
          "full address"),
    TITLE: ("seo title", "meta title", "title tag", "page title", "yoast wpseo title", "yoast title", "rank math title",
            "rank math seo title", "aioseo title", "aioseop title", "seopress titles title", "title seo",
            "seo title tag", "metatitle", "title 1", "metafield title tag", "metafield title tag string",
            "metafield title tag single line text field", "yoast seo title", "seo meta title"),
    NAME: ("name", "title", "post title", "product title", "product name", "item name", "post name title", "h1",
           "h1 1"),
    DESCRIPTION: ("seo description", "meta description", "metadesc", "yoast wpseo metadesc", "yoast description",
                  "yoast metadesc", "rank math description", "rank math seo description", "aioseo description",
                  "aioseop description", "seopress titles desc", "page description", "description seo",
                  "metadescription", "meta desc", "meta description 1", "metafield description tag",
                  "metafield description tag string", "metafield description tag single line text field",
                  "yoast seo description", "seo meta description"),
    ROBOTS: ("robots", "meta robots", "rank math robots", "robots meta", "seo robots", "indexing", "meta robots 1"),
    NOINDEX: ("noindex", "no index", "yoast wpseo meta robots noindex", "robots noindex", "aioseo noindex",
              "aioseop noindex", "seopress robots index", "seo noindex", "hide from search engines", "seo hidden",
              "exclude from search", "seo no index", "hidden from search"),
    CANONICAL: ("canonical", "canonical url", "yoast wpseo canonical", "rank math canonical url",
                "aioseo canonical url", "seopress robots canonical", "canonical link", "canonical link element 1"),
    PARENT: ("parent", "post parent", "parent id", "parent page"),
    TYPE: ("type", "post type"),
    OBJECT: ("object type",),
    STATUS: ("status", "post status", "published", "visible", "state", "published on online store"),
    DRAFT: ("draft",),
    ARCHIVED: ("archived",),
    LANGUAGE: ("language", "lang", "locale", "wpml language code", "post language", "locale id"),
}  # fmt: skip

_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_APART = regex(r"[\W_]+")  # "_" of "seo_title", " [" of "Product ID [Non Editable]"


def plain(name: str) -> str:
    """``_yoast_wpseo_title`` and ``Yoast WPSEO Title`` are one name."""
    return _APART.sub(" ", name).strip().lower()


def unknown(pairs: Iterable[str]) -> list[str]:
    """The ``COLUMN=FIELD`` entries that name no field."""
    return [entry for entry in pairs if entry.rpartition("=")[2].strip() not in ALIASES]


def declared(pairs: Iterable[str]) -> dict[str, str]:
    """Column → field of ``COLUMN=FIELD`` entries; what names no field is left out."""
    split = (entry.rpartition("=") for entry in pairs)
    return {column.strip(): field.strip() for column, _, field in split if field.strip() in ALIASES}


def fields_of(columns: Iterable[str], declared: Mapping[str, str]) -> dict[str, str]:
    """Column → field. ``declared`` is (column → field) as a client's configuration says; the first column of a field
    counts. A column called "title" is the title that search engines show when there is no other."""
    said = {plain(column): field for column, field in declared.items()}
    found: dict[str, str] = {}
    taken: set[str] = set(said.values())
    named = list(dict.fromkeys(columns))
    wix = any(plain(column) == "fieldtype" for column in named)  # its handle tells rows apart and is no address
    for column in named:
        if wix and plain(column) == "handle" and ID not in taken:
            found[column] = ID
            taken |= {ID, SLUG}
            continue
        field = said.get(plain(column)) or _FIELD_OF.get(plain(column), "")
        if field and (plain(column) in said or field not in taken):
            found[column] = field
            taken.add(field)
    for column in named:
        if plain(column) == "description" and DESCRIPTION not in taken:
            found[column] = DESCRIPTION
        if plain(column) in ("title", "meta title") and TITLE not in taken and found.get(column) == NAME:
            found[column] = TITLE
    return found
