"""Markdown (first form): paragraphs, headings, list items, code, links."""

from __future__ import annotations

from preflight.model import Part
from preflight.parse import text

read = text.read
__all__ = ["Part", "read"]
