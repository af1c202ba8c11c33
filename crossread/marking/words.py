"""What the desk says: one table, as ``strings`` is for learners."""

from __future__ import annotations

from typing import Any

from ..strings import filled

WORDS = {
    "title": "Marking desk",
    "call": "Write marking_desk() with nothing in the brackets, or with an exercise such as "
            "marking_desk(\"03\"), or for a second marker marking_desk(second=True).",
    "static": "The desk appears here when you run this cell: choose it and press Shift+Enter. What "
              "you mark is kept in the gradebook, not in this page.",
    "static_book": "If you have run the cell and see no desk, the page was opened without a "
                   "gradebook. Close it and open it with: crossread mark --gradebook "
                   "sqlite:///grades.db",
    "lead": "Names are hidden, and the order is drawn by lot. A level is kept as soon as you "
            "choose it; “Saved” appears when it is in the gradebook.",
    "marker": "Marker: {marker}. Gradebook: {place}.",
    "share": "Second marker's sample: {percent}% of the work of an exercise, at least {least} "
              "pieces, and all that is begun.",
    "share_none": "Second marker's sample: none (0%).",
    "exercise": "Exercise",
    "by": "Order",
    "by_student": "one student, all rows",
    "by_criterion": "one row, all students",
    "task": "What you do",
    "task_choose": "choose first",
    "task_first": "mark",
    "task_second": "mark as second marker, blind",
    "task_settle": "settle differences",
    "choose": "Other people have marked at this gradebook, and you have not yet. Choose what you "
              "do. A second marker chooses “{second}” and sees no first marks; no work is shown "
              "before you choose.",
    "show": "Show",
    "show_all": "all work",
    "show_waiting": "not yet marked",
    "show_flagged": "needs a second look",
    "keys": "Keys",
    "keys_text": "4 3 2 1 0: the level of the row you are in, or of the next blank row; then you "
                 "are in the next blank row. c: comment, and b: comment bank, of the row that you "
                 "marked last, until you go into another row yourself. Each row says which keys "
                 "reach it. n and p: next and previous work. f: needs a second look. Escape: out "
                 "of the comment, the bank or a button of a row, to the next blank row; then out "
                 "of the desk. In a sample it closes the sample.",
    "keys_here": "Your keys go to the desk.",
    "keys_away": "Your keys go to JupyterLab now. Press here, or come here with Tab or Shift+Tab, "
                 "to mark with keys.",
    "aim_level": "4 to 0 mark this row; c and b write to “{row}”.",
    "aim_comment": "c and b write to this row.",
    "aim_both": "4 to 0 mark this row; c and b write to it.",
    "all_marked": "Every row here is marked. To change a level, go into its row first.",
    "loading": "Loading …",
    "work": "Work {code}",
    "at": "{n} of {of}",
    "at_criterion": "“{title}”: {n} of {of}",
    "progress": "{done} of {of} rows marked",
    "progress_second": "In the sample: {of} pieces. Marked by other second markers: {others}. "
                       "Marked by you: {mine}. Waiting for you: {waiting}.",
    "progress_all": "All {of} rows of this list are marked. Choose another exercise above, or "
                    "close the page.",
    "known": "The desk has shown you first marks of this work, and no other work is left to draw.",
    "earlier": "The student has handed in anew. The file before this one was marked: {levels}.",
    "previous": "Previous (p)",
    "next": "Next (n)",
    "flag": "Needs a second look (f)",
    "reveal": "Show the name (this is recorded)",
    "student": "The student's work",
    "written": "What is marked",
    "blank": "(not answered)",
    "unscored": "Not readable: {fault}.",
    "checks": "Checks of form: evidence for you. They never move a level.",
    "check_passed": "met",
    "check_open": "not met",
    "keyed": "Questions with a key (the program scores them)",
    "rubric": "Rubric",
    "nothing": "Nothing to mark.",
    "sample": "Sample at {level}",
    "sample_more": "Another at {level}",
    "sample_title": "Sample: {title}",
    "sample_show": "Show the level and the reason",
    "sample_level": "“{criterion}”: level {level}. {why}",
    "close": "Close the sample",
    "comment": "Comment for the student",
    "comment_second": "Comment for settling with the first marker (the student does not get it)",
    "bank": "Comment bank (b)",
    "own": "Your own comments",
    "own_none": "None yet. Write a comment and keep it.",
    "keep": "Keep this comment for reuse",
    "kept": "Kept. You find it in the comment bank of this row.",
    "saved": "Saved: level {level}, {marker}, {time}.",
    "holds": "Level {level}, {marker}",
    "holds_settled": "Level {level}, settled by {who}",
    "saving": "Saving …",
    "unsaved": "The comment is not saved yet.",
    "comment_saved": "Comment saved.",
    "undecided": "Not saved. Decide below whose mark stands.",
    "lost": "NOT saved: the kernel does not answer. Choose Kernel, Restart Kernel and Run All "
            "Cells, and look at this row again. If JupyterLab says that its server is gone, "
            "start crossread mark again. All that was called saved is in the gradebook.",
    "needs_kernel": "The kernel does not answer. Run the cell again. If JupyterLab says that its "
                    "server is gone, start crossread mark again.",
    "refused": "NOT saved: {row}.",
    "refused_row": "“{title}”, level {level}",
    "refused_comment": "“{title}”, the comment",
    "gone": "A newer file of this student has come in meanwhile. It stands here now: look at "
            "it and mark these rows again. What you wrote about them stands in their comments.",
    "gone_none": "No work of this student is in this list any more.",
    "draft": "The comment is kept as a draft. Choose a level, and it goes to the student with it.",
    "draft_second": "The comment is kept as a draft. Choose a level, and it is kept with it.",
    "draft_beside": "Your draft from before: “{comment}”",
    "stay": "Something on this page is not saved yet; see the row.",
    "clash": "This row holds level {level}, chosen by {marker} ({time}). Your choice, {mine}, is "
             "not saved. Decide:",
    "clash_words": "This row holds level {level}, chosen by {marker} ({time}). Your change of the "
                   "comment is not saved. Decide:",
    "clash_comment": "Comment of {marker}: “{comment}”",
    "clash_theirs": "Keep level {level}, {marker}",
    "clash_mine": "Save mine, {mine}",
    "last": "There is no more work in this direction.",
    "none": "There is nothing here: {why}",
    "none_first": "no hand-in of this exercise waits for a marker.",
    "none_second": "no work of the sample is left for you. A second marker never marks work that "
                   "they marked first.",
    "none_share": "the second marker's share is 0 percent. crossread mark --second-share sets it.",
    "none_show": "no work is “{show}”.",
    "settled": "Settled at level {level} by {who}: {why}",
    "waiting_head": "To settle: {n}",
    "settled_head": "Settled: {n}",
    "settled_at": "{day}, {time}",
    "differences": "Rows on which two markers are more than one level apart",
    "no_differences": "No row differs by more than one level, among the work that a second marker "
                      "has finished.",
    "agreement": "Agreement by row (Krippendorff's alpha for ordered levels: 1 is perfect, 0 is "
                 "chance)",
    "alpha": "{value} (95% {low} to {high}), {n} marked twice",
    "alpha_none": "too few to tell ({n} marked twice; at least 10, with more than one level)",
    "first_mark": "First marker, {marker}",
    "second_mark": "Second marker, {marker}",
    "level": "Level {level}",
    "no_comment": "(no comment)",
    "read_work": "Read the work",
    "final": "Level that counts",
    "final_missing": "Choose the level that counts.",
    "why": "Why",
    "settle": "Settle",
    "settle_again": "Settle again",
    "settle_done": "Settled and saved: level {level} for “{row}”. It stands under “Settled”, and "
                   "you can settle it again there.",
}
LIVE = ("saving", "lost", "needs_kernel", "refused", "refused_row", "refused_comment", "gone",
        "gone_none", "stay", "loading", "keys_here", "keys_away", "aim_level", "aim_comment",
        "aim_both", "all_marked", "unsaved", "comment_saved", "undecided")  # said by desk.js


def say(key: str, **values: Any) -> str:
    """The words for ``key``, blanks filled. Raises KeyError for an unknown key."""
    return filled(WORDS[key], **values)
