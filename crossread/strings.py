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
    "one_more_fits": "One option that fits is missing. Look again at those you left out.",
    "more_fit": "{n} options that fit are missing. Look again at those you left out.",
    "look_again": "Look at this one again.",
    "choices": "Choices:",
    "plain_columns": "columns",
    "plain_choices": "choices",
    "plain_premise": "premise",
    "plain_conclusion": "conclusion",
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
    "moved": "{card} is now {n} of {of}.",
    "first_already": "{card} is the first already.",
    "last_already": "{card} is the last already.",
    "ask_order": "Number the cards from {first} (1) to {last}.",
    "in_order": "Every card stands in its place.",
    "wrong_way_round": "Two cards stand the wrong way round. Look at “{card}”.",
    "span_help": "Choose the first word, then the last word. Choose again to start over. With the "
                 "keyboard: arrow keys go from word to word, Space chooses, Shift with an arrow "
                 "key takes in the next word.",
    "span_label": "Words to select",
    "ask_span": "Underline the words. A small difference from our own choice is often accepted.",
    "point_help": "Choose the sentence that shows it. Where your own copy of a text is attached, "
                  "you see its printed words here and mark them.",
    "span_in": "Words of {locator} to select",
    "ask_point": "Choose the sentence. Without a copy of your own this is enough. With one, "
                 "underline there the words that show it.",
    "pointed": "{at}, words {first} to {last}",
    "released": "Released in {at}.",
    "right_sentence": "This is the right sentence. Now mark the words of it that show it: these do "
                      "not.",
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
    "sideways": "This is wider than the page. Scroll it sideways, or use the left and right arrow "
                "keys when it has the focus.",
    "ask_table": "Fill {least} to {most} rows.",
    "ask_rows": "Fill {least} rows.",
    "rows_not_in_key": "{n} of your rows are not in the key. Check both ends and the relation of "
                       "each.",
    "more_to_find": "{n} more to find.",
    "check": "Check",
    "save": "Save",
    "clear": "Start this question again",
    "hint": "Hint {n}",
    "confidence": "How sure are you? (optional; it carries no marks)",
    "confidence_level": "{n} %",
    "correct": "Correct:",
    "not_yet": "Not yet:",
    "heard_right": "right:",
    "heard_not_yet": "not yet:",
    "heard_reached": "reached:",
    "heard_count": "{good} of {n}.",
    "heard_correct": "Correct.",
    "heard_open": "Not yet: {rows}.",
    "heard_more": "{n} more",
    "not_attempted": "Not attempted:",
    "recorded": "Saved:",
    "invalid": "Cannot read this answer:",
    "not_attempted_why": "Choose or write something first. You can change it at any time.",
    "recorded_why": "Your answer is kept. It is not scored.",
    "withheld_why": "Your answer is kept. What is right is shown in the last lesson.",
    "exercise_why": "Your answer is kept. Until the exercise has been graded, you can change it "
                    "and hand in again.",
    "try_again": "You can change your answer and check again.",
    "misconception": "A common slip ({code}): {name}.",
    "deeper": "To think about:",
    "look_for": "Compare with this: {text}",
    "minutes": "about {n} min",
    "paper_answer": "Run this cell to answer here; an answer that you gave before comes back then. "
                    "Or write the answer beside the id on paper.",
    "bad_point": "the answer should name one sentence, with or without a run of its words",
    "bad_number_type": "the answer should be a number, not {got}",
    "bad_number": "{given!r} is not a number; write digits, such as 9.5",
    "bad_number_bounds": "the number lies between {low:g} and {high:g}",
    "bad_number_size": "the answer should be an ordinary number",
    "bad_band_type": "the answer should be two numbers, the low and the high end",
    "bad_band_half": "give both ends of the range",
    "bad_band_ends": "give two numbers from 0 to 100, the lower one first",
    "bad_run": "the answer should be the first and the last word's number",
    "bad_run_range": "the words are numbered 1 to {size}",
    "bad_card_type": "the answer should fill fields, not {got}",
    "bad_field": "field {given!r} is not part of this item",
    "bad_field_type": "field {given!r} should hold text, not {got}",
    "bad_field_size": "field {given!r} is longer than {most} characters",
    "bad_list_type": "the answer should be a list of option letters, not {got}",
    "bad_list_twice": "an option is named twice in the answer",
    "bad_map": "the answer should give the steps of a map and your own statements",
    "bad_map_steps": "the steps should be a list, not {got}",
    "bad_map_size": "the map has {n} steps; {most} is the most",
    "bad_step_again": "step {n} joins the same statements as a step before it; remove one of the "
                      "two",
    "bad_own_type": "your own statements should be given by their ids, not as {got}",
    "bad_own": "own statement {given!r} is not part of this item",
    "bad_own_size": "a statement of your own should be text of at most {most} characters",
    "bad_step": "step {n} should give its reasons, a relation and a conclusion",
    "bad_step_half": "step {n} is not whole yet; choose a reason, a relation and what it bears on, "
                     "or remove the step",
    "bad_step_reasons": "the reasons of step {n} should be a list of at most {most} statements",
    "bad_step_empty": "step {n} uses {id}, which has no words yet; write them or choose another "
                      "statement",
    "bad_step_statement": "statement {given!r} of step {n} is not offered here",
    "bad_step_relation": "relation {given!r} of step {n} is not offered here",
    "bad_step_self": "step {n} leads from {id} to {id}; a statement cannot be a reason for itself, "
                     "so choose another reason or another end",
    "bad_step_twice": "step {n} names a statement twice; each has one place in a step",
    "bad_order_type": "the answer should be a list of card ids",
    "bad_order": "the answer should name every card once",
    "bad_text_type": "the answer should be text, not {got}",
    "bad_text_size": "the text is longer than {most:,} characters; shorten it",
    "bad_table_type": "the answer should be a list of rows, not {got}",
    "bad_table_size": "the table has {n} rows; {most} is the most",
    "bad_table_row": "a row should give cells by column, not {got}",
    "bad_column": "column {given!r} is not part of this table",
    "bad_cell_size": "a cell of column {column!r} should hold text of at most {most:,} characters",
    "bad_cell": "choice {given!r} is not offered in column {column!r}",
    "bad_choice_type": "the answer should be the letter of one {what}, not {got}",
    "bad_choice": "{what} {given!r} is not offered here",
    "bad_match_type": "the answer should give a choice for each {what}, not {got}",
    "bad_match": "{what} {given!r} is not part of this item",
    "one_option": "option",
    "one_choice": "choice",
    "one_sentence": "sentence",
    "one_row": "row",
    "one_cell": "cell",
    "line_long": "is too long",
    "line_newer": "was written by a newer version (format {version}); update crossread to read it",
    "line_torn": "is torn or not a journal line",
    "line_foreign": "is not a journal line of this course",
    "journal_unread": "{file} cannot be read ({why}).",
    "not_saved_long": "Not saved: the answer is too long. Shorten it, then press the button again.",
    "not_saved": "Not saved: {why} Your answer is still on the page. Mend that, then press the "
                 "button again.",
    "journal_line": "Line {n} of {file} {what}; it was skipped.",
    "journal_torn": "The last line of {file} is torn (a crash while writing); it was skipped, all "
                    "before it is kept.",
    "disk_full": "the disk is full.",
    "disk_closed": "the folder for answers cannot be written ({why}).",
    "disk_other": "the disk answered “{why}”.",
    "disk_no_permission": "no permission",
    "form_length": "length",
    "form_words": "{n} words; {least} to {most} are asked for",
    "form_words_up_to": "{n} words; at most {most} are asked for",
    "form_apart": "likelihood and confidence apart",
    "form_mixed": "in one sentence: “{sentence}”",
    "form_resolve": "places exist",
    "form_unknown": "no such place: {places}",
    "form_locators": "places in {text}",
    "form_different": "{n} different; at least {least} asked for",
    "form_paratext": "paratext",
    "form_not_in": "“{quote}” is not in {place}",
    "form_quotes": "quotations verbatim",
    "form_cards": "evidence cards",
    "form_cards_named": "{n} named; at least {least} asked for",
    "form_dissent": "a card that disagrees",
    "form_none": "none named",
    "form_not_mixed": "no sentence mixes them",
    "form_named": "{n} named",
    "form_no_place": "no place named",
    "form_aside": "not the author's words: {places}",
    "form_checked": "{n} checked",
    "card_printed": "In the text: {text}",
    "card_checked": "Found outside: {text}",
    "card_stands_for": "What it stands for: {text}",
    "emptied": "Emptied on the page. What you saved before stays until you press {button} "
               "again.",
    "before": "This was said of your answer before you changed it.",
    "saved": "Saved.",
    "saved_again": "Saved (attempt {n}).",
    "draft_saved": "Draft saved.",
    "restored": "Your answer from before is back.",
    "lost_kernel": "Not saved: the page has lost its kernel. Click in the lesson and choose Run > "
                   "Run All Cells. Your answers come back; then press the button again.",
    "needs_kernel": "This form needs a running kernel: choose Run > Run All Cells.",
    "stale": "The question has changed since you answered; please answer it again.",
    "part_empty": "Nothing chosen here yet.",
    "place_kernel": "The kernel does not answer: click in the lesson and choose Run > Run All "
                    "Cells.",
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
    "card_texts": "Both texts",
    "card_read": "to search them, and to put the address of a sentence into your answer, run "
                 "{call}. Some lessons have a cell with it. In the others, make one with the + "
                 "above the page. Then choose Keep beside the lesson; where that button is "
                 "missing, right-click on the texts and choose Create New View for Cell Output.",
    "card_back": "Coming back",
    "card_calls": "your answers stand in the questions again when you run a lesson. In a cell of "
                  "your own, {progress} shows all lessons at a glance, and {review} asks again "
                  "what is due.",
    "card_minutes": "about {klass} minutes in class, {alone} alone. These are estimates, from "
                    "{speed} words a minute, the minutes set for each question, and one minute "
                    "for each figure.",
    "card_exercise": " The exercise takes about {minutes} minutes more.",
    "card_needs": "You need",
    "exercise_split": "{marks:g} marks. {parts}.",
    "exercise_part": "{id}: {marks:g}",
    "exercise_form": "form of {id}: {marks:g}",
    "exercise_form_what": " Form is what can be counted: length, rows, places, cards, and "
                          "sentences that are kept apart.",
    "exercise_rows": "the rows below, marked by a teacher: {marks:g}",
    "exercise_levels": "Points for each row: four when all of what it says is there; three when "
                       "one thing is missing or weak; two when about half is there; one when "
                       "little of it is.",
    "exercise_equal": "If the subject is too close to you, you may take an equal task for the same "
                      "marks. You need give no reason.",
    "exercise_structure": "Checks of form (they never judge what you conclude):",
    "handin_title": "Hand in exercise {id}",
    "handin_what": "What the file will hold",
    "handin_nothing": "Nothing is answered yet. You can hand in all the same.",
    "handin_name": "Your name",
    "handin_id": "Your student id (as your instructor knows it)",
    "handin_practice": "Also send my practice answers of lesson {id}, with how sure I was (they "
                        "carry no marks)",
    "handin_minutes": "Also send my minutes in each lesson (computed from the times of my "
                      "answers on this computer; a break of more than {idle} minutes is not "
                      "counted)",
    "handin_minutes_sent": "Your minutes, as they will be sent",
    "handin_minutes_one": "Lesson {id}: {n} minutes",
    "handin_minutes_none": "There are no minutes to send yet.",
    "handin_private": "The file holds your answers as shown here, the time at which you gave each, "
                      "and a random number for this installation. Practice answers and minutes "
                      "go along only when you tick their box. Nothing else leaves this computer.",
    "handin_write": "Write the hand-in file",
    "handin_done": "Written: {path}. Receipt: {receipt}. Send this file to your instructor. "
                   "You can hand in again; the last file counts.",
    "handin_download": "Download a copy",
    "handin_moved_on": "Not written yet: an answer was saved after this was shown. The list above "
                       "is new now. Read it, then press the button again.",
    "handin_need_id": "Please fill in your name or your student id first.",
    "handin_failed": "The file could not be written: {reason}. Free some space or choose "
                     "another folder, then press the button again.",
    "handin_too_big": "Not written: the file would be too big to be graded (at most {most} MB and "
                      "{lines} entries). If the box of the practice answers is ticked, take the "
                      "tick away and press the button again. Else write to your instructor. Your "
                      "answers are not lost: they are in {folder}.",
    "handin_spoiled": "Not written: what is kept of your answers on this computer was changed "
                      "after it was saved, and such a file cannot be graded. If the box of the "
                      "practice answers is ticked, take the tick away and press the button again. "
                      "Else write to your instructor, and send the folder {folder} along: your "
                      "answers are in it.",
    "progress_title": "Where you stand",
    "progress_lesson": "Lesson",
    "progress_done": "Answered",
    "progress_right": "Right at last",
    "progress_time": "Time on questions",
    "progress_mine": "Minutes in the lesson",
    "progress_agree": "Keep count of my minutes in each lesson and show them here and in my "
                      "passport. They are computed on this computer from the times of my answers; "
                      "a break of more than {idle} minutes is not counted. Nobody else sees them "
                      "unless I send them with a hand-in.",
    "progress_not_kept": "Your choice could not be kept: {reason}. It holds until you close this "
                         "page.",
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
    "passport_mine": "Minutes",
    "passport_objectives": "What I can do",
    "passport_key": "✓ reached: all its questions are answered right. ◐ begun: some are. ○ open.",
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
                                 "can be chance. Whether the course is the reason: to know the "
                                 "kind of question already helps. Whether one dispatch was easier "
                                 "than the other. How the two guesses compare: the first came "
                                 "after its questions, the second before them.",
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
    "reader_labels": "show how we label each sentence (some lessons ask you first)",
    "reader_reset": "Show all",
    "reader_all": "all",
    "reader_tools": "Mark and search",
    "reader_keys": "Choose an address to put it into the answer you are working on. Keys: Enter in "
                   "the search goes to the next match, arrows go from sentence to sentence, Page "
                   "Down to the next paragraph, Tab to the next text, Escape back to where you "
                   "came from.",
    "reader_beside": "Keep beside the lesson",
    "reader_kept": "The texts stand beside the lesson now: addresses lead into them.",
    "reader_folded": "Text {text}: its {n} paragraphs in our own words, sentence by sentence",
    "reader_hit": "{n} of {of}: {at}, {said}",
    "reader_hits": "Matches: {n}.",
    "reader_cite": "Cite {locator} in the question you are answering",
    "reader_cited": "{locator} is now in your answer.",
    "reader_not_cited": "{locator}: click into a question first, then choose the address again.",
    "explorer_show": "Show",
    "explorer_view": "What is shown for your choice",
    "explorer_static": "Run this cell to choose for yourself.",
    "explorer_lost": "Nothing new is shown: choose Run > Run All Cells, then choose here again.",
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
    "explorer_events": "{n} events in order of time. Scroll with the arrow keys.",
    "explorer_known": "By {day}: {yes} of the events had happened, {no} had not, {maybe} are not "
                      "dated exactly enough.",
    "explorer_firm_early": "{text} cannot have been finished on this day: {what} is from {day} or "
                           "later.",
    "explorer_firm_late": "{text} cannot have been finished on this day: {what} is from {day} or "
                          "earlier.",
    "explorer_moderate_early": "{text} was hardly finished on this day: by a moderate limit {what} "
                               "is from {day} or later.",
    "explorer_moderate_late": "{text} was hardly finished on this day: by a moderate limit {what} "
                              "is from {day} or earlier.",
    "explorer_possible": "No firm or moderate limit excludes that {text} was finished on this "
                         "day. A weak sign may still speak against it.",
    "rows_blank": "Still blank: {n}.",
    "rows_few": "Rows written so far: {n}. Asked for: at least {least}.",
    "row_open": "Row {n}, still empty: {columns}.",
    "row_itself": "Row {n} names itself under “{column}”.",
    "row_empty": "Row {n} names row {other} under “{column}”, and row {other} is empty.",
    "row_wants": "Row {n} says “{choice}”. Name a row under “{column}”.",
    "row_numbered": "{n}. {row}",
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
    "map_with_too": "and with",
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
    "map_partly": "Number of steps that are not whole yet: {n}.",
    "map_own_step": "A step with your own words. It is kept, and no code judges it.",
    "map_defensible": "Our map draws this in another way, and this way can be defended.",
    "map_also": "Another careful reader may draw: {step}.",
    "map_missing": "Steps of our map that yours does not have: {n}.",
    "map_other_relation": "The two ends are as in our map. Look again at what the reason does: "
                          "if it fell, what else would fall?",
    "map_joint": "In our map this reason works only together with another one. Cover the other: "
                 "does this one alone still lead there?",
    "map_joint_elsewhere": "Our map does not draw this step. It uses this reason together with "
                           "another one, for another statement. Is there a statement in between?",
    "map_apart": "In our map these reasons stand apart: each bears on the conclusion without the "
                 "others.",
    "map_too_many": "Our map needs fewer reasons for this step. Which of them could be left out?",
    "map_turned": "Our map draws this step the other way round. Which of the two is the reason?",
    "map_not_ours": "Our map does not draw this step. See whether you can defend it: which words "
                    "of the text join the two?",
}


def say(key: str, **values: Any) -> str:
    """The string for ``key``, blanks filled. Raises KeyError for an unknown key."""
    return filled(STRINGS[key], **values)


def filled(text: str, /, **values: Any) -> str:
    """``text`` of a table of strings, its blanks filled, marked in the pseudo-locale."""
    text = text.format(**values)
    return pseudo(text) if os.environ.get("CROSSREAD_LOCALE") == "pseudo" else text


def pseudo(text: str) -> str:
    """``text`` marked and 40% longer, its own words still readable."""
    return f"⟦{text}{'~' * max(1, round(len(text) * 0.4))}⟧"
