"""The site around the pages that are checked (``--site``): listed once, however many of its pages are named."""

from __future__ import annotations

import os

from msgspec.structs import replace

from preflight.model import PreflightError
from preflight.sources.source import Collected, Source


class Surroundings:
    """A site's files. Named pages are reported, the rest is known context."""

    def __init__(self, site: str, whole: Collected) -> None:
        self._site = site
        self._whole = whole
        self._context = [replace(source, reported=False) for source in whole.sources]
        self._companions = [replace(source, reported=False) for source in whole.companions]
        self._at: dict[str, list[int]] = {}
        for index, path in enumerate(self._real_paths()):
            self._at.setdefault(path, []).append(index)

    def around(self, collected: Collected) -> Collected:
        """What was named as part of the site. Raises PreflightError for what is none of its pages."""
        sources = list(self._context)
        outside: list[str] = []
        for source in collected.sources:
            if source.file is None:
                continue
            found = self._at.get(os.path.realpath(source.file))
            if found is None:
                outside.append(source.path)
            for index in found or ():
                sources[index] = self._whole.sources[index]
        if outside:
            raise PreflightError(f"{min(outside)} is not a page below --site {self._site}")
        whole = self._whole
        known = {gap.target for gap in collected.gaps}
        gaps = collected.gaps + [replace(gap, intended=True) for gap in whole.gaps if gap.target not in known]
        return Collected(collected.name, "page", sources, whole.files, whole.root, gaps, self._companions)

    def _real_paths(self) -> list[str]:
        """Where each page really lies: only what is a link, or lies behind one, has to be looked up."""
        assert self._whole.root is not None
        root = os.path.realpath(self._whole.root)
        links = self._whole.links
        folders = tuple(f"{name}/" for name in links)

        def real(source: Source) -> str:
            if source.name in links or source.name.startswith(folders):
                return os.path.realpath(os.path.join(root, source.name))  # noqa: PTH118
            return os.path.join(root, *source.name.split("/"))  # noqa: PTH118

        return [real(source) for source in self._whole.sources]
