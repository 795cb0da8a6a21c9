"""Checkers by name: the built-in table, installed plug-ins, a client's own files, and what each one prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from preflight import contract, discovery, edition
from preflight.discovery import Plugin
from preflight.model import Delivery, Document, Fact, Finding, PreflightError, Rule

if TYPE_CHECKING:
    from preflight.reading.rejoining import Join

BUILT_IN: Mapping[str, str] = {
    "spelling": "preflight.checkers.spelling",
    "links": "preflight.checkers.links",
    "dates": "preflight.checkers.dates",
    "slugs": "preflight.checkers.slugs",
    "meta": "preflight.checkers.meta",
    "tags": "preflight.checkers.tags",
    "placeholders": "preflight.checkers.placeholders",
    "mail": "preflight.checkers.mail",
    "issue": "preflight.checkers.issue",
    "amounts": "preflight.checkers.amounts",
    "recipients": "preflight.checkers.recipients",
    "terms": "preflight.checkers.terms",
    "checklist": "preflight.checkers.checklist",
}
"""Family → module, in the order they run. A static table: looking for plug-ins costs more than checking a mail."""

RESERVED = frozenset({*BUILT_IN, "waivers", "document"})
"""Families of preflight's own rules, those to come included: no plug-in may take their names."""

SOURCE = "plug-in"
"""The key under which a plug-in's options say where its code is; no option can be called so. Thus the settings of the
map step hold all that a worker process needs to find the checker, and two clients' files of one name stay apart."""

NO_OPTIONS: Mapping[str, Any] = {}


class Prepared(Struct, frozen=True):
    """One checker, with its options and resources bound."""

    name: str
    rules: tuple[Rule, ...]
    resources: Any
    check: Callable[[Document], Iterable[Fact | Finding]] | None
    review: Callable[[Delivery], Iterable[Finding]] | None
    rejoin: Callable[[Delivery, Join], Iterable[Finding]] | None = None
    """The same as ``review``, for a checker that can go on from what it found on the site before."""


_PREPARED: dict[str, Prepared] = {}
_LATEST: dict[tuple[str, int], tuple[Mapping[str, Any], Prepared]] = {}


# --- finding --------------------------------------------------------------------------------------------


@cache
def installed() -> Mapping[str, Plugin]:
    """Plug-ins that installed packages offer, by name. Raises PreflightError for one that takes another's name."""
    found: dict[str, Plugin] = {}
    for plugin in discovery.installed():
        if plugin.name in RESERVED:
            raise PreflightError(f"{plugin.origin}: {plugin.name!r} is the name of preflight's own checks")
        if not discovery.NAME.fullmatch(plugin.name):
            raise PreflightError(f"{plugin.origin}: {plugin.name!r} is no name of small letters, digits and hyphens")
        if plugin.name in found:
            raise PreflightError(f"{plugin.origin} and {found[plugin.name].origin} both call a plug-in {plugin.name!r}")
        found[plugin.name] = plugin
    return found


def from_file(path: Path) -> Plugin:
    """A client's own Python file as a plug-in named like the file. Only for runs that allow it: it will be executed."""
    name = path.stem.lower().replace("_", "-")
    if name in RESERVED or not discovery.NAME.fullmatch(name):
        raise PreflightError("a plug-in cannot have this name: its rules would not be told from others", str(path))
    if not path.is_file():
        raise PreflightError("there is no such plug-in file", str(path))
    return Plugin(name, str(path.resolve()), path.name)


def is_supervised(name: str) -> bool:
    """Plug-ins are not trusted to be quick or to survive every document."""
    return name not in BUILT_IN


# --- loading --------------------------------------------------------------------------------------------


def module(name: str, options: Mapping[str, Any] = NO_OPTIONS) -> Any:
    """The checker of that name; a plug-in is the one that its options name, or the installed one."""
    if name in BUILT_IN:
        return import_module(BUILT_IN[name])
    if SOURCE in options:
        return _loaded(Plugin(name, options[SOURCE], Path(options[SOURCE]).name))
    try:
        return _loaded(installed()[name])
    except KeyError:
        raise PreflightError(f"there is no checker called {name!r}") from None


@cache
def _loaded(plugin: Plugin) -> Any:
    """Import a plug-in and hold it to its contract."""
    try:
        checker = discovery.load(plugin)
    except Exception as error:
        raise PreflightError(f"plug-in {plugin} cannot be loaded ({type(error).__name__}: {error})") from error
    if fault := contract.fault_of(checker, plugin.name):
        raise PreflightError(f"plug-in {plugin} {fault}")
    return checker


def rules_of(name: str, options: Mapping[str, Any] = NO_OPTIONS) -> tuple[Rule, ...]:
    """The checker's rules, those that its options declare included."""
    checker = module(name, options)
    if hasattr(checker, "rules_for"):
        return tuple(checker.rules_for(options_for(checker, options)))
    return tuple(checker.RULES)


def prepared(name: str, options: Mapping[str, Any]) -> Prepared:
    """The checker with these options (plain values, see ``options_for``); made once per process and options."""
    latest = _LATEST.get((name, id(options)))
    if latest and latest[0] is options:  # spares writing out long options (declared rules) for every document
        return latest[1]
    key = f"{name} {sorted(options.items())!r}"
    if key not in _PREPARED:
        checker = module(name, options)
        bound = options_for(checker, options)
        extra = (checker.prepare(bound),) if hasattr(checker, "prepare") else ()

        def bind(function: Any) -> Any:
            return None if function is None else lambda subject, *more: function(subject, bound, *extra, *more)

        _PREPARED[key] = Prepared(
            name,
            rules_of(name, options),
            extra[0] if extra else None,
            bind(getattr(checker, "check", None)),
            bind(getattr(checker, "review", None)),
            bind(getattr(checker, "rejoin", None) if name in BUILT_IN else None),
        )
    _LATEST[name, id(options)] = options, _PREPARED[key]
    return _PREPARED[key]


def options_for(checker: Any, values: Mapping[str, Any]) -> Any:
    """The checker's ``Options`` from plain values; lists become tuples. Names and types were checked by ``config``."""
    known = contract.option_names(checker.Options) or ()
    return checker.Options(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in known}
    )


# --- versions -------------------------------------------------------------------------------------------


def version(name: str, options: Mapping[str, Any]) -> str:
    """Changes when the checker's code or resources do. Cheap where the checker offers ``resources_digest(options)``;
    otherwise its resources are made."""
    code = "" if name in BUILT_IN else edition.of_plugin(options.get(SOURCE) or installed()[name].source)
    checker = module(name, options)
    if hasattr(checker, "resources_digest"):
        return f"{code} {checker.resources_digest(options_for(checker, options))}"
    if hasattr(checker, "prepare"):
        return f"{code} {getattr(prepared(name, options).resources, 'digest', '')}"
    return code
