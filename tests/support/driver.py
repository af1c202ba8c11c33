"""A widget driven as the browser drives it: numbered messages in, replies out."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from crossread.faces import Faces
from crossread.journal import Journal
from crossread.model.item import Item
from crossread.places import PlaceBook
from crossread.seeds import Seeds
from crossread.texts import Copies
from crossread.widgets.base import Faced
from crossread.widgets.item import ItemWidget


class Driven:
    """One live widget and the front end's side of the wire."""

    def __init__(self, widget: Faced) -> None:
        self.widget = widget
        self._numbers = count(1)
        self._sent: list[dict[str, Any]] = []
        widget.send = lambda content, buffers=None: self._sent.append(content)

    def ask(self, op: str, **more: Any) -> dict[str, Any]:
        """Send one message and return the one reply, whose number must be ours."""
        n = next(self._numbers)
        self._sent.clear()
        self.widget._handle_custom_msg({"op": op, "n": n, **more}, [])
        assert len(self._sent) == 1, f"{op} was answered {len(self._sent)} times"
        reply = self._sent.pop()
        assert reply.pop("n") == n
        return reply

    def write(self, **more: Any) -> dict[str, Any]:
        """Look at the preview of a hand-in, then press its button."""
        shown = self.ask("preview", **more)["shown"]
        return self.ask("write", shown=shown, **more)

    def silent(self, content: Any) -> bool:
        """Send something that is no message of ours; True when nothing comes back."""
        self._sent.clear()
        self.widget._handle_custom_msg(content, [])
        return not self._sent


class Room:
    """A course, a learner's home, and widgets in it: what one kernel has."""

    def __init__(self, seeds: Seeds, home: Path) -> None:
        self.seeds, self.home = seeds, home
        self.faces = Faces.of(seeds)
        self.book = PlaceBook(seeds, Copies(home))

    def open(self, item: Item, section: str = "", *, graded: bool = False,
             fresh: bool = False) -> Driven:
        """The item on a page, in a new kernel (a journal of its own on the same home)."""
        journal = Journal(self.home, section or item.id.split("-")[0])
        return Driven(ItemWidget(item, journal, self.faces, self.book.panel, graded=graded,
                                 fresh=fresh, printed=self.book.printed))
