"""The family's rules, each with its user's page."""

from __future__ import annotations

from preflight.model import Rule

RULES = (
    Rule(
        "slugs.changed",
        "a page has a new address, and nothing leads there from the old one",
        """Bookmarks, search results, other people's links and every email that was ever sent still use the old
        address. A job that should only touch titles or descriptions can change slugs by accident.

        Every page of the previous build (--against) must still open, by a page or by a redirect of the host
        (_redirects, netlify.toml, vercel.json, .htaccess, or a page that sends its readers on). The new address is
        found by the page's text, title and heading.

        Give the page its old address back, or add the redirect that the help shows.""",
    ),
    Rule(
        "slugs.removed",
        "a page or file of the previous build is gone, and nothing answers at its address",
        """Whoever follows an old link, a bookmark or a search result gets an error page.

        Every page of the previous build must still open, by a page or by a redirect. Downloads that pages linked to
        and feeds are reported as warnings. Error pages, search pages and proofs of ownership do not count, nor do
        the last pages of a list that has become shorter.

        Put it back, redirect its address to what takes its place, or tell the web server that it is gone for good
        (410).""",
    ),
    Rule(
        "slugs.navigation",
        "a menu, header or footer links to an address that is gone",
        """The site's own navigation is dead: every visitor meets it, on every page.

        Looks at links in navigation, header and footer of the new build that lead to a page which only the previous
        build had, and says on how many pages. An export of WordPress is looked at without a previous one, too: a
        menu entry that opens a draft is an error, one whose own address no page of the export has a warning.

        Point the menu at the new address, and redirect the old one for everybody else.""",
    ),
    Rule(
        "slugs.case",
        "an address differs from the old one in upper and lower case only",
        """To most web servers /About/ and /about/ are two addresses, though a test on Windows or a Mac opens both. The
        same holds for an é written as one character or as two.

        Compares the addresses that are gone with the new ones, letter case and Unicode form left aside.

        Keep the old spelling, or redirect it.""",
    ),
    Rule(
        "slugs.swapped",
        "pages have exchanged their addresses",
        """Every link opens a page, but the wrong one: nothing looks broken, so nobody notices. It happens when rows of
        a sheet are sorted without their neighbours.

        Compares the text of each page with what stood at its address before.

        Give each page its own address back.""",
    ),
    Rule(
        "slugs.collision",
        "two rows of a sheet have one address",
        """Only one page can have an address: the platform gives the other one a number at its end (about-2), or
        overwrites the first.

        Looks at rows of a sheet or export with the same slug, the same type, language and parent page. It is an error
        when it is new (--against), and a warning when there is nothing to compare with.

        Give each page a slug of its own.""",
    ),
    Rule(
        "slugs.duplicate-id",
        "two rows of a sheet have one id",
        """The import finds pages by their id: it changes one page twice and never touches the other.

        Looks at the id column of a sheet; ids that were repeated before as well are left out.

        Give each row its own id, as in the export.""",
    ),
    Rule(
        "slugs.mangled",
        "a spreadsheet has changed a value by itself",
        """Spreadsheet programs take 1-2 for a date and write 2-Jan, round long numbers to 1.2E+11, and leave
        #NAME? where a text begins with an equals sign. Imported, the page gets that as its address or its title.

        Looks at slugs and ids of a sheet, and at error messages in any column. Values that were there before are left
        out.

        Open the export again with these columns as text.""",
    ),
    Rule(
        "slugs.anchor-removed",
        "a place inside a page that links lead to is gone",
        """A link such as /prices/#weekends opens the page at its top instead of at the place it promises, when the id
        has gone, often because a heading was reworded.

        Looks at ids that the previous build had and the new one has not: an error when a link of the new build
        still names it, a warning when only links of the previous build did: emails and other sites may name it, too.

        Give the heading its old id back, or mend the links.""",
    ),
    Rule(
        "slugs.redirect-loop",
        "redirects lead in a circle",
        """The browser gives up and shows an error, so the page cannot be opened at all.

        Follows every redirect of the build, and every address of the previous build, as the host would.

        Delete one of the redirects in the circle, so that the last one leads to a page.""",
    ),
    Rule(
        "slugs.redirect-dead",
        "a redirect leads to a page that does not exist",
        """A redirect was written, so somebody believes that the old address works. It does not.

        Follows every redirect to its end. It is an error when the address opened before, a warning otherwise.
        Targets on other hosts and addresses that programs answer are not looked at.

        Let it lead to a page that exists.""",
    ),
    Rule(
        "slugs.redirect-chain",
        "an address is redirected several times before a page opens",
        """Each step costs visitors time, and search engines give up after a few. Chains grow when a page moves twice.

        Counts the redirects that a visitor meets. Chains that were there before are information only.

        Let the first redirect lead straight to the end.""",
        "warning",
    ),
    Rule(
        "slugs.redirect-shadowed",
        "a redirect never applies, or hides a page",
        """On Netlify a page wins over a redirect for the same address unless the status ends in an exclamation mark;
        on Cloudflare, Vercel and Apache the redirect wins and nobody sees the page. A second redirect for one
        address never applies at all.

        Looks at redirects for a single address.

        Delete what is not wanted: the page, the redirect, or the second redirect.""",
        "warning",
    ),
    Rule(
        "slugs.redirect-unread",
        "a line of a redirect file cannot be read",
        """The web server most likely ignores it without a word: a missing slash at the beginning, two spaces too few,
        a status that is none.

        Looks at every rule of the redirect files in the build, as their hosts' manuals describe them.

        Mend the line or delete it.""",
        "warning",
    ),
    Rule(
        "slugs.redirect-limit",
        "there are more redirects than the host accepts, and the rest are ignored",
        """Hosts read a certain number of redirects and say nothing about those beyond it: Cloudflare Pages 2,000 plain
        ones and 100 with a pattern, Vercel 2,048, GitLab Pages 1,000, Squarespace 2,500. A redirect that is longer than
        the host allows is ignored, too.

        Counts the redirects of the build, host by host.

        Join redirects of one folder into a wildcard, and delete those that nobody needs any more.""",
    ),
    Rule(
        "slugs.soft-cover",
        "many old addresses are all sent to the home page",
        """It keeps checkers quiet and helps nobody: who looked for a recipe finds the home page, and search engines
        treat it as a missing page.

        Reports three or more pages of the previous build that were pages of their own and now end at the home page.

        Redirect each of them to the page that is nearest to it.""",
        "warning",
    ),
)
