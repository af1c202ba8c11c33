"""Commands on the course itself: check, annotation, build, doctor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from .minutes import minutes
from .outputs import FORCE, Outputs, page
from .shell import as_json, err, fail, faults, out, say

JSON = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(check)
    app.command()(annotation)
    app.command()(build)
    app.command()(release)
    app.command()(paper)
    app.command()(doctor)
    app.command()(minutes)


def check(json: JSON = False) -> None:
    """Validate seeds, items, lessons, exercises and guide; every slip as file:line.

    Each slip says what is wrong and what to do now. Without slips the counts are printed: what
    the course holds, how hard each text was looked at, and what was found.

    Example: crossread check
    """
    from ..checks import run
    from ..checks.balance import MOST
    from ..seeds import Seeds

    with faults(), out.status("Checking …"):
        report = run(Seeds())
    if json:
        as_json({**asdict(report), "slips": [str(s) for s in report.slips]})
    elif report.slips:
        for slip in report.slips:
            err.print(str(slip), markup=False, soft_wrap=True)
        files = len({slip.file for slip in report.slips})
        n = len(report.slips)
        say(f"{n} slip{'s' * (n > 1)} in {files} file{'s' * (files > 1)}. Each line "
            "above is file:line: what; what now. What each rule asks for: CONTRIBUTING.md, The "
            "gates.")
    else:
        say("  ".join(f"{n} {name}" for name, n in report.counts.items()))
        for title, rows, shape in (
                ("In each text", report.by_text, "d"),
                (f"Looked at, for 1,000 words (held within {MOST:.0%})", report.scrutiny, ".1f"),
                ("Found by looking (never levelled)", report.found, "d")):
            out.print(_by_text(title, rows, shape))
        say("No slips.")
    if report.slips:
        raise typer.Exit(1)


def _by_text(title: str, rows: Mapping[str, Mapping[str, float]], shape: str) -> Table:
    """A table with a column for each text."""
    table = Table(title=title, title_justify="left", min_width=len(title))
    table.add_column("")
    for text in rows:
        table.add_column(text, justify="right")
    for name in next(iter(rows.values()), {}):
        table.add_row(name, *(format(some[name], shape) for some in rows.values()))
    return table


def annotation(
    text: Annotated[str, typer.Argument(help="The letter of a text, such as A.")],
    json: JSON = False,
    html: Annotated[bool, typer.Option("--html", help="Print one self-contained page for "
                                       "review.")] = False,
    argdown: Annotated[bool, typer.Option("--argdown", help="Print the argument map as Argdown "
                                          "text.")] = False,
) -> None:
    """Print what is known of one text: paragraphs, claims, attributions, argument.

    Example: crossread annotation A --html > a.html
    """
    from ..seeds import Seeds

    if json + html + argdown > 1:
        raise typer.BadParameter("choose one of --json, --html and --argdown")
    with faults():
        seeds = Seeds()
        found = seeds.annotation(text)
        if html:
            from ..publish.review_page import review_page

            typer.echo(review_page(seeds, text))
            return
    if argdown:
        from ..publish.argdown import argdown as write

        typer.echo(write(found), nl=False)
        return
    if json:
        as_json(found)
        return
    for paragraph in found.paragraphs:
        say(f"{paragraph.id}  {paragraph.function}: {paragraph.summary.strip()}")
        for claim in found.claims:
            if claim.locator.split(".")[0] == paragraph.id:
                say(f"  {claim.locator}  {claim.id}  [{claim.kind}, {claim.voice}, "
                    f"{claim.speaker}] {claim.text.strip()}")


def build(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail when a file "
                                        "is stale.")] = False,
) -> None:
    """Run and tidy the notebooks, and make exercises and solutions from their sources.

    Example: crossread build --check
    """
    from ..publish.build import BuildError
    from ..publish.build import build as make
    from ..seeds import Seeds

    with faults(), out.status("Building …") as status:
        try:
            changed = make(Seeds(), check=check, tell=lambda name: status.update(name))
        except BuildError as error:
            fail(error)
    for path in changed:
        say(f"{'stale' if check else 'written'}: {path.parent.name}/{path.name}")
    if check and changed:
        fail("Run crossread build and commit what it writes.")
    say("Everything is up to date." if not changed else f"{len(changed)} files.")


def release(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist "
                                           "yet.")],
) -> None:
    """Write the student bundle, and prove that no key and no solution is in it.

    Example: crossread release ../crossread-students
    """
    from ..publish.build import BuildError
    from ..publish.release import FOLDERS, LeakError
    from ..publish.release import release as write
    from ..seeds import Seeds

    with faults(), out.status("Releasing …") as status:
        seeds = Seeds()
        Outputs("release", inputs=tuple(seeds.root / name for name in FOLDERS)).folder(folder)
        try:
            made = write(seeds, folder, tell=lambda name: status.update(name))
        except (BuildError, LeakError) as error:
            fail(error)
    say(f"{made.files} files in {folder}. Searched for {made.secrets} sentences of the "
        f"instructor's side: none is in them. {made.blanked} fields are left for students to code.")


def paper(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the pages go.")],
    force: FORCE = False,
) -> None:
    """Write the printable twin of the course: the same ids, figures in grey, keys apart.

    Example: crossread paper paper-twin
    """
    from ..publish.paper import page_names
    from ..publish.paper import paper as write
    from ..seeds import Seeds

    with faults(), out.status("Writing …") as status:
        seeds = Seeds()
        Outputs("paper", force=force).folder(
            folder, (folder / name for name in page_names(seeds)), page("paper"))
        pages = write(seeds, folder, tell=lambda name: status.update(name))
    say(f"{len(pages)} pages in {folder}. Open {pages[0].name} in a browser to print it.")


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Set the save hook of this "
                                      "environment.")] = False,
    json: JSON = False,
) -> None:
    """Say what works here, one line each, with the remedy where something does not.

    Example: crossread doctor
    """
    from ..doctor import examine, set_save_hook

    with faults():
        if fix:
            say(f"Save hook set in {set_save_hook()}")
        findings = examine()
    if json:
        as_json(findings)
    else:
        for finding in findings:
            say(f"{'ok ' if finding.good else '!! '} {finding.what}: {finding.saw}"
                + (f" → {finding.remedy}" if finding.remedy else ""))
    if any(not finding.good and finding.needed for finding in findings):
        raise typer.Exit(1)
