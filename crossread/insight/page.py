"""The report of a class: one HTML file, whole in itself, that opens from disk without a network.

What can be acted on stands first; every figure stands in a table beside its chart. The
policy in the file's head allows its one style sheet and the pictures inside it: no
script, and no address is ever loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import htpy as h

from ..grading.analysis import Analysis
from ..grading.looks import Look, levels, percent, ranged
from ..grading.markers import Beside
from ..grading.questions import PartStats
from ..grading.report import BY_PEOPLE, MEANS, SET, Report, override_rows
from ..grading.sealed import sealed_page
from ..grading.settle import STATUSES
from ..grading.similar_page import told
from . import pictures

STYLE = """
:root{color-scheme:light dark;--line:#767676;--shade:#f0f0f0;--ink:#1b1b1b;--paper:#fff}
@media (prefers-color-scheme:dark){:root{--line:#8f8f8f;--shade:#2b2b2b;--ink:#f2f2f2;
--paper:#1b1b1b}}
body{font:1rem/1.55 system-ui,sans-serif;max-width:64rem;margin:1.5rem auto;padding:0 1rem;
color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h2{border-top:2px solid var(--line);padding-top:1rem;margin-top:2.5rem}
ol.look>li{margin:0 0 1rem}ol.look p{margin:.15rem 0}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;
padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:normal}
thead th{background:var(--shade)}.wide{overflow-x:auto}
img{max-width:100%;height:auto;background:#fff}
details{margin:.5rem 0}summary{cursor:pointer;padding:.3rem 0}
.key{font-weight:600}
@media print{details{display:block}}
"""
FLAGS = {"key": "key may be wrong", "negative": "stronger students are wrong more often",
         "hard": "very hard", "easy": "very easy", "dead": "a wrong option that nobody takes",
         "weak": "does not go with the rest", "severe": "lower levels than the others",
         "lenient": "higher levels than the others", "unlike": "differs most from the others"}
MOST = 15  # wrong options named among the most taken
MISSED = 0.2  # share of answers from which a wrong option is named among the most taken
Rows = Iterable[Sequence[h.Node]]


def report_page(account: Report, found: Analysis, looks: Sequence[Look], title: str) -> str:
    """The whole page. ``title`` is that of the course."""
    return sealed_page(
        f"Report: {title}", STYLE,
        h.h1["Report of the class"],
        h.p[title],
        h.p["Ranges in brackets are 95% intervals; n is the number of students unless "
            "something else is said. Below n = 10 a figure is not given: too few to tell. No "
            "opinion and no conclusion is ever scored."],
        _looks(looks), _files(account), _exercises(account, found), _questions(found),
        _decisions(found), _slips(found), _groups(found), _confidence(found),
        _markers(found), _together(account), _tested(found), command="report --html",
        pictures=True)


def _looks(looks: Sequence[Look]) -> h.Node:
    return h.section[h.h2["What to look at"], h.ol(".look")[(
        h.li[h.p[h.strong[one.what]], h.p["Evidence: ", one.evidence], h.p["Do: ", one.do]]
        for one in looks)]]


def _files(account: Report) -> h.Node:
    rows = [(s, f"{account.counts.get(s, 0):,}", MEANS[s]) for s in STATUSES]
    listed = [(h.bdi[one.file], one.status, h.bdi[one.reason]) for one in account.listed]
    return h.section[
        h.h2["Files"],
        _table("Every file has one status", ("status", "files", "what it means"),
               [*rows, ("all files", f"{account.files:,}", "")]),
        listed and h.details[h.summary[f"The {len(listed)} files that are not simply graded"],
                             _table("Files to look at", ("file", "status", "reason"), listed)]]


def _exercises(account: Report, found: Analysis) -> h.Node:
    alphas = {one.exercise: one for one in found.reliability}
    rows = []
    for one in account.exercises:
        alpha = alphas.get(one.exercise)
        rows.append((one.exercise, str(one.handed_in), str(one.missing),
                     one.mean, str(one.waiting),
                     str(alpha.decisions) if alpha else "–",
                     ranged(alpha.alpha) if alpha else "–"))
    return h.section[
        h.h2["Exercises"],
        _table("Points and reliability by exercise",
               ("exercise", "handed in", "not handed in", "mean of keyed points",
                "rubric rows waiting", "keyed rows", "KR-20"), rows),
        _table(f"{BY_PEOPLE}; the last of a student and exercise counts", SET,
               [tuple(h.bdi[cell] for cell in row) for row in override_rows(account.overrides)])
        if account.overrides else None,
        h.p["The n of a mean counts the students who answered something; a file with no answer in "
            "it and a file that was refused are not zero points."],
        h.p["KR-20 says how consistently the keyed rows of an exercise order the students, from "
            "0 to 1. Few rows give low values. Rows of one question share their options, so the "
            "value can be somewhat too high."]]


def _questions(found: Analysis) -> h.Node:
    return h.section[
        h.h2["Questions"],
        pictures.questions(found.questions),
        _table("Every keyed question", ("question", "mean share of marks",
                                        "correlation with the rest", "flag"),
               [(one.question, percent(one.credit), ranged(one.telling), _flags(one.flags))
                for one in found.questions]),
        h.p["The correlation is with the student's right decisions in all other questions. Near 1 "
            "a question goes with the rest; near 0 it does not."]]


def _decisions(found: Analysis) -> h.Node:
    missed = [(one.name, way, one) for one in found.decisions for way in one.ways
              if one.right.enough and not way.right and way.share >= MISSED]
    missed.sort(key=lambda row: -row[1].share)
    return h.section[
        h.h2["Rows of questions, and wrong options"],
        _table(f"The {min(MOST, len(missed))} wrong options that most students take",
               ("row", "wrong option", "taken by", "slip"),
               [(name, way.text or way.id, f"{way.share:.0%} ({way.n} of {one.right.n})",
                 way.misconception or "–") for name, way, one in missed[:MOST]])
        if missed else h.p[f"No wrong option is taken by {MISSED:.0%} of the students or more."],
        _table("Every row", ("row", "right", "correlation with the rest", "flag"),
               [(one.name, percent(one.right), ranged(one.telling), _flags(one.flags))
                for one in found.decisions]),
        h.p["“Top” and “bottom” below are the thirds of the students who are strongest and "
            "weakest in all other rows."],
        (_options(one) for one in found.decisions if one.ways)]


def _options(one: PartStats) -> h.Node:
    return h.details[
        h.summary[f"{one.name}: {one.label}"],
        _table(f"{one.name}, n = {one.right.n}",
               ("option", "all", f"top {one.top_n}", f"bottom {one.bottom_n}", "slip"),
               [(h.span(".key")[f"{way.text or way.id} (key)"] if way.right
                 else way.text or way.id, str(way.n), str(way.top), str(way.bottom),
                 way.misconception or "–") for way in one.ways])]


def _slips(found: Analysis) -> h.Node:
    return h.section[
        h.h2["Misconceptions"],
        _table("Shown in wrong answers", ("code", "what", "shown", "by chance", "students",
                                          "again and again", "most in", "flag"),
               [(one.code, one.name, f"{_share(one.shown.value)} of {one.shown.n} chances",
                 f"{one.usual:.0%}", f"{one.ever} of {one.students}", str(one.holders),
                 "; ".join(one.where) or "–",
                 "more often than by chance" if one.stands_out else "–")
                for one in found.misconceptions]),
        h.p["A chance is a row in which a wrong option shows the misconception. “By chance” is "
            "what the same wrong answers would give if they fell on all wrong options alike. "
            "“Again and again” counts students who show it twice or more, in half of their "
            "chances or more."]]


def _groups(found: Analysis) -> h.Node:
    return h.section[
        h.h2["Objectives"],
        pictures.groups(found.objectives, "objective"),
        _table("Right decisions by objective", ("objective", "what", "rows", "right"),
               [(one.id or "–", one.name, str(one.decisions), percent(one.right))
                for one in found.objectives]),
        h.h2["Balance of the texts"],
        pictures.groups(found.texts, "text"),
        _table("Right decisions by text", ("text", "what", "rows", "right"),
               [(one.id or "–", one.name, str(one.decisions), percent(one.right))
                for one in found.texts]),
        h.p["The rows differ in how hard they are. A difference between the texts does not show "
            "by itself that one text was read with more care."]]


def _confidence(found: Analysis) -> h.Node:
    sure = found.confidence
    if not sure.answers:
        return h.section[h.h2["Confidence"], h.p[
            "No student handed in practice with confidence. Graded questions do not ask for it."]]
    brier = "too few to tell" if sure.brier is None else f"{sure.brier:.3f}"
    return h.section[
        h.h2["Confidence"],
        h.p[f"{sure.answers} first answers of {sure.students} students. Brier score: {brier} (0 is "
            "best; 0.25 is what “50%” for every answer earns)."],
        pictures.reliability_curve(sure),
        _table("Stated confidence and right answers", ("stated, %", "mean, %", "right",
                                                       "answers"),
               [(f"{low} to {high}", f"{said:.0f}" if n else "–",
                 f"{right / n:.0%}" if n >= 10 else "too few to tell", str(n))
                for low, high, n, right, said in sure.bins]),
        _table("By practice question", ("question", "mean confidence", "right",
                                        "confidence minus right", "flag"),
               [(one.item, f"{one.said:.0%}", percent(one.right), ranged(one.over),
                 ("too sure" if (one.over.value or 0) > 0 else "too careful")
                 if one.stands_out else "–") for one in sure.items])]


COMPARED = ("minus others, same work (n works)", "minus others, other work (n students)",
            "distance to others (n works)", "others among themselves", "more than one level apart")


def _markers(found: Analysis) -> h.Node:
    if not found.markers:
        return h.section[h.h2["Markers"], h.p["Nobody has marked yet."]]
    grounds: list[Sequence[h.Node]] = [
        (h.bdi[one.marker], FLAGS[ground.flag], h.bdi[" and ".join(ground.without) or "–"],
         *_compared(ground)) for one in found.markers for ground in one.grounds]
    return h.section[
        h.h2["Markers"],
        pictures.severity(found.markers),
        _table("Every marker beside all others, in levels",
               ("marker", "works", *COMPARED, "flag"),
               [(h.bdi[one.marker], str(one.works), *_compared(one), _flags(one.flags))
                for one in found.markers]),
        [
            _table("What each flag rests on, in levels",
                   ("marker", "flag", "left out", *COMPARED), grounds),
            h.p["One marker far from the rest makes the others look different too. Therefore, of "
                "each kind of flag, the one who differs most is named first and left out before "
                "the rest are tested. Where somebody is left out, the figures of a flag differ "
                "from those in the table of all markers."]] if grounds else None,
        h.p["Markers are compared with each other; no figure says who is right. The comparison on "
            "other work allows for the criterion and for the student's keyed points. With two "
            "markers nobody can say which of them differs."],
        _table("Agreement by criterion: Krippendorff's alpha, ordinal",
               ("exercise", "criterion", "alpha (n works marked twice)"),
               [(one.exercise, one.criterion, ranged(one.alpha)) for one in found.agreement])]


def _compared(one: Beside) -> tuple[str, ...]:
    return (levels(one.same), levels(one.alike), ranged(one.apart),
            "–" if one.others_apart is None else f"{one.others_apart:.2f}",
            f"{one.far} of {one.rows} rows")


def _together(account: Report) -> h.Node:
    groups = [h.li["One installation of crossread, several students: ",
                   h.bdi[", ".join(group)], ". A shared computer explains this."]
              for group in account.shared_installs]
    pairs = [h.li[h.bdi[told(pair)]] for pair in account.similar]
    return h.section[
        h.h2["Shared installations and similar answers"],
        h.p["Facts to look at, never a verdict. crossread report --similar FILE shows the texts "
            "side by side."],
        h.ul[groups, pairs] if groups or pairs else h.p["None."]]


def _tested(found: Analysis) -> h.Node:
    return h.section[
        h.h2["How often chance raises a flag"],
        _table("Families of tests", ("what was looked for", "tests", "false flags"),
               [(one.what, str(one.n), one.rate) for one in found.tested]),
        h.p["“5% of those flagged” is the rate of Benjamini and Hochberg (1995): in the long run "
            "at most one flag in twenty is raised by chance. A key that is right rarely looks "
            "wrong, so the number given for keys is an upper end."]]


def _flags(flags: Sequence[str]) -> str:
    return "; ".join(FLAGS[one] for one in flags) or "–"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _table(caption: str, header: Sequence[str], rows: Rows) -> h.Element:
    return h.div(".wide", tabindex="0", role="group", aria_label=caption)[h.table[
        h.caption[caption],
        h.thead[h.tr[(h.th(scope="col")[name] for name in header)]],
        h.tbody[(h.tr[h.th(scope="row")[row[0]], (h.td[cell] for cell in row[1:])]
                 for row in rows)]]]
