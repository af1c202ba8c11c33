"""Twins stay twins: the paper form and the live form, the sheet of students and its source."""

from __future__ import annotations

from collections.abc import Iterator

from ..cells import cells, headings
from ..faces import Faces
from ..model.exercise import Exercise, Sheet
from ..model.item import Item
from ..scoring import item_digest
from ..seeds import SeedError, Seeds, Slip
from ..strings import say


def check_twins(seeds: Seeds) -> list[Slip]:
    """Every question has one id live and on paper; every sheet asks what its source asks."""
    faces = Faces.of(seeds)
    slips: list[Slip] = []
    for ref in seeds.course.lessons:
        for item in seeds.items(ref.id):
            slips += [seeds.sources[f"seeds/items/{ref.id}.yml"].slip(item.id, what)
                      for what in paper_slips(faces, item)]
    if (seeds.root / "solutions" / "source").exists():
        for one in seeds.course.exercises:
            slips += _sheet_slips(seeds, one.id)
    return slips


def paper_slips(faces: Faces, item: Item) -> Iterator[str]:
    """What the paper form of a question lacks of its live form."""
    name = str(say("question", id=item.id))
    for where, html in (("live", faces.form(item)), ("paper", faces.paper(item).html)):
        if name not in html:
            yield (f"{item.id} has a {where} form without “{name}”; show the same id in both, "
                   "so that an answer on paper can be entered and graded")


def _sheet_slips(seeds: Seeds, number: str) -> Iterator[Slip]:
    source = seeds.exercise(number)
    file = f"exercises/{number}.json"
    try:
        sheet = seeds.sheet(number)
    except SeedError as error:
        yield from error.slips
        return
    for what in sheet_slips(source, sheet):
        yield Slip(file, 1, f"{what}; run crossread build")
    for path in sorted((seeds.root / "solutions").glob(f"{number}_*.ipynb")):
        solved = {words for cell in cells(path) if cell.kind == "markdown"
                  for _, words in headings(cell.source)}
        for field in source.fields:
            if field.id not in solved:
                yield Slip(path.relative_to(seeds.root).as_posix(), 1,
                           f"has no solution of {field.id}; run crossread build")


def sheet_slips(source: Exercise, sheet: Sheet) -> Iterator[str]:
    """Where a sheet asks something else than its source."""
    if (sheet.title, sheet.prompt, sheet.needs) != (source.title, source.prompt, source.needs):
        yield "has another title, prompt or need than its source"
    asked, keyed = {f.id: f for f in sheet.fields}, {f.id: f for f in source.fields}
    if list(asked) != list(keyed):
        yield f"asks {', '.join(asked)} where its source asks {', '.join(keyed)}"
    for key in asked.keys() & keyed.keys():
        one, other = asked[key], keyed[key]
        if item_digest(one) != item_digest(other) or one.marks != other.marks:
            yield f"asks {key} in other words or for other marks than its source"
