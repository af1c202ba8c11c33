"""The closed vocabularies of the course: every label that data may carry.

Each one is a plain ``Literal`` so that msgspec refuses an unknown label when a
file is read, and so that JSON Schemas for editors list the choices. What each
label means, with a worked example and a hard case, is in ``seeds/both/codebook.yml``.
"""

from typing import Literal

LineKind = Literal[
    "body", "heading", "title", "byline", "standfirst", "caption", "pull_quote",
    "image_text", "teaser", "boilerplate", "rule", "blank",
]
Certainty = Literal["certain", "likely", "uncertain"]
Function = Literal[
    "background", "evidence", "reason", "thesis", "concession",
    "contradiction", "conclusion", "forecast", "scene", "outlook",
]
ClaimKind = Literal[
    "fact", "report", "inference", "judgement", "forecast",
    "yours_to_code",  # only in a student bundle, where an exercise asks for it
]
Voice = Literal["asserts", "reports", "free_indirect", "quotes", "hypothetical"]
Checkable = Literal["yes", "partly", "no"]
Importance = Literal["central", "supporting", "detail"]
Mode = Literal["direct", "paraphrase", "mixed", "hypothetical"]
Naming = Literal["named", "role", "unnamed", "anonymous"]
EdgeRelation = Literal["supports", "attacks", "undercuts", "concedes"]
EdgeStatus = Literal["explicit", "reconstructed"]
ConclusionStatus = Literal["explicit", "implicit"]
PairReason = Literal["date", "genre", "aim", "evidence"]
Precision = Literal["day", "week", "month", "season", "year", "decade", "century", "range"]
Known = Literal["yes", "maybe", "no"]

Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
Verdict = Literal["key", "accept", "not_yet"]
Status = Literal["correct", "not_yet", "not_attempted", "recorded"]
