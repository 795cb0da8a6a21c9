"""Where the services that build sites put this very build for a look, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping

from preflight.reading import urls

DEPLOYED_AT = (
    "DEPLOY_PRIME_URL", "DEPLOY_URL", "VERCEL_URL", "VERCEL_BRANCH_URL", "CI_PAGES_URL", "CF_PAGES_URL",
    "RENDER_EXTERNAL_URL",
)  # fmt: skip
"""Variables in which Netlify, Vercel, GitLab, Cloudflare and Render say where they put the build that they make."""


def previews(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses of this very build: ``https://deploy-preview-7--shop.netlify.app``."""
    found = (environment.get(name, "").strip() for name in DEPLOYED_AT)
    whole = (address if "//" in address else f"https://{address}" for address in found if address)
    return tuple(dict.fromkeys(address for address in whole if "." in urls.resolve(address).host))
