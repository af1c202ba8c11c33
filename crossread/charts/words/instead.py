"""Words in place of a picture: the sentences of the alternative texts, and counted things."""

from __future__ import annotations

INSTEAD: dict[str, str] = {
    # both forms of everything that is counted
    "answer_one": "{n} answer", "answer_many": "{n} answers",
    "box_one": "{n} box", "box_many": "{n} boxes",
    "different_question_one": "{n} different question",
    "different_question_many": "{n} different questions",
    "empty_bar_one": "{n} empty bar", "empty_bar_many": "{n} empty bars",
    "event_one": "{n} event", "event_many": "{n} events",
    "limit_one": "{n} limit", "limit_many": "{n} limits",
    "line_one": "{n} line", "line_many": "{n} lines",
    "paragraph_one": "{n} paragraph", "paragraph_many": "{n} paragraphs",
    "point_one": "{n} point", "point_many": "{n} points",
    "printing_one": "{n} printing", "printing_many": "{n} printings",
    "question_one": "{n} question", "question_many": "{n} questions",
    "row_one": "{n} row", "row_many": "{n} rows",
    "section_one": "{n} section", "section_many": "{n} sections",
    "sentence_one": "{n} sentence", "sentence_many": "{n} sentences",
    "speaker_one": "{n} speaker", "speaker_many": "{n} speakers",
    "state_one": "{n} state", "state_many": "{n} states",
    "statement_one": "{n} statement", "statement_many": "{n} statements",
    "step_one": "{n} step", "step_many": "{n} steps",
    "text_one": "{n} text", "text_many": "{n} texts",
    "topic_one": "{n} topic", "topic_many": "{n} topics",
    "word_one": "{n} word", "word_many": "{n} words",
    # parts of sentences that several charts have
    "and": "{most} and {last}",
    "in_number": "{what} in {n}",
    "marked": "Marked: {dates}.",
    # one text for each chart, and what it says only sometimes
    "alt_agreement_matrix":
        "Grid of {topics}. Down: how the two texts stand to each other: {says}. Across: where this "
        "comes from: {reasons}. Each cell has its number and a bar of that size. A relation says "
        "nothing about which text is right.",
    "alt_argument_tree":
        "Argument tree of {boxes} out of {whole} for {text}. Top: what is concluded; below: what "
        "is given for it. {arrows} {joint} {final} Boxes by voice: {voices}. Boxes that state no "
        "conclusion: {reasons}; of these in the voice of {author}: {own} ({share}). A reason can "
        "carry the argument whether or not the one who reports it shares it. The outline gives "
        "every box and arrow in words.",
    "alt_arrows": "Arrows run from a reason to what it bears on: {arrows}.",
    "alt_arrows_none": "Arrows run from a reason to what it bears on; there are none.",
    "alt_joint": "In {steps} several reasons work only together.",
    "alt_final": "Final: {finals}.",
    "alt_attribution_dots":
        "Dot chart of the {paragraphs} of {text}. Across: the paragraphs in order; down: whom a "
        "paragraph names for what it says, from a name to nobody but the writer: {says}. The "
        "commonest is {most}, in {share} of the paragraphs. A paragraph can have several dots, and "
        "writers also speak for themselves in paragraphs with dots. How a source is named shows "
        "what can be checked, not what is true.",
    "alt_barcode":
        "Stripe chart, one panel for each file. Across: the lines of the file in order; down: the "
        "kind of line. {says} A file can hold more than the author's text, so each line has to be "
        "judged by itself.",
    "alt_file": "{label} has {lines}: {printed} carry words, {body} of them are body text.",
    "alt_file_added": "Added: {kinds}.",
    "alt_file_where": "The body text begins in line {first} and ends in line {last}. Lines before "
                      "it: {before}. Inside: {inside}. After it: {after}.",
    "alt_calibration_scale":
        "Bar chart. Across: percent from 0 to 100, with a broken line at 50; down: {words} of "
        "likelihood, the lowest chance first. {says}. Neighbouring ranges meet at their ends; 0 "
        "and 100 belong to no word.",
    "alt_band": "{words} {low} to {high}",
    "alt_claim_kinds":
        "Stacked bar chart, one bar of 100 per cent for each text; each part is a kind of "
        "statement. {says} {gap} A kind says how a statement could be settled, and not whether it "
        "is true.",
    "alt_kinds_of": "{label} has {statements}: {parts}.",
    "alt_kinds_gap": "The bars differ most in the part of {kind}.",
    "alt_claims_heat_map":
        "Heat map with a letter in each cell: {topics} from top to bottom, texts {texts} from left "
        "to right. {says} {left} {voices}. Agreement of two texts is no proof, and a count of "
        "topics weighs none of them.",
    "alt_topics_agree": "They agree on {topics}: {which}.",
    "alt_topics_differ": "They differ on {topics}: {which}.",
    "alt_topics_talk_past": "They talk past each other on {topics}: {which}.",
    "alt_topics_left": "Left out, since one text is silent: {left}.",
    "alt_own_voice": "{text} speaks in the writer's own voice only on {n} of them",
    "alt_date_bounds":
        "Bar chart, one panel for each text, each with its own scale. Across: days; down: the "
        "limits for the day of writing. A bar begins or ends at its limit and fills the side that "
        "stays possible. {says} A limit dates only what its row names.",
    "alt_democracy_indices":
        "Line chart in two panels with {n} lines. Across: years; up: an index from 0 to 1, above "
        "only the part in use, below the whole scale. {says}. {split} All values lie between {low} "
        "and {high} of a scale that ends at 1.",
    "alt_release": "{name}: {start} in {a}, {end} in {b}, change {change}",
    "alt_disagree": "For the {index} index the releases disagree on the direction.",
    "alt_agree": "For the {index} index the releases agree on the direction.",
    "alt_hedges":
        "Bar charts, one for each text. Across: paragraphs in order; up: statements, the hedged "
        "ones marked at the foot of each bar. {says} A hedge limits what a writer commits to; it "
        "is neither a weakness nor a sign of care by itself.",
    "alt_hedged": "{label}: {n} of {statements} ({share}); {parts}.",
    "alt_ideal_points":
        "Line chart, {lines}. Across: years {first} to {last}; up: position in votes of the UN "
        "General Assembly, where high means voting like the United States. {says}. {gap} A "
        "position in votes is not a motive.",
    "alt_line_moves": "{name} from {start} in {first} to {end} in {last}",
    "alt_gap_smaller": "From {a} to {b} the gap between {one} and {other} became smaller: "
                       "{before}, then {after}.",
    "alt_gap_larger": "From {a} to {b} the gap between {one} and {other} became larger: "
                      "{before}, then {after}.",
    "alt_gap_same": "From {a} to {b} the gap between {one} and {other} stayed the same: "
                    "{before}, then {after}.",
    "alt_gap_moves": "{one} moved by {move}, {other} by {others}; {more} moved more.",
    "alt_un_agreement":
        "Line chart, {lines}. Across: years {first} to {last}; up: percent of votes in the UN "
        "General Assembly in which both states voted the same, from 0 to 100. {says}. Votes can be "
        "alike for different reasons, and the mix of texts changes each year.",
    "alt_pair": "{name}: {start}% in {first}, lowest {low}, highest {high}, {end}% in {last} "
                "({change} points since {since})",
    "alt_my_calibration":
        "Across: how sure you said you were, 0 to 100 per cent. Up: the share of right first "
        "answers. A dashed line shows where the two are equal. {says}",
    "alt_mine_empty": "No point is drawn: {why}.",
    "alt_mine_points": "{points}, each with a bar for its 95% range: {says}.",
    "alt_mine_point": "said {range}: {right} of {n} right",
    "alt_my_pre_post": "Bar chart with four bars, from 0 to {n} questions: {values}. {then}",
    "alt_bar_empty": "{label}: empty",
    "alt_mine_later": "Both tests are shown when all their questions are answered.",
    "mine_change":
        "Of {n} pairs of questions {gained} went from not yet to right and {lost} the other way. "
        "If nothing had changed, a split at least as uneven would come up in about {odds} of 100 "
        "such comparisons.",
    "mine_twin_right": "{id} right",
    "mine_twin_not_yet": "{id} not yet",
    "mine_twin_blank": "{id} not answered",
    "mine_by_question": "Question by question: one question is too short to show a skill",
    "alt_oil_price":
        "Line chart. Across: months from {start} to {end}; up: US dollars a barrel, from 0. It "
        "starts at {first}, is lowest in {low_month} ({low}) and highest in {high_month} ({high}), "
        "and ends at {last}; it rose in {ups} of {steps} months. {marked} {recent} A price has "
        "many causes, and the line names none.",
    "alt_price_month": "In {month} the price was {change} against the month before.",
    "alt_price_year": "In {month} the price was {change} against the month before and {year} "
                      "against a year before.",
    "alt_us_output":
        "Bar chart. Across: years {first} to {last}; up: million barrels a day, from 0. {start} in "
        "{first} and {end} in {last}; lowest {low_year} ({low}), highest {high_year} ({high}). The "
        "last {n} years: {steps}. {late} {marked} A rise or a fall does not say which policy "
        "caused it, if any did.",
    "alt_output_late": "Not yet out when the text was written: {years}.",
    "alt_polls":
        "Dot plot, {questions} from top to bottom in order of time. Across: percent of those "
        "asked, from 0 to 100. {says} {again} There are {different}, so the rows make no single "
        "trend.",
    "alt_polls_again": "Asked more than once: {answers}",
    "alt_polls_twice": "{question} {answer}: {first}% in {then}, {last}% in {later}.",
    "alt_prediction":
        "Bar chart without values. Across: right answers, from 0 to {n}; down: {bars}, for "
        "{labels}. Nothing is filled in, and nothing you enter changes the picture: mark your "
        "expected number on paper and compare it when the other bars are known.",
    "alt_printings":
        "Grid of {printings} of one statement, a row each; a column for each part of it. {says} "
        "All parts are printed in {whole}. Why a printing leaves a part out, the table does not "
        "tell.",
    "alt_raw_vs_body":
        "Bar chart, two bars for each text. Across: words, from 0; down: the texts. {says} The "
        "difference is largest in {most}. A count that is made on a raw file includes words that "
        "its author may not have written.",
    "alt_raw": "{label} has {raw} words in the whole file and {body} in the body text, so the file "
               "is {share} larger.",
    "alt_section_shares":
        "Bar chart. Across: words of body text, from 0; down: the {sections} of {text} in order. "
        "{says}; {total} in all. The longest is {longest} with {most}, the shortest {shortest} "
        "with {least}. Length shows where the text spends its words, not which reason is the "
        "strongest.",
    "alt_timeline":
        "Timeline from {first} to {last}. Across: time; down: {events} in the order in which they "
        "happened. At the right stands one column for each text. {says} What a text could know, it "
        "need not have known.",
    "alt_could_know": "Could know of it, {who}: {events}.",
    "alt_voice_strip":
        "Strip chart of {sentences} in {first} to {last} of {text}. Down: the paragraphs; across: "
        "their sentences in order, each marked by the voice that is committed to it: {says}. The "
        "largest part is {most} with {share}. {without} A sentence that reports a belief does not "
        "say that the reporter holds it.",
    "alt_without_author": "In {paragraphs} no sentence is {author}'s own statement.",
    "alt_voices_by_words":
        "Bar chart, one panel for each text on one scale. Across: words inside quotation marks, "
        "from 0; down: the speakers, most words first. {says} {doubt} A count of words says who "
        "has room, not who is right and not what the writer holds.",
    "alt_spoken": "{label}: {speakers}, {says}; together {sum} of body text ({share}).",
    "alt_unclosed": "A quotation that never closes leaves a range for {speakers}.",
    "alt_by_words": "{speaker} by {n} words",
    "alt_vote_strip":
        "Grid of votes: {texts} from top to bottom in order of time, {states} from left to right, "
        "each vote a letter in a shape. {says}. {lead} in order: {order}. {ways} Votes of {names} "
        "show what a state did, not why.",
    "alt_ways_several": "{state} did not vote in one way throughout.",
    "alt_ways_one": "{state} voted in one way throughout.",
}
