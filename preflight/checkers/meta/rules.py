"""The family's rules, each with its user's page."""

from __future__ import annotations

from preflight.model import Rule

RULES = (
    Rule(
        "meta.title",
        "a page has lost its title",
        """Without a title a search result shows whatever the search engine finds, and the browser's tab the address.

        Compares each page with itself in the previous build, sheet or export (--against): a title was there, and now
        there is none.

        Write the title back; the finding shows it.""",
    ),
    Rule(
        "meta.description",
        "a page has lost its description",
        """Search engines and shared links then show some sentence of the page.

        Compares each page with itself in the previous build, sheet or export (--against).

        Write the description back, or leave it out on purpose.""",
        "warning",
    ),
    Rule(
        "meta.noindex",
        "a page tells search engines to forget it, and did not before",
        """A page with “noindex” disappears from search results within days, and nobody sees why. It happens when a test
        site's settings go along, or when a column of a sheet is filled down.

        Compares the robots setting of each page with that in the previous build, sheet or export (--against), and what
        robots.txt and the headers (X-Robots-Tag) in _headers, netlify.toml, vercel.json and .htaccess say of the pages
        that both builds have. Pages that only
        send their readers on are left out; for a test site set staging = true.

        Take the noindex away, unless the page shall not be found.""",
    ),
    Rule(
        "meta.canonical",
        "a page says that another site or another page is the original",
        """Search engines drop the page in favour of the address that it names as its original (canonical). One that
        names the test site or, after a cell was filled down, one page for all takes the real pages out of the results.

        Reports a canonical address that names another host than before, one address that has newly become the
        canonical address of three or more pages, and one that led to a page in the previous build (--against) and now
        leads nowhere or, as a warning, to a redirect.

        Let each page name its own address.""",
    ),
    Rule(
        "meta.duplicate",
        "one title or description was copied to several pages",
        """Search results cannot be told apart, and the pages lost what had been written for them. Mostly a cell was
        dragged down one row too far.

        Looks at titles and descriptions that three or more pages have now and had not before (--against).

        Write each page's own text back.""",
    ),
    Rule(
        "meta.shifted",
        "a column of a sheet has slipped to other rows",
        """Each page gets the text of its neighbour: everything looks filled in, and all of it is wrong. It happens when
        one cell is deleted and those below move up, or when a column is sorted by itself.

        Compares each column with the sheet before (--against), row by row by their ids: three or more rows that now
        carry what other rows had, or two that have exchanged it.

        Do not import the sheet. Begin again from the export.""",
    ),
    Rule(
        "meta.undeclared-change",
        "a field changed that was not meant to be touched",
        """A bulk edit that should improve titles must change titles only. Say what it may touch, with --allow-change
        title,description or in preflight.toml under [meta], and anything else that differs is named, with its rows.

        Compares every column of a sheet, and title, description, robots, canonical address, image and heading of a
        site's pages. Rows are told by their ids. Without a declaration the rule is silent.

        Put the column back as it was, or declare it.""",
    ),
    Rule(
        "meta.unrendered",
        "a title or description shows a variable instead of its text",
        """“%title% %sep% %sitename%” in a search result says that nobody looked. SEO plug-ins fill such variables in; a
        page that was exported, pasted or built without them shows them as they are.

        Looks at titles, descriptions and those of shared links for variables of SEO plug-ins and templates, and for
        what programs write in place of nothing (undefined, null), where the previous build (--against) had none.

        Write the text, or mend the template.""",
    ),
    Rule(
        "meta.hreflang",
        "a translation no longer names the page that names it",
        """Search engines believe that two pages are translations of each other only when each names the other; when one
        stops, readers get the wrong language.

        Compares the hreflang lines of both builds (--against): a page still names its translation, which named it
        before and does not any more.

        Put the line back into the translation.""",
    ),
    Rule(
        "meta.structured-data",
        "structured data cannot be read any more",
        """Opening hours, prices, events and ratings in search results come from the page's structured data (JSON-LD).
        One quotation mark too many, and search engines drop all of it without a word.

        Reads every JSON-LD block of a page; reports one that is no JSON where the previous build's (--against) was.

        Mend the text at the line that the finding names.""",
    ),
    Rule(
        "meta.heading",
        "a page has lost its main heading",
        """The main heading (h1) tells readers and search engines what the page is about.

        Compares each page with itself in the previous build (--against): there was a heading of the first level, and
        now there is none, or an empty one.

        Give the page its heading back.""",
        "warning",
    ),
    Rule(
        "meta.image",
        "a page has lost its picture for shared links",
        """A link to the page that somebody shares shows a grey box instead of the picture.

        Compares og:image of each page with itself in the previous build (--against).

        Name the picture again.""",
        "warning",
    ),
    Rule(
        "meta.edited",
        "titles or descriptions have other words now",
        """Nothing is wrong with it: the list shows what a bulk edit touched, so that somebody can read it once.

        Compares titles and descriptions of pages and rows that both have (--against). A contract of change
        (--allow-change) turns what was not meant to change into an error of its own.

        Nothing to do if that was the task.""",
        "info",
    ),
)
