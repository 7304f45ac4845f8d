"""What an interview holds and says: frozen values, plain data in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.asked_of import Asked as AskedOf
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.questions import Question
from tenderlaw.rules.explain import TruthWord
from tenderlaw.sources.faults import Fault
from tenderlaw.sources.worked_out import worked_out

if TYPE_CHECKING:
    from tenderlaw.decisions.duties import Duties
    from tenderlaw.decisions.model.decision import Decision
    from tenderlaw.interview.weighing import Facts, Weighed

__all__ = [
    "ADD",
    "AIMS",
    "CORRECTED",
    "TYPED",
    "Aim",
    "Answered",
    "Asked",
    "AwardWord",
    "Change",
    "Checked",
    "Interview",
    "Needed",
    "Presumed",
    "RegimeStanding",
    "Stage",
    "Standing",
    "Why",
]

Stage: TypeAlias = Literal["entry", "scope", "outcome", "award", "policy", "duty"]
"""What an answer could change: whether there is an entry at all, which law governs, the outcome, whether the award may
proceed, what the authority's own policies make of it; what a company owes outside any procurement."""
Aim: TypeAlias = Literal["outcome", "award", "policy", "duties"]
AIMS: Final[tuple[str, ...]] = get_args(Aim)
Why: TypeAlias = Literal["asks", "settled", "not_known", "unfit"]
"""Why it asks on, or stops: nothing left can change the result; what could was answered to be not known; or was given
in a way that does not answer."""
AwardWord: TypeAlias = Literal["yes", "no", "unknown"]
TYPED: Final = "typed"
"""Where a fact comes from that was answered here."""
CORRECTED: Final = "corrected-"
"""What stands before the source in whose place something else was answered."""
ADD: Final = "add"
"""The answer that a list has one entry more."""


@dataclass(frozen=True)
class Interview:
    """A questionnaire about one procurement and one bidder, as far as it was answered.

    Kept apart: what is given (`facts`), what was asked and is not known (`unknown`), and what nobody has asked yet.
    """

    facts: Mapping[str, object]
    """The facts given, as a case has them as plain data; an entry that is being added may be empty."""
    as_of: date
    regimes: tuple[Regime, ...] = field(repr=False)
    policies: tuple[Regime, ...] = field(default=(), repr=False)
    unknown: tuple[str, ...] = ()
    """Paths that were asked and are not known: not asked again, still listed."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where a fact comes from, by its path: `typed`, `espd`, `case`, `former`, or another word; `corrected-espd` where
    another answer was typed in the place of one from there."""
    growing: tuple[str, ...] = ()
    """Lists that have entries, and of which nobody has said yet that these are all."""
    order: tuple[str, ...] = ()
    """The paths that were answered, as they came."""
    aim: Aim = "award"
    """How far it asks: until the outcome is settled, whether award may proceed, or what policies add; `duties`: what
    a company owes outside any procurement, by packs of duties alone."""

    @worked_out
    def weighed(self) -> Weighed:
        """What the law makes of it so far. Raises InputInvalidError for facts that are none, or contradict."""
        from tenderlaw.interview.weighing import weigh  # noqa: PLC0415

        return weigh(self)

    @worked_out
    def owed(self) -> Duties:
        """Of a company that is asked about by itself: what it owes by the facts given so far."""
        from tenderlaw.interview.companies import owed_by  # noqa: PLC0415

        return owed_by(self)

    @worked_out
    def checked(self) -> Facts:
        """The facts, checked. Raises InputInvalidError for facts that are none, or contradict."""
        from tenderlaw.interview.weighing import checked  # noqa: PLC0415

        return checked(self)

    @property
    def models(self) -> FactModels:
        """The facts that there are: those built in, and those that the packs declare."""
        return self.checked.models

    @property
    def governing(self) -> tuple[Regime, ...]:
        """The packs that surely govern."""
        return self.weighed.governing


@dataclass(frozen=True, slots=True)
class Needed:
    """A provision that waits for an answer."""

    pack: str
    law: str
    """The title of the pack."""
    cite: str
    """The provision, as the language cites it."""
    language: str = "en"
    """The language in which the title is said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open, with all that a page or a terminal shows of it."""

    path: str
    """Where the answer goes."""
    question: Question
    """Text, help, their language, the kind of answer and the words to choose from."""
    stage: Stage
    settles: bool
    """Whether this answer alone could settle the outcome."""
    needed_for: tuple[Needed, ...]
    ask: AskedOf
    """Whose it is to answer: the bidder's, or the authority's."""
    caption: str | None = None
    """Which entry is asked about, where it is one of a list."""
    another: bool = False
    """Of a list that has entries: whether there is one more. `add` says so, `none` that there is not."""
    named_by: str | None = None
    """Of a list, the fact by which an entry that is added may be called at once: `add` with it behind, as in
    `add Jane Doe`."""
    may_be_none: bool = False
    """Whether `none` is an answer, which is not the same as `not known`."""
    given: str | None = None
    """What was given and why it does not answer, in English."""
    instead: tuple[str, ...] = ()
    """Facts that answer it as well."""


@dataclass(frozen=True, slots=True)
class Presumed:
    """A fact that nobody gave, and that a law takes one way until somebody says otherwise: an answer to it does."""

    path: str
    question: Question
    taken: str
    """How it is taken, in words."""
    reason: str
    needed: Needed
    language: str = "en"
    """The language in which the reason is said."""


@dataclass(frozen=True, slots=True)
class RegimeStanding:
    """Whether a pack governs as far as is known, and what it comes to."""

    pack: str
    title: str
    governs: TruthWord
    outcome: Outcome


@dataclass(frozen=True)
class Standing:
    """Where an interview stands."""

    interview: Interview = field(repr=False)
    language: str
    outcome: Outcome
    """What `decide` makes of the facts given; `undetermined` too where a list may have further entries that decide.
    Of what a company owes it says nothing: `out_of_scope`."""
    award: AwardWord
    settled: bool
    """Whether no answer that is open can change the outcome: one may stop here."""
    why: Why
    said: str
    """The same in a sentence."""
    questions: tuple[Asked, ...]
    """The open questions that could change the result, the next one first; of very many the first 200."""
    at_most: int
    """How many questions remain at most about what is there now; an entry that is added brings its own."""
    unknown: tuple[Asked, ...]
    """What was answered to be not known, or in a way that does not answer, and could still change the result."""
    others: int
    """Facts that the law asks besides and that change neither the outcome nor the award."""
    regimes: tuple[RegimeStanding, ...]

    @property
    def next(self) -> Asked | None:
        """The question to ask now."""
        return self.questions[0] if self.questions else None

    @worked_out
    def presumed(self) -> tuple[Presumed, ...]:
        """What the laws that govern, or would, took one way because nobody says otherwise; never asked by itself."""
        from tenderlaw.interview.presumptions import presumed  # noqa: PLC0415

        return presumed(self.interview, self.language)

    @worked_out
    def decision(self) -> Decision:
        """The whole decision on the facts given so far, worked out when it is asked for."""
        from tenderlaw.decisions.decide import decide  # noqa: PLC0415
        from tenderlaw.interview.drafts import case_of  # noqa: PLC0415

        one = self.interview
        return decide(case_of(one), as_of=one.as_of, packs=one.regimes, policies=one.policies)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an answer settled, or opened again."""

    about: Literal["outcome", "award", "regime", "finding", "requirement", "duty"]
    said: str
    """In a sentence."""
    key: str
    """Which: a pack, or a pack and a ground or requirement."""
    before: str
    after: str


@dataclass(frozen=True)
class Answered:
    """What became of an answer."""

    interview: Interview
    """With the answer; the same as before where it was refused."""
    faults: tuple[Fault, ...]
    """Why it was refused: `field` is the path that is wrong."""
    echo: str | None
    """What was understood, in words."""
    before: Interview = field(repr=False)
    """Without it."""
    language: str

    @worked_out
    def settled(self) -> tuple[Change, ...]:
        """What the answer settled, worked out when it is asked for; empty where it settled nothing yet."""
        from tenderlaw.interview.changes import changes  # noqa: PLC0415

        return () if self.faults else changes(self.before, self.interview, self.language)

    @worked_out
    def standing(self) -> Standing:
        """Where it stands now, worked out when it is asked for."""
        from tenderlaw.interview.standings import standing  # noqa: PLC0415

        return standing(self.interview, self.language)


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the answers to check."""

    path: str
    question: Question
    caption: str | None
    answer: str | None
    """In words; None where it was skipped or is not known."""
    state: Literal["given", "not_known", "open"]
    source: str | None
    needed: bool
    """Whether a rule reads it now: what none reads any more is kept, and left out of nothing by itself."""
