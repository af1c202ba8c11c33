"""Charts that were drawn before: shown again as they were, and drawn anew when anything differs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crossread.charts import kept
from crossread.charts.kept import key, shown
from crossread.faces import Face
from crossread.seeds import Seeds

PROJECT = Path(__file__).resolve().parents[2]


class Pen:
    """Draws a face and counts how often."""

    def __init__(self, text: str = "one") -> None:
        self.text, self.times = text, 0

    def __call__(self) -> Face:
        self.times += 1
        return Face(f"<p>{self.text} “é”</p>", self.text)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "course" / "seeds" / "both").mkdir(parents=True)
    (tmp_path / "course" / "seeds" / "both" / "terms.yml").write_text("a: 1\n", "utf-8")
    key.cache_clear()
    yield tmp_path / "course"
    key.cache_clear()


def test_a_chart_is_drawn_once_and_the_same_afterwards(course, tmp_path):
    pen, folder = Pen(), tmp_path / "figures"
    first = shown("barcode", course, folder, pen)
    assert shown("barcode", course, folder, pen) == first == Face("<p>one “é”</p>", "one")
    assert pen.times == 1
    assert shown("other", course, folder, Pen("two")).plain == "two"


def test_equal_courses_in_two_places_share_a_chart(course, tmp_path):
    pen, folder = Pen(), tmp_path / "figures"
    shutil.copytree(course, tmp_path / "other" / "place")
    shown("barcode", course, folder, pen)
    assert shown("barcode", tmp_path / "other" / "place", folder, Pen("two")).plain == "one"


def test_a_change_of_the_course_draws_it_anew_and_leaves_few_old_files(course, tmp_path):
    folder = tmp_path / "figures"
    shown("barcode", course, folder, Pen())
    (course / "seeds" / "both" / "terms.yml").write_text("a: 2\n", "utf-8")
    key.cache_clear()
    assert shown("barcode", course, folder, Pen("new")).plain == "new"
    assert len(list(folder.glob("barcode.*"))) == 2
    for n in range(5):
        (course / "seeds" / "both" / "terms.yml").write_text(f"b: {n}\n", "utf-8")
        key.cache_clear()
        shown("barcode", course, folder, Pen(str(n)))
    assert len(list(folder.glob("barcode.*"))) == kept.KEPT
    assert shown("barcode", course, folder, Pen("again")).plain == "4"


@pytest.mark.parametrize("what", ["language", "version", "package"])
def test_other_words_another_version_or_changed_code_draw_it_anew(
        what, course, tmp_path, monkeypatch):
    folder = tmp_path / "figures"
    shown("barcode", course, folder, Pen())
    if what == "language":
        monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    elif what == "version":
        monkeypatch.setattr(kept, "version", lambda name: "999")
    else:
        package = tmp_path / "package"
        package.mkdir()
        (package / "faces.py").write_text("changed = True\n", "utf-8")
        monkeypatch.setattr(kept, "PACKAGE", package)
    key.cache_clear()
    assert shown("barcode", course, folder, Pen("new")).plain == "new"


@pytest.mark.parametrize("spoilt", [b"", b"{", b'{"html": 1, "plain": "x"}', b"\xff\xfe", b"[]"])
def test_a_spoilt_file_is_drawn_anew_and_is_whole_again(spoilt, course, tmp_path):
    pen, folder = Pen(), tmp_path / "figures"
    shown("barcode", course, folder, pen)
    file, = folder.iterdir()
    file.write_bytes(spoilt)
    assert shown("barcode", course, folder, pen).plain == "one"
    assert shown("barcode", course, folder, pen).plain == "one"
    assert pen.times == 2


def test_where_nothing_can_be_written_it_is_drawn_each_time(course, tmp_path):
    pen = Pen()
    (tmp_path / "figures").write_text("a file where the folder should be", "utf-8")
    for _ in range(2):
        assert shown("barcode", course, tmp_path / "figures", pen).plain == "one"
    assert pen.times == 2


def test_a_lesson_that_was_drawn_before_loads_no_matplotlib(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSREAD_HOME", str(tmp_path))
    code = ("import sys, crossread\nface = crossread.chart('barcode').face\n"
            "print('matplotlib' in sys.modules, hash(face.html) and len(face.html), face.plain)")
    said = [subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, text=True,
                           capture_output=True).stdout for _ in range(2)]
    assert said[0].startswith("True ") and said[1].startswith("False ")
    assert said[0].split(" ", 1)[1] == said[1].split(" ", 1)[1]


def test_the_set_up_draws_every_chart_so_that_no_lesson_has_to(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSREAD_HOME", str(tmp_path))
    said = subprocess.run([sys.executable, "-m", "crossread.charts"], cwd=PROJECT, check=True,
                          text=True, capture_output=True).stdout.splitlines()
    charts = [one.id for one in Seeds(PROJECT).charts]
    assert [line.split(": ")[1] for line in said] == charts
    code = ("import sys, crossread\n"
            f"print(all(crossread.chart(one).face.html for one in {charts}))\n"
            "print('matplotlib' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, text=True,
                          capture_output=True)
    assert done.stdout.split() == ["True", "False"]


def test_a_name_that_is_no_chart_reads_and_writes_no_file(tmp_path, monkeypatch):
    home = tmp_path / "home"
    (home / "figures").mkdir(parents=True)
    (home / "secret.json").write_text("{}", "utf-8")
    code = "import crossread\nprint(crossread.chart('../secret').face.plain)"
    monkeypatch.setenv("CROSSREAD_HOME", str(home))
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, text=True,
                          capture_output=True)
    assert "no chart" in done.stdout
    assert not list((home / "figures").iterdir())
    shutil.rmtree(home)
