"""Questions from the law itself: what is still to be asked, the decisive first, until nothing can change it.

Input: facts as plain data, an as-of date, packs and policies. Output: frozen values. An `Interview` is begun (`begin`,
`from_espd`, `from_plain`), asked where it stands (`standing`), answered one question at a time (`answered`), and given
out as a case (`case_of`). Invariants: pure, without clock, database or language of the machine; not known is never no;
the outcome shown is that of `decide` on the case given out; nothing is asked that cannot change the result.
"""

from tenderlaw.interview.answering import answered, back, forgotten, removed
from tenderlaw.interview.asking import asked_about
from tenderlaw.interview.companies import company_alone
from tenderlaw.interview.data import answered_data, asked_data, checked_data, standing_data
from tenderlaw.interview.drafts import begin, case_of, from_espd, from_plain, to_plain
from tenderlaw.interview.model import (
    ADD,
    CORRECTED,
    TYPED,
    Answered,
    Asked,
    Change,
    Checked,
    Interview,
    Needed,
    Presumed,
    RegimeStanding,
    Standing,
)
from tenderlaw.interview.news import settled_by
from tenderlaw.interview.replaying import answers_to_check
from tenderlaw.interview.standings import open_facts, standing

__all__ = [
    "ADD",
    "CORRECTED",
    "TYPED",
    "Answered",
    "Asked",
    "Change",
    "Checked",
    "Interview",
    "Needed",
    "Presumed",
    "RegimeStanding",
    "Standing",
    "answered",
    "answered_data",
    "answers_to_check",
    "asked_about",
    "asked_data",
    "back",
    "begin",
    "case_of",
    "checked_data",
    "company_alone",
    "forgotten",
    "from_espd",
    "from_plain",
    "open_facts",
    "removed",
    "settled_by",
    "standing",
    "standing_data",
    "to_plain",
]
