"""Whatever a chart says comes from its data or stands in the table of words for charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from matplotlib.text import Text
from support.pseudo import blanks, calls, left_over, of_the_course, patterns

from crossread import charts
from crossread.charts import draw, words
from crossread.charts.agreement_matrix import agreement_matrix
from crossread.charts.base import Branch, Chart
from crossread.charts.mine import my_calibration, my_pre_post
from crossread.charts.words import WORDS, counted, listing, month, say
from crossread.charts.words.figures import FIGURES
from crossread.charts.words.instead import INSTEAD
from crossread.charts.words.tables import TABLES
from crossread.closing import Bin, Calibration, PrePost, Twin
from crossread.model.chart import ChartSpec
from crossread.seeds import Seeds
from crossread.strings import STRINGS, filled

CHARTS = Path(charts.__file__).parent
SHOWN = {"index", "answer"}  # columns of which even a single small word is shown as it is
PLACE = re.compile(r"\b[A-Z]\d+(?:\.\d+)?\b")  # A5.2, E31, P07


@pytest.fixture
def seeds(project: Path) -> Seeds:
    return Seeds(project)


@pytest.fixture
def put_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pseudo-locale, and what was put into the blanks of its sentences.

    The marks of a sentence would hide words that were typed for one of its blanks.
    """
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    put: list[str] = []

    def noting(text: str, /, **values: object) -> str:
        put.extend(one for one in values.values() if isinstance(one, str))
        return filled(text, **values)
    monkeypatch.setattr(words, "filled", noting)
    return put


def test_words_are_filled_with_what_they_name() -> None:
    assert say("hedged_of", label="A", n=2, of=5) == "A: 2 of 5 hedged"
    assert (counted(1, "line"), counted(1200, "line")) == ("1 line", "1,200 lines")
    assert listing("abc") == "a, b and c"
    assert month(7) == "July"
    with pytest.raises(KeyError, match=r"no words 'no such words'; add them to figures\.py, "):
        say("no such words")
    with pytest.raises(KeyError):
        say("hedged_of", label="A")


def test_no_key_stands_in_two_tables() -> None:
    assert WORDS.keys() & STRINGS.keys() == set()
    assert len(WORDS) == len(FIGURES) + len(TABLES) + len(INSTEAD)


def test_every_call_names_words_of_the_table_and_fills_their_blanks() -> None:
    said = [(file, key, given) for file, key, given in calls(CHARTS)]
    assert len(said) > 150
    assert [(file, key) for file, key, _ in said if key not in WORDS] == []
    assert [(file, key) for file, key, given in said if blanks(WORDS[key]) != given] == []


def test_all_words_of_the_table_are_used() -> None:
    made = re.compile("|".join(set(patterns(CHARTS)) - {r"\w+_\w+"}))
    used = {key for _, key, _ in calls(CHARTS)}
    text = "".join(path.read_text("utf-8") for path in CHARTS.rglob("*.py")
                   if path.parent.name != "words")
    assert [key for key in WORDS if key not in used and f'"{key}"' not in text
            and not made.fullmatch(key)] == []


def branches(some: Iterable[Branch]) -> Iterator[str]:
    """The lines of an outline."""
    for one in some:
        yield one.text
        yield from branches(one.below)


def says(chart: Chart) -> Iterator[str]:
    """Every string of a chart: in the picture, in its place, in the table, outline and box."""
    yield from (text.get_text() for text in chart.figure.findobj(Text))
    yield from (chart.alt, chart.title, chart.question, chart.table.caption, *chart.table.header)
    yield from (cell for row in chart.table.rows for cell in row)
    yield from branches(chart.outline)
    yield from (part for line in chart.box.lines() for part in line)


def missed(chart: Chart, known: set[str], put: Iterable[str] = ()) -> list[str]:
    """What a chart says that is neither its data nor marked by the pseudo-locale."""
    known = {plain(one) for one in known}
    return [left for text in (*says(chart), *put)
            for left in left_over(plain(text), known, letters=1)]


def plain(text: str) -> str:
    """A text on one line, without the addresses of places."""
    return " ".join(PLACE.sub(" ", text).split())


def data(seeds: Seeds, spec: ChartSpec) -> set[str]:
    """What stands in the data files that a chart can show; no code such as "yes" or "part"."""
    known = set(of_the_course([
        spec.title, spec.question, spec.shows, spec.does_not_show, spec.measured_by, spec.as_of,
        list(spec.labels.values()), [flag.label for flag in spec.flags],
        [group.label for group in spec.groups], list(seeds.texts),
        [one.name for one in seeds.speakers], [pair.topic for pair in seeds.pairs]]))
    for text in spec.texts:
        annotation = seeds.annotation(text)
        article = annotation.article
        known |= set(of_the_course([
            [section.label for section in article.sections],
            [bound.what for bound in (*article.earliest, *article.latest)],
            [claim.hedge.replace("; ", ", ") for claim in annotation.claims if claim.hedge]]))
    for name in spec.tables:
        table = seeds.evidence[name]
        known |= {one for one in of_the_course(msgspec.to_builtins(table.about))
                  if not re.fullmatch(r"[a-z_]*", one)}
        known |= {str(cell) for row in table.rows for name, cell in row.items()
                  if isinstance(cell, str) and (name in SHOWN
                                                or not re.fullmatch(r"[a-z_]*", cell))}
    return known


def test_no_words_of_a_chart_were_missed(seeds: Seeds, put_in: list[str]) -> None:
    assert len(seeds.charts) > 20
    found = {}
    for spec in seeds.charts:
        put_in.clear()
        chart = draw(spec.id, seeds)
        assert put_in
        if left := missed(chart, data(seeds, spec), put_in):
            found[spec.id] = left
    assert found == {}


BINS = tuple(Bin(low, low + 19, 8, 5, low + 10.0) for low in range(0, 100, 20))
TWINS = tuple(Twin(f"00-{n}", f"09-{n}", before, after) for n, (before, after) in
              enumerate([(True, True), (False, True), (True, False), (None, True)], 1))


@pytest.mark.parametrize("chart", [
    lambda: my_calibration(), lambda: my_calibration(Calibration(3, BINS, None)),
    lambda: my_calibration(Calibration(40, BINS, 0.2)),
    lambda: my_calibration(Calibration(40, tuple(Bin(n, n + 1, 2, 1, n) for n in (1, 50)), 0.2)),
    lambda: my_pre_post(), lambda: my_pre_post(PrePost(TWINS, 2, 3)),
], ids=["empty", "few", "enough", "scattered", "no test", "both tests"])
def test_no_words_of_the_two_charts_of_a_learner_were_missed(
        chart: Callable[[], Chart], put_in: list[str]) -> None:
    assert missed(chart(), set(), put_in) == []


def test_no_words_about_nothing_were_missed(seeds: Seeds, put_in: list[str]) -> None:
    class Nothing:
        pairs = ()
    spec = next(one for one in seeds.charts if one.draw == "agreement_matrix")
    assert missed(agreement_matrix(Nothing(), spec), data(seeds, spec), put_in) == []


def test_words_that_were_missed_would_be_noticed(seeds: Seeds) -> None:
    spec = next(one for one in seeds.charts if one.draw == "vote_strip")
    left = missed(draw(spec.id, seeds), data(seeds, spec))
    assert {"vote", "abstained"} <= set(left)
    assert any(words.split()[0] == "Y" for words in left)
