"""A graded exercise on the page: its prompt, its fields, and the checks of form."""

from __future__ import annotations

from typing import Any

import htpy as h
import ipywidgets

from ..faces import Face, Faces
from ..journal import Journal
from ..model.exercise import Passage, Sheet
from ..places import PlaceBook
from ..task import about, prompt
from .base import with_faces
from .item import ItemWidget


def head(sheet: Sheet, faces: Faces, passages: dict[str, Passage]) -> Face:
    """Prompt, marks, rubric rows, the equal task, and the made-up texts of the fields."""
    texts = [faces.passage(passages[name]) for name in
             dict.fromkeys(f.passage for f in sheet.fields if f.passage)]
    told = about(sheet)
    # Markup would escape what is added to it, so the pieces are joined and not added.
    html = h.section[h.h2[f"{sheet.id} · {sheet.title}"], prompt(sheet)]
    plain = "\n".join([f"{sheet.id} · {sheet.title}", sheet.prompt.strip(), told.plain,
                       *(t.plain for t in texts)])
    return Face("".join([str(html), told.html, *(t.html for t in texts)]), plain)


class ExerciseWidget(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """All fields of a sheet, one live form each."""

    def __init__(self, sheet: Sheet, journal: Journal, faces: Faces, book: PlaceBook,
                 passages: dict[str, Passage]) -> None:
        top = head(sheet, faces, passages)
        fields = [ItemWidget(f, journal, faces, book.panel, graded=True, printed=book.printed)
                  for f in sheet.fields]
        super().__init__([ipywidgets.HTML(top.html), *fields])
        papers = [f.face for f in fields]
        self.face = Face("".join([top.html, *(p.html for p in papers)]),
                         "\n\n".join([top.plain, *(p.plain for p in papers)]))

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return with_faces(super()._repr_mimebundle_(**kwargs), self.face)
