"""Is it up, and can it work: for supervisors and load balancers."""

from typing import Any

from flask import Blueprint

from hub.errors import HubError
from hub.web.site import Site


def mount(blueprint: Blueprint, site: Site) -> None:
    def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    def readyz() -> tuple[dict[str, Any], int]:
        """The database answers; sources in trouble and missing plugins are named, no failure."""
        try:
            site.hub.ask()
        except HubError as error:
            return {"status": "failed", "database": error.message}, 503
        return {"status": "ok", "sources": _sources(site), "missing": _missing(site)}, 200

    blueprint.add_url_rule("/healthz", view_func=healthz)
    blueprint.add_url_rule("/readyz", view_func=readyz)


def _sources(site: Site) -> dict[str, Any]:
    return {
        name: {
            "trouble": source.trouble,
            "visited": source.visited.isoformat() if source.visited else None,
            "recorded": source.recorded,
            "bad_rows": [f"{row.place}: {row.reason}" for row in source.bad_rows],
        }
        for name, source in site.sources.items()
    }


def _missing(site: Site) -> dict[str, str]:
    return {m.name: m.reason for m in site.hub.missing()}
