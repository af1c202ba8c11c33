"""What every live widget shares: one bundle of live, paper and plain face."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..faces import Face

HERE = Path(__file__).parent
Reply = Callable[[dict[str, Any]], dict[str, Any]]


SHARED = {".js": "keys.js", ".css": "frame.css"}


def front_end(*names: str, folder: Path = HERE) -> str:
    """Front-end files of one widget in their order, after what all widgets share.

    A browser gets each widget's files as one text with no address, so they can import no other.
    """
    files = [HERE / SHARED[Path(names[0]).suffix], *(folder / name for name in names)]
    return "\n".join(file.read_text("utf-8") for file in files)


def place_reply(panel: Callable[[str], str]) -> Reply:
    """Answers a request for a place or a term with its panel."""
    def reply(message: dict[str, Any]) -> dict[str, Any]:
        locator = str(message.get("loc", ""))
        return {"op": "place", "loc": locator, "html": panel(locator)}
    return reply


def with_faces(bundle: Any, face: Face) -> Any:
    """A widget's mimebundle with our two faces in it.

    ipywidgets would give no HTML, and cut the plain face at 110 characters.
    """
    data, *rest = bundle if isinstance(bundle, tuple) else (bundle,)
    data = {**(data or {}), **face.bundle()}
    return (data, *rest) if rest else data


class Faced(anywidget.AnyWidget):
    """An anywidget with a static face, which answers numbered messages.

    ``replies`` maps an operation to the function that answers it. A message that
    is not of this form is ignored: it did not come from our front end.
    """

    def __init__(self, face: Face, replies: dict[str, Reply], **traits: Any) -> None:
        super().__init__(**traits)
        self.face = face
        self._replies = replies
        self.on_msg(self._on_message)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return with_faces(super()._repr_mimebundle_(**kwargs), self.face)

    def _on_message(self, _: Any, message: Any, __: Any = None) -> None:
        if isinstance(message, dict) and (reply := self._replies.get(str(message.get("op")))):
            self.send({"n": message.get("n", 0), **reply(message)})


class PageWidget(Faced):
    """HTML that is to be seen live and not in the saved notebook; it takes no answer."""

    _esm = """
    function render({ model, el }) {
      el.innerHTML = model.get("page");
      el.classList.add("cr-card");
    }
    export default { render };
    """
    _css = HERE / "room.css"
    page = traitlets.Unicode().tag(sync=True)

    def __init__(self, face: Face, page: str) -> None:
        super().__init__(face, {}, page=page)
