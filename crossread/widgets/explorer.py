"""The live explorer: an anywidget that answers a choice with a view. It keeps nothing."""

from __future__ import annotations

from typing import Any

import htpy as h
import traitlets

from ..exploring import Explorer, form, static
from ..seeds import SeedError, Unknown
from ..strings import say
from .base import HERE, Faced, front_end


class ExplorerWidget(Faced):
    """Controls on the page, and below them what is shown for the choice."""

    _esm = front_end("explorer.js")
    _css = HERE / "explorer.css"
    form = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(
            static(explorer), {"show": self._show}, form=form(explorer),
            words={"lost": say("explorer_lost"), "wait": say("explorer_wait")})
        self.explorer = explorer

    def _show(self, message: dict[str, Any]) -> dict[str, Any]:
        """The view of a choice; a choice that cannot be shown gets a sentence and no view."""
        choice = message.get("choice")
        try:
            view = self.explorer.view(choice if isinstance(choice, dict) else {})
        except (Unknown, SeedError) as error:
            said = str(error).splitlines()[0]
            return {"op": "view", "html": str(h.p[said]), "said": said}
        return {"op": "view", "html": view.html, "said": view.said}
