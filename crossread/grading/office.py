"""The instructor's office: one course and one gradebook, and all that is done with the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from ..home import home, write_whole
from ..seeds import SeedError, Seeds, Slip
from ..texts import Copies
from . import gradebook as g
from . import platforms
from . import regrade as again
from .analysis import Analysis, analyse, gather
from .evening import Account, Grader, here, run
from .export import export_csv
from .feedback import Author, write_feedback
from .inforce import keys_of
from .intake import inbox
from .keys import read_keys
from .late import Policy, leave_by
from .rehearsal import take_marks
from .report import Report, report
from .results import REFUSED, results, strays
from .roster import read_roster
from .similar import Essays, given_words
from .times import read_times


class Office:
    """Opens the gradebook at ``url``; ``keys_in`` is a folder of keys beside the course's own.

    Every method raises GradebookError, SeedError or OSError with a sentence.
    """

    def __init__(self, seeds: Seeds, url: str, *, create: bool = False,
                 keys_in: Path | None = None) -> None:
        self._seeds = seeds
        # before a file is made: no key, no gradebook
        self._keys = read_keys(seeds, keys_in) if create or keys_in else None
        self._book = g.Gradebook(url, create=create)

    @property
    def title(self) -> str:
        """The title of the course."""
        return self._seeds.course.title

    @property
    def made(self) -> str:
        """The place of the gradebook where there was none before, else ""."""
        return self._book.place if self._book.made else ""

    def grade(self, folder: Path, roster: Path | None = None,
              due: Mapping[str, datetime] | None = None,
              tell: Callable[[], None] = lambda: None, grader: Grader = here,
              times: Mapping[str, Path] | None = None) -> Account:
        """Grade an inbox into the gradebook; see ``evening.run``."""
        students = read_roster(roster) if roster else ()
        arrived = {name: read_times(file) for name, file in (times or {}).items()}
        keys = self._keys or read_keys(self._seeds)
        return run(inbox(folder), self._book, keys, self._seeds, roster=students, due=due,
                   times=arrived, tell=tell, grader=grader)

    def report(self) -> Report:
        """The account of everything in the gradebook."""
        with self._book.read() as connection:
            held = keys_of(connection, self._seeds)
            exercises = {name: key.exercise for name, key in held.items()}
            essays = Essays(exercises)
            found = report(connection, essays.passing(results(connection, self._seeds, held)))
            given = given_words(self._seeds, exercises, Copies(home()))
            return replace(found, similar=essays.pairs(given))

    def analysis(self, tell: Callable[[], None] = lambda: None) -> Analysis:
        """The class as figures: see ``analysis``; ``tell`` is called in the course of it."""
        with self._book.read() as connection:
            held = keys_of(connection, self._seeds)
            return analyse(results(connection, self._seeds, held),
                           {name: key.exercise for name, key in held.items()}, self._seeds,
                           gather(connection), tell)

    def take_marks(self, truth: Path) -> int:
        """Take the marks of a made-up class into the gradebook; how many were new."""
        with self._book.write() as connection:
            return take_marks(connection, truth)

    def export_csv(self, file: Path, late: Policy | None = None) -> int:
        """Write the grades as a table; the number of rows."""
        with self._book.read() as connection:
            held = keys_of(connection, self._seeds)
            return export_csv(results(connection, self._seeds, held), file,
                              leave_by(late, held) if late else None, strays(connection))

    def export_canvas(self, file: Path, form: Path | None = None, late: Policy | None = None,
                      write: platforms.Write = write_whole) -> platforms.Exported:
        """Write the grades for Canvas; see ``platforms.canvas``."""
        with self._book.read() as connection:
            held = keys_of(connection, self._seeds)
            return _with_strays(connection, platforms.canvas(
                results(connection, self._seeds, held), held, file, form, leave_by(late, held),
                write))

    def export_moodle(self, file: Path, form: Path | None = None, exercise: str = "",
                      feedback: Path | None = None, late: Policy | None = None,
                      write: platforms.Write = write_whole) -> platforms.Exported:
        """Write the grades for Moodle; with ``form``, those of one exercise as a worksheet."""
        with self._book.read() as connection:
            keys = keys_of(connection, self._seeds)
            found, leave = results(connection, self._seeds, keys), leave_by(late, keys)
            if form is None:
                return _with_strays(connection, platforms.moodle(found, keys, file, leave,
                                                                 write))
            name = exercise or "".join(keys if len(keys) == 1 else ())
            if name not in keys:
                raise SeedError([Slip(form.name, 1, f"is the worksheet of one assignment; name its "
                                      f"exercise ({', '.join(sorted(keys))}) with --exercise")])
            author = Author(self._seeds, {name: keys[name].exercise}) if feedback else None
            return _with_strays(connection, platforms.worksheet(found, keys[name], file, form,
                                                                author, feedback, leave, write))

    def write_feedback(self, folder: Path) -> Iterator[Path]:
        """Write one HTML file a student; the paths, as they are written."""
        with self._book.read() as connection:
            exercises = {name: key.exercise
                         for name, key in keys_of(connection, self._seeds).items()}
            yield from write_feedback(results(connection, self._seeds), self._seeds, exercises,
                                      folder)

    def regrade(self, reason: str = "") -> again.Regrade:
        """Who would move under the keys as they are now; with a reason, it is applied."""
        keys = self._keys or read_keys(self._seeds)
        if reason:
            with self._book.write() as connection:
                return again.apply(connection, keys, self._seeds, reason)
        with self._book.read() as connection:
            return again.compare(connection, keys, self._seeds)

    def student_count(self) -> int:
        """How many students the gradebook knows."""
        with self._book.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(g.student)) or 0

    def close(self) -> None:
        """Let go of the gradebook."""
        self._book.close()


def _with_strays(connection: Connection, done: platforms.Exported) -> platforms.Exported:
    """Also list the hand-ins that belong to nobody of the roster, and those that were refused."""
    t = g.submission
    rows = connection.execute(sa.select(t.c.name, t.c.reason).where(
        t.c.status.in_(("unmatched", *REFUSED))).order_by(t.c.name))
    more = tuple(platforms.Unmatched(row.name, "", row.reason) for row in rows)
    return msgspec.structs.replace(done, listed=done.listed + more)
