"""Commands of the instructor: grade an inbox, and what comes out of a gradebook."""

from __future__ import annotations

import os
import shlex
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import demo, export
from .desk import BOOK, JSON, KEYS, bar, grader_at, office_at
from .outputs import FORCE, Outputs, page, pages, sheet
from .shell import as_json, err, fail, faults, out, say

if TYPE_CHECKING:
    from ..grading.office import Office
    from ..seeds import Seeds
SHOWN = 20  # pairs of similar answers, or names of files, on the screen


def register(app: typer.Typer) -> None:
    """Add ``grade``, ``demo``, ``feedback``, ``report``, ``regrade`` and ``export``."""
    app.command()(grade)
    app.command()(report)
    app.command()(feedback)
    app.command()(regrade)
    export.register(app)
    demo.register(app)


def grade(
    inbox: Annotated[Path, typer.Argument(help="A folder, a zip archive or one file.")],
    gradebook: BOOK,
    roster: Annotated[Path | None, typer.Option(help="A CSV file with the students.")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write "
                                                 "grades.csv and the feedback there.")] = None,
    due: Annotated[list[str] | None, typer.Option(
        metavar="[NN=]TIME", help="Deadline, such as 2027-01-15T18:00, or 01=2027-01-15T18:00 "
        "for one exercise. May be repeated; the gradebook remembers it.")] = None,
    dask: Annotated[str, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster, such as "
                                      "tcp://host:8786, or on “local”, this computer. The "
                                      "hand-ins travel there.")] = "",
    times: Annotated[list[str] | None, typer.Option(
        metavar="[NN=]FILE", help="When the platform received the hand-ins of an exercise: "
        "Moodle's grading worksheet, or a CSV file with students and times. May be repeated; the "
        "gradebook remembers it.")] = None,
    keys: KEYS = None,
    force: FORCE = False,
    json: JSON = False,
) -> None:
    """Grade an inbox into a gradebook. Every file ends with a status and a reason.

    Nothing that students hand in is executed. Running again over the same inbox
    changes nothing.

    Example: crossread grade inbox --gradebook sqlite:///grades.db --roster class.csv --out results
    """
    from ..grading.export import headers
    from ..grading.intake import count
    from ..grading.news import told
    from ..grading.report import account_table, listed_table
    from ..seeds import Seeds

    with faults():
        seeds = Seeds()
        deadlines, tables = _deadlines(due or [], seeds), _times(times or [], seeds)
        for path in (inbox, *([roster] if roster else ())):
            path.stat()  # a wrong path is told before a gradebook is made
        if out_dir is not None:
            outputs = Outputs("grade", gradebook, (inbox, roster, keys, *tables.values()), force)
            outputs.folder(out_dir)
            outputs.apart(out_dir / "grades.csv", out_dir / "feedback")
            outputs.file(out_dir / "grades.csv", sheet(*headers()))
            outputs.folder(out_dir / "feedback", pages(out_dir / "feedback"), page("feedback"))
    with grader_at(dask) as grader, office_at(gradebook, create=True,
                                                      keys_in=keys) as office:
        with bar(f"Grading {inbox.name}", count(inbox)) as tell:
            account = office.grade(inbox, roster, deadlines, tell, grader, tables)
        made = f"A new gradebook was made: {office.made}." if office.made else ""
        if not account.files:
            if made:
                err.print(made, markup=False)
            fail(f"{inbox}: there is no file in it.")
        if out_dir is not None:
            office.export_csv(out_dir / "grades.csv")
            written = _write_feedback(office, out_dir / "feedback")
    if json:
        as_json(account)
        return
    out.print(account_table(account.counts, account.files))
    if account.listed:
        out.print(listed_table(account.listed))
    if made:
        say(made)
    for line in told(account.new, account.news, asked=bool(roster or due or times),
                     copies=account.copies, new_of=account.new_of, stay=account.stay):
        say(line)
    if account.timeless:
        say(f"In a table of times, but not in the gradebook: {', '.join(account.timeless)}.")
    for exercise in account.changed_keys:
        say(f"Exercise {exercise}: its source differs from the key of this gradebook, which "
            "still grades with its own key; crossread regrade shows who would move.")
    if out_dir is not None:
        say(f"Grades and feedback are in {out_dir}.")
        _tell_old(out_dir / "feedback", written)


def report(
    gradebook: BOOK,
    similar: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a page with "
                                                 "answers that share many words, side by "
                                                 "side.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the whole report "
                                              "as one page, with charts and tables.")] = None,
    force: FORCE = False,
    json: JSON = False,
) -> None:
    """Account for every file in a gradebook, and say what to look at in the class.

    Counts by status, reasons, points by exercise; then keys, questions, markers and
    misconceptions that stand out, each with its evidence. Answers that share many words
    are facts to look at, never a verdict.

    Example: crossread report --gradebook sqlite:///grades.db --html report.html
    """
    from ..grading.looks import listed, looks
    from ..grading.report import account_table, exercise_table, listed_table, override_table
    from ..grading.similar_page import counted_pairs, similar_page, told
    from ..home import write_whole

    outputs = Outputs("report", gradebook, force=force)
    outputs.apart(html, similar)
    outputs.file(html, page("report --html"))
    outputs.file(similar, page("report --similar"))
    with office_at(gradebook) as office:
        found = office.report()
        with bar("Measuring how the class did", None) as tell:
            figures = office.analysis(tell)
        first = looks(figures, found)
        if html is not None:
            from ..insight.page import report_page

            write_whole(html, report_page(found, figures, first, office.title).encode())
        if similar is not None:
            write_whole(similar, similar_page(found.similar, office.title).encode())
    if json:
        as_json({**asdict(found), "look_at": first, "analysis": figures})
        return
    out.print(account_table(found.counts, found.files))
    out.print(exercise_table(found.exercises))
    if found.overrides:
        out.print(override_table(found.overrides))
    if found.listed:
        out.print(listed_table(found.listed))
    for group in found.shared_installs:
        say(f"One installation of crossread, several students: {', '.join(group)}. A shared "
            "computer explains this.")
    for pair in found.similar[:SHOWN]:
        say(told(pair))
    if len(found.similar) > SHOWN:
        say(f"And {counted_pairs(len(found.similar) - SHOWN)} more; --similar FILE shows all.")
    if similar is not None:
        n = len(found.similar)
        say(f"{counted_pairs(n)} {'is' if n == 1 else 'are'} side by side in {similar}.")
    say("\nWhat to look at")
    for line in listed(first):
        say(line)
    if html is not None:
        say(f"The whole report is in {html}.")


def feedback(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
    gradebook: BOOK,
    force: FORCE = False,
) -> None:
    """Write one HTML file for every student who handed in something.

    Example: crossread feedback feedback --gradebook sqlite:///grades.db
    """
    Outputs("feedback", gradebook, force=force).folder(folder, pages(folder), page("feedback"))
    with office_at(gradebook) as office:
        written = _write_feedback(office, folder)
    say(f"{len(written)} {'file' if len(written) == 1 else 'files'} of feedback "
        f"{'is' if len(written) == 1 else 'are'} in {folder}.")
    _tell_old(folder, written)


def regrade(
    gradebook: BOOK,
    apply: Annotated[bool, typer.Option("--apply", help="Take the new keys into the gradebook. "
                                        "Without it nothing is written.")] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the gradebook.")] = "",
    keys: KEYS = None,
    json: JSON = False,
) -> None:
    """Show whose points move when a key has changed; with --apply, let them move.

    Compares the keys that the gradebook grades with and those in solutions/source
    now. Those who lose points are listed first.

    Example: crossread regrade --gradebook sqlite:///grades.db
    """
    from ..grading.regrade import tables

    if apply != bool(reason.strip()):
        raise typer.BadParameter("An applied regrade is kept with its reason: give --apply and "
                                 "--reason together.", param_hint="--reason")
    with office_at(gradebook, keys_in=keys) as office:
        found = office.regrade(reason.strip())
    if json:
        as_json(found)
        return
    for table in tables(found):
        out.print(table)
    if not found.effects:
        say("No key has changed: there is nothing to regrade.")
    elif found.applied:
        say(f"Applied: {len(found.moved)} results moved. The reason is kept in the gradebook.")
    else:
        say("Nothing was written. To apply it: crossread regrade --apply --reason \"…\""
            + _typed(gradebook, keys))


def _typed(gradebook: str, keys: Path | None) -> str:
    """The options that were typed, so that a line can be copied; never a password."""
    told = [] if gradebook == os.environ.get("CROSSREAD_GRADEBOOK") else [
        "--gradebook", "URL" if "@" in gradebook else shlex.quote(gradebook)]
    return " ".join(["", *told, *(["--keys", shlex.quote(str(keys))] if keys else ())])


def _write_feedback(office: Office, folder: Path) -> list[Path]:
    with bar("Writing feedback", office.student_count()) as tell:
        written = []
        for path in office.write_feedback(folder):
            written.append(path)
            tell()
    return written


def _tell_old(folder: Path, written: list[Path]) -> None:
    """Name the pages that an earlier run left; a person deletes them, since one may be wanted."""
    if old := [path.name for path in sorted({*pages(folder)} - {*written})]:
        more = f" and {len(old) - SHOWN} more" if len(old) > SHOWN else ""
        say(f"Not written now, from before: {', '.join(old[:SHOWN])}{more}. The student was "
            "erased, or has no file that counts in this gradebook. Look, and delete such pages "
            "yourself.")


def _deadlines(given: list[str], seeds: Seeds) -> dict[str, datetime]:
    """The deadlines as typed; wrong usage when one cannot be read."""
    from ..grading.inforce import read_due

    try:
        return read_due(given, [ref.id for ref in seeds.course.exercises])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--due") from None


def _times(given: list[str], seeds: Seeds) -> dict[str, Path]:
    """The tables of times as typed; wrong usage when one does not say its exercise."""
    from ..grading.times import given_times

    try:
        return given_times(given, [ref.id for ref in seeds.course.exercises])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--times") from None
