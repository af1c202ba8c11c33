"""The reading pane on the page; it answers requests for a glossary entry or a place."""

from __future__ import annotations

import traitlets

from ..places import PlaceBook
from ..reading import Reading
from ..strings import say
from .base import Faced, front_end, place_reply


class ReaderWidget(Faced):
    """One or two texts to read; the printed words show live only."""

    _esm = front_end("reader.js")
    _css = front_end("reader.css")
    pane = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, reading: Reading, book: PlaceBook) -> None:
        super().__init__(
            reading.face(),
            {"place": place_reply(book.panel)},
            pane=reading.pane(),
            words={"beside": say("reader_kept"), "panel": say("panel"),
                   "hit": say("reader_hit", n="{n}", of="{of}", at="{at}", said="{said}"),
                   "hits": say("reader_hits", n="{n}"),
                   "place_kernel": say("place_kernel"),
                   "cited": say("reader_cited", locator="{locator}"),
                   "not_cited": say("reader_not_cited", locator="{locator}")})
