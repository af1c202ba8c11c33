"""The instructor's side: one command, one table. Grading beside json.loads, nbgrader and Otter."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from table import ROOT, Figure, run

from support.handins import MADE, Maker

from crossread.grading.demo import make_class, write_class
from crossread.grading.grade import grade
from crossread.grading.keys import read_keys
from crossread.grading.office import Office
from crossread.kinds import kind_of
from crossread.model.item import Text
from crossread.seeds import Seeds

ANSWERS = 60  # a hand-in
EXERCISES = 5  # of the class
SENTENCE = "At {} the text says who speaks, and I keep the hedge that the author uses there. "


def hand_ins(maker: Maker, n: int, answers: int) -> Iterator[bytes]:
    """``n`` different hand-ins of an exercise with keyed answers, right and wrong, in turn."""
    chance = random.Random(1)
    keyed = [item for item in maker.exercise.fields if item.marks and not isinstance(item, Text)]
    choices = {item.id: [kind_of(item).right(item), *kind_of(item).wrongs(item)]
               for item in keyed}
    bodies = [maker.lines([(item.id, chance.choice(choices[item.id])) for item in
                           itertools.islice(itertools.cycle(keyed), answers or len(keyed))])
              for _ in range(min(n, 500))]
    for number in range(n):
        yield maker.handin(id=f"s{number:06}", name=f"Student {number:06}",
                           lines=bodies[number % len(bodies)],
                           made=MADE + timedelta(seconds=number))


def essay(item: Text, places: list[str], words: int = 700) -> str:
    """A text of about ``words`` words that names places and quotes nothing."""
    chosen = itertools.cycle(places)
    return "".join(SENTENCE.format(next(chosen))
                   for _ in range(words // len(SENTENCE.split()) + 1)).strip()


def put(folder: Path, raws: Iterator[bytes]) -> list[Path]:
    """Write hand-ins into a folder; the files, in their order."""
    folder.mkdir(parents=True)
    files = []
    for n, raw in enumerate(raws):
        file = folder / f"{n:06}.json"
        file.write_bytes(raw)
        files.append(file)
    return files


class Desk:
    """The measurements, each in a folder of its own, with the sizes that were asked for."""

    def __init__(self, small: bool) -> None:
        self.seeds = Seeds(ROOT)
        self.keys = read_keys(self.seeds)
        self.small = small
        self.rate = 0.0  # hand-ins a second on the whole path, for the peers' rows

    def whole_path(self) -> list[Figure]:
        """Reading, digest, scoring and a cold gradebook, beside json.loads of the same files."""
        n = 200 if self.small else 2_000
        maker = Maker(self.seeds, self.seeds.course.exercises[0].id)
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            files = put(home / "inbox", hand_ins(maker, n, ANSWERS))
            whole, plain = [], []
            for turn in range(5):
                start = time.perf_counter()
                for file in files:
                    json.loads(file.read_bytes())
                plain.append(time.perf_counter() - start)
                office = Office(self.seeds, f"sqlite:///{home}/{turn}.db", create=True)
                start = time.perf_counter()
                account = office.grade(home / "inbox")
                whole.append(time.perf_counter() - start)
                assert account.counts["graded"] == n, account.counts
        ours, other = n / statistics.median(whole), n / statistics.median(plain)
        self.rate = ours
        return [Figure(f"{n:,} hand-ins of {ANSWERS} answers, inbox to a cold SQLite gradebook, "
                       "one core", f"{ours:,.0f}/s", f"read and json.loads {other:,.0f}/s",
                       f"{ours / other:.2f}×", "1.3×, judged out of reach in this format")]

    def essays(self) -> list[Figure]:
        """Hand-ins with one essay of 700 words and its checks of form."""
        n = 100 if self.small else 1_000
        exercise, item = max(
            ((ref.id, field) for ref in self.seeds.course.exercises
             for field in self.seeds.exercise(ref.id).fields if isinstance(field, Text)),
            key=lambda found: (len(found[1].structure.locators), found[1].structure.max_words))
        places = [p.id for text in sorted(item.structure.locators)
                  for p in self.seeds.annotation(text).paragraphs]
        text = essay(item, places)
        maker = Maker(self.seeds, exercise)
        raws = [maker.handin({item.id: f"{n} {text}"}, id=f"s{n}") for n in range(n)]
        grade(raws[0], self.keys)  # the annotation of the texts is read once
        start = time.perf_counter()
        found = [grade(raw, self.keys) for raw in raws]
        rate = n / (time.perf_counter() - start)
        [mark] = [m for m in found[0].fields if m.item == item.id]
        assert mark.checks, "no check of form was made"
        start = time.perf_counter()
        for raw in raws:
            json.loads(raw)
        other = n / (time.perf_counter() - start)
        return [Figure(f"hand-ins with an essay of {len(text.split())} words, scored with "
                       f"{len(mark.checks)} checks of form", f"{rate:,.0f}/s",
                       f"json.loads {other:,.0f}/s", f"{rate / other:.3f}×", "1,000/s")]

    def class_of_200(self) -> list[Figure]:
        """A class, from the inbox to feedback pages and the table of grades, by the command."""
        n = 20 if self.small else 200
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            ids = [ref.id for ref in self.seeds.course.exercises][:EXERCISES]
            write_class(make_class(self.seeds, ids, n, 1), home / "class")
            count = len(list((home / "class" / "inbox").iterdir()))
            taken, peak = _crossread("grade", home / "class" / "inbox", "--roster",
                                     home / "class" / "roster.csv", "--out", home / "out",
                                     "--json", gradebook=home / "g.db")
            pages = len(list((home / "out" / "feedback").iterdir()))
        return [Figure(f"class of {n}, {EXERCISES} exercises, {count:,} files: inbox to "
                       f"{pages} feedback pages and the CSV, command start included",
                       f"{taken:.1f} s", f"peak memory {peak:.0f} MiB", "", "10 s")]

    def many(self) -> list[Figure]:
        """Very many keyed hand-ins by the command: time and peak memory."""
        n = 2_000 if self.small else 100_000
        maker = Maker(self.seeds, self.seeds.course.exercises[0].id)
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            files = put(home / "inbox", hand_ins(maker, n, 0))
            start = time.perf_counter()
            for file in files:
                json.loads(file.read_bytes())
            other = time.perf_counter() - start
            taken, peak = _crossread("grade", home / "inbox", "--json", gradebook=home / "g.db")
        return [Figure(f"{n:,} hand-ins, every keyed question answered once, one core",
                       f"{taken:.1f} s", f"read and json.loads {other:.1f} s",
                       f"{other / taken:.2f}×", "30 s for 100,000"),
                Figure("… peak memory of that run", f"{peak:.0f} MiB", "", "", "300 MiB")]


def _crossread(*words: Any, gradebook: Path) -> tuple[float, float]:
    """Wall seconds and peak MiB of one command of crossread."""
    command = [sys.executable, "-m", "crossread", *map(str, words), "--gradebook",
               f"sqlite:///{gradebook}"]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        taken = time.perf_counter() - start
        if status:
            out.seek(0)
            raise RuntimeError(out.read()[-200:].decode(errors="replace"))
    return taken, used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="also install and run nbgrader and "
                        "Otter-Grader, each in an environment of its own (needs the network once)")
    parser.add_argument("--small", action="store_true", help="small sizes, to try the benchmark")
    chosen = parser.parse_args()
    desk = Desk(chosen.small)
    parts = [("whole path", desk.whole_path), ("essays", desk.essays),
             ("class", desk.class_of_200), ("many", desk.many)]
    if chosen.peers:
        import peers

        parts += [("nbgrader", lambda: peers.nbgrader(desk.rate)),
                  ("otter", lambda: peers.otter(desk.rate))]
    run("The instructor's side", parts)


if __name__ == "__main__":
    main()
