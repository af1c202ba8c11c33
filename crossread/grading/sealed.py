"""A page that is whole in one file: it opens from disk, runs nothing and loads nothing."""

from __future__ import annotations

import base64
import hashlib

import htpy as h
from markupsafe import Markup


def sealed_page(title: str, style: str, *body: h.Node, command: str, pictures: bool = False) -> str:
    """The page as HTML. Its policy allows this one style sheet and no other, no script and no
    address; with ``pictures`` also those that are in the page itself.

    By ``command`` a later run knows the page as its own and may replace it.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = ("default-src 'none'; " + "img-src data:; " * pictures
              + f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
    return str(h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="generator", content=f"crossread {command}"),
            h.meta(http_equiv="Content-Security-Policy", content=policy),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="referrer", content="no-referrer"),
            h.title[title],
            h.style[Markup(style)]],
        h.body[h.main[body]]])
