"""Every sentence that the package itself says to a learner, ready for translation.

``say("check")`` gives a string; named blanks are filled with ``str.format``.
``CROSSREAD_LOCALE=pseudo`` replaces each by a marked, 40% longer form, so that a
test can see a string that was missed and a layout that breaks.
"""

from __future__ import annotations

import os
from typing import Any

STRINGS: dict[str, str] = {
    "question": "Question {id}",
    "choose_one": "Choose one.",
    "choose_many": "Choose every one that fits.",
    "choose_menu": "choose …",
    "show_place": "Show {locator}",
    "first_statement": "First statement",
    "second_statement": "Second statement",
    "one_more_fits": "One more option fits. Look again at those you left out.",
    "more_fit": "{n} more options fit. Look again at those you left out.",
    "look_again": "Look at this one again.",
    "choices": "Choices:",
    "ask_match": "Give each line one of the choices. A choice may be used more than once.",
    "ask_matrix": "Fill each cell with one of the choices.",
    "ask_card": "Fill each field.",
    "grid": "Grid",
    "your_number": "Your number",
    "ask_number": "Write a number.",
    "too_far": "Too far away. Count again.",
    "from": "from",
    "to": "to",
    "no_range": "no range can be given",
    "band_answer": "{low:g} to {high:g} %",
    "band_paper": "from ____ % to ____ %   or   ☐ no range can be given",
    "ask_band": "Write the two ends of the range, or tick that none can be given.",
    "range_possible": "A range can be given here.",
    "compare_ends": "Compare the two ends with the scale.",
    "order_help": "From {first} to {last}. Move a card with its buttons, or with the arrow keys "
                  "when a button has the focus.",
    "move_earlier": "Earlier: {card}",
    "move_later": "Later: {card}",
    "ask_order": "Number the cards from {first} (1) to {last}.",
    "wrong_way_round": "Two cards stand the wrong way round. Look at “{card}”.",
    "span_help": "Choose the first word, then the last word. Choose again to start over. With the "
                 "keyboard: arrow keys go from word to word, Space chooses, Shift with an arrow "
                 "key takes in the next word.",
    "span_label": "Words to select",
    "ask_span": "Underline the words.",
    "point_help": "Choose the sentence that shows it. Where your own copy is attached you see the "
                  "printed words here and mark them.",
    "span_in": "Words of {locator} to select",
    "ask_point": "Choose the sentence. Then underline the words that show it in your own copy.",
    "pointed": "{at}, words {first} to {last}",
    "right_sentence": "This is the right sentence. Now mark the words of it that show it: these do "
                      "not.",
    "bad_point": "the answer should name one sentence, with or without a run of its words",
    "restored_sentence": "You chose {at} without the printed words. You can now mark the words.",
    "right_place": "You are at the right place. Take in all the words that show it, and no more.",
    "wrong_place": "These words do not show it. Read the question again and look for the words "
                   "that carry it.",
    "your_answer": "Your answer",
    "ask_text": "Write. No answer is scored for what it says.",
    "words_between": "{least} to {most} words.",
    "words_up_to": "Up to {most} words.",
    "row": "row",
    "cell": "{column}, row {n}",
    "table": "Table to fill",
    "ask_table": "Fill {least} to {most} rows.",
    "rows_not_in_key": "{n} of your rows are not in the key. Check both ends and the relation of "
                       "each.",
    "more_to_find": "{n} more to find.",
    "check": "Check",
    "save": "Save",
    "clear": "Start this question again",
    "hint": "Hint {n}",
    "confidence": "How sure are you? (optional; only you see it)",
    "confidence_level": "{n} %",
    "correct": "Correct:",
    "not_yet": "Not yet:",
    "not_attempted": "Not attempted:",
    "recorded": "Saved:",
    "invalid": "Cannot read this answer:",
    "not_attempted_why": "Choose or write something first. You can change it at any time.",
    "recorded_why": "Your words are kept. They are not scored.",
    "withheld_why": "Your answer is kept. What is right is shown in the last lesson.",
    "exercise_why": "Your answer is kept. You can change it until you hand in.",
    "try_again": "You can change your answer and check again.",
    "misconception": "A common slip ({code}): {name}.",
    "deeper": "To think about:",
    "look_for": "Compare with this: {text}",
    "minutes": "about {n} min",
    "paper_answer": "Run this cell to answer here, or write the answer beside the id on paper.",
    "saved": "Saved.",
    "saved_again": "Saved (attempt {n}).",
    "draft_saved": "Draft saved.",
    "restored": "Your answer from before is back.",
    "lost_kernel": "Not saved: run this cell again, then answer.",
    "needs_kernel": "This form needs a running kernel: run this cell again.",
    "stale": "The question has changed since you answered; please answer it again.",
    "part_empty": "Nothing chosen here yet.",
    "place_kernel": "The kernel does not answer: run the cells of this page again.",
    "place_close": "Close",
    "place_summary": "In our words:",
    "place_printed": "As printed in your copy:",
    "place_attach": "To see the printed words here, attach your own copy: "
                    "crossread texts add FILE (in a terminal).",
    "take_care": "Take care:",
    "body_of": "Body text of {paragraph}.",
    "no_place": "There is no place {locator} in the texts of this course.",
    "no_term": "There is no term {term!r} in the glossary.",
    "note": "Note:",
    "call_with_id": "Write {name}(\"…\") with an id between the quotation marks, as in the cells "
                    "of the lesson.",
    "call_bare": "Write {name}() with nothing between the brackets.",
    "read_two": "Two things can be read side by side when both are texts of the course: {texts}.",
    "shows": "Shows",
    "shows_not": "Does not show",
    "measured_by": "Measured by",
    "as_of": "As of",
    "panel": "What stands here",
    "loading": "One moment …",
    "card_title": "Lesson {id} at a glance",
    "card_question": "The question",
    "card_objectives": "After this lesson you can",
    "card_time": "Time",
    "card_minutes": "about {klass} minutes in class, {alone} alone (estimates)",
    "card_needs": "You need",
    "exercise_marks": "{marks:g} marks",
    "exercise_structure": "Checks of form (they never judge what you conclude):",
    "handin_title": "Hand in exercise {id}",
    "handin_what": "What the file will hold",
    "handin_nothing": "Nothing is answered yet. You can hand in all the same.",
    "handin_name": "Your name",
    "handin_id": "Your student id (as your instructor knows it)",
    "handin_practice": "Also send my practice answers of lesson {id} (they carry no marks)",
    "handin_private": "Nothing else leaves this computer: no times of day beyond those "
                      "shown, no file of yours.",
    "handin_write": "Write the hand-in file",
    "handin_done": "Written: {path}. Receipt: {receipt}. Send this file to your instructor. "
                   "You can hand in again; the last file counts.",
    "handin_download": "Download a copy",
    "handin_need_id": "Please fill in your name or your student id first.",
    "handin_failed": "The file could not be written: {reason}. Free some space or choose "
                     "another folder, then press the button again.",
    "progress_title": "Where you stand",
    "progress_lesson": "Lesson",
    "progress_done": "Answered",
    "progress_right": "Right now",
    "progress_time": "Time on questions",
    "progress_objectives": "Objectives",
    "progress_minutes": "{n:.0f} min",
    "progress_of": "{n} of {of}",
    "progress_plain": "Lesson {id}, {title}: {of} questions",
    "progress_static": "Run this cell to see your own figures. They stay on this computer.",
    "progress_private": "Only you see this. It is computed from your answers on this computer.",
    "earlier": "What you wrote then:",
    "passport_title": "Your passport",
    "passport_static": "Run this cell to fill it with what you did. On paper, tick it by hand.",
    "passport_name": "Name:",
    "passport_lesson": "Lesson",
    "passport_done": "Questions answered",
    "passport_days": "Days",
    "passport_objectives": "What I can do",
    "passport_key": "✓ reached: every question of it is right now. ◐ begun: some are. ○ open.",
    "passport_print": "Print or save as PDF",
    "passport_private": "Made from your answers on this computer, and sent to nobody. It has no "
                        "marks and is no certificate: nobody watched.",
    "passport_too_few": "{n} first answers came with a confidence. A curve needs 30.",
    "passport_sure": "{n} first answers came with a confidence; Brier score {brier} (0 is best). "
                     "Said and right: {groups}.",
    "passport_group": "{low}–{high}%: {right} of {n}",
    "my_calibration_title": "How sure, and how right",
    "my_calibration_question": "When you say how sure you are, how often are you right?",
    "my_calibration_shows": "Your first answers to questions with one right answer, in groups by "
                            "how sure you said you were. On the dashed line the two are equal; "
                            "below it you were surer than right, above it less sure.",
    "my_calibration_does_not_show": "How well you read: who is seldom right and knows it is on the "
                                    "line too. Why a point lies off the line. Groups of fewer than "
                                    "five answers, and anything before there are thirty in all.",
    "my_calibration_measured_by": "Counting, on this computer, first answers that came with a "
                                  "confidence. A bar is the 95% range of Wilson's method; a point "
                                  "whose bar meets the line may be on it.",
    "my_calibration_as_of": "the moment at which you run the cell",
    "my_pre_post_title": "Two tests, and what you expected",
    "my_pre_post_question": "What changed between the first lesson and the last, as far as twelve "
                            "questions can tell?",
    "my_pre_post_shows": "How many you expected and how many were right, in both tests. A bar "
                         "across the end of a result is the 95% range that a test of this length "
                         "leaves open.",
    "my_pre_post_does_not_show": "Single skills: each is asked once, so a change in one question "
                                 "can be chance. Whether the course is the reason. Whether one "
                                 "dispatch was easier than the other.",
    "my_pre_post_measured_by": "Counting, on this computer. Where the verdict is shown at once, "
                               "your first answer counts; where it is withheld, your last one "
                               "before the other test began. Ranges by Wilson's method.",
    "my_pre_post_as_of": "the moment at which you run the cell",
    "review_title": "Questions that are due again",
    "review_why": "A question comes back sooner when it went wrong or took hints, later when you "
                  "were right and sure.",
    "review_none": "Nothing is due now. Come back later, or go on with the next lesson.",
    "review_more": "{n} more are due after these; run the cell again.",
    "review_static": "Run this cell to answer the questions that are due again.",
    "reader_voice": "Voice",
    "reader_kind": "Kind of claim",
    "reader_speaker": "Speaker",
    "reader_search": "Search",
    "reader_only": "show only what matches",
    "reader_reset": "Show all",
    "reader_all": "all",
    "reader_hits": "{n} matches.",
    "reader_cite": "Cite {locator} in the question you are answering",
    "reader_cited": "{locator} is now in your answer.",
    "reader_not_cited": "{locator}: click into a question first, then choose the address again.",
    "explorer_show": "Show",
    "explorer_view": "What is shown for your choice",
    "explorer_static": "Run this cell to choose for yourself.",
    "explorer_lost": "Nothing new is shown: run this cell again, then choose.",
    "explorer_wait": "One moment …",
    "explorer_claim": "Claim",
    "explorer_bearing": "{place}: {good} for, {bad} against or limiting, {open} not settled.",
    "explorer_what": "What it is about",
    "explorer_grade": "What was found",
    "explorer_source": "Source",
    "explorer_later": "(Uses what came after 2022.)",
    "explorer_lines": "Choose one to {most} lines",
    "explorer_first": "From",
    "explorer_last": "to",
    "explorer_years": "Choose a first year that is not after the last one.",
    "explorer_drawn": "Drawn: {what}, from {first} to {last}.",
    "explorer_day": "A day on which a text may have been finished",
    "explorer_need_day": "Choose a day, written as 2022-10-10.",
    "explorer_date": "Date",
    "explorer_event": "Event",
    "explorer_by": "Had happened by {day}",
    "explorer_text": "{text} could know",
    "explorer_yes": "yes",
    "explorer_maybe": "not clear",
    "explorer_no": "no, later",
    "explorer_mark_yes": "yes",
    "explorer_mark_maybe": "maybe",
    "explorer_mark_no": "no",
    "explorer_known": "By {day}: {yes} of the events had happened, {no} had not, {maybe} are not "
                      "dated exactly enough.",
    "explorer_too_early": "{text} cannot have been finished on this day: {what} is from {day} or "
                          "later.",
    "explorer_too_late": "{text} cannot have been finished on this day: {what} is from {day} or "
                         "earlier.",
    "explorer_possible": "No firm limit excludes that {text} was finished on this day. Softer "
                         "signs can.",
    "unanswered": "(not answered)",
    "map_supports": "supports",
    "map_attacks": "speaks against",
    "map_undercuts": "weakens the step to",
    "map_concedes": "is granted, against",
    "map_ask": "Draw the steps that lead to {id}, up to {most}. One line is one step.",
    "map_help": "One line is one step: choose a reason, what it does, and what it bears on. Two "
                "reasons that work only together stand in one line. Lead up to {id}. There is room "
                "for {most} steps.",
    "map_root": "(the map leads here)",
    "map_own": "{id}, a statement in your own words, if you need one:",
    "map_step": "Step {n}",
    "map_in_step": "{label}, step {n}",
    "map_from": "Reason",
    "map_with": "only together with",
    "map_how": "what it does",
    "map_to": "bears on",
    "map_none": "nothing else",
    "map_add": "Add a step",
    "map_undo": "Undo",
    "map_remove": "Remove",
    "map_remove_step": "Remove step {n}",
    "map_picture": "Picture of your map",
    "map_picture_empty": "A picture appears here when a step is whole. The lines above say the "
                         "same.",
    "map_alt": "Picture of the map: {steps}",
    "map_loop": "These go round in a circle: {ids}. A reason cannot rest on what it supports.",
    "map_no_root": "No step bears on {id} yet, and the map should lead there.",
    "map_loose": "Not joined to {id} by any chain of steps: {ids}.",
    "map_unused": "Written and not used in any step: {ids}.",
    "map_sound": "All steps lead to one conclusion, and none goes round in a circle.",
    "map_partly": "Steps that are not whole yet: {n}.",
    "map_own_step": "A step with your own words. It is kept, and no code judges it.",
    "map_defensible": "Our map draws this in another way, and this way can be defended.",
    "map_also": "Another careful reader may draw: {step}.",
    "map_missing": "Steps of our map that yours does not have: {n}.",
    "map_other_relation": "The two ends are as in our map. Look again at what the reason does: "
                          "if it fell, what else would fall?",
    "map_joint": "In our map this reason works only together with another one. Cover the other: "
                 "does this one alone still lead there?",
    "map_apart": "In our map these reasons stand apart: each bears on the conclusion without the "
                 "others.",
    "map_too_many": "Our map needs fewer reasons for this step. Which of them could be left out?",
    "map_turned": "Our map draws this step the other way round. Which of the two is the reason?",
    "map_not_ours": "Our map does not draw this step. See whether you can defend it: which words "
                    "of the text join the two?",
}


def say(key: str, **values: Any) -> str:
    """The string for ``key``, blanks filled. Raises KeyError for an unknown key."""
    text = STRINGS[key].format(**values)
    return pseudo(text) if os.environ.get("CROSSREAD_LOCALE") == "pseudo" else text


def pseudo(text: str) -> str:
    """``text`` marked and 40% longer, its own words still readable."""
    return f"⟦{text}{'~' * max(1, round(len(text) * 0.4))}⟧"
