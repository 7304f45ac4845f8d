"""Made from the OpenAPI document (`python -m tenderlaw.service.client_source`); not by hand."""
# ruff: noqa

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "Alive",
    "Answer",
    "AnswerGiven",
    "AnswerOutcome",
    "AnswerToFact",
    "AnswerTold",
    "AnswersGiven",
    "AnswersToFile",
    "ApiKey",
    "ApprovalGiven",
    "Asked",
    "Award",
    "AwardFlag",
    "AwardScore",
    "Barred",
    "BidderKept",
    "BidderListed",
    "BiddersPage",
    "BodyAskV1ScreeningsPost",
    "BodyEspdCaseV1ImportsEspdCasePost",
    "BodyListsV1ImportsListsPost",
    "BodyRedlinesV1RedlinesPost",
    "BodySearchListsForBidderV1BiddersBidderListSearchPost",
    "CaseAsked",
    "Cell",
    "Change",
    "Choice",
    "Clause",
    "ClauseAsked",
    "ClauseSummary",
    "Clauses",
    "CompanyDuties",
    "Compared",
    "ComparedPage",
    "Comparison",
    "CriterionScore",
    "Decision",
    "DecisionAsked",
    "DecisionMade",
    "DeliveriesPage",
    "Delivery",
    "DocumentApproval",
    "DocumentAsked",
    "DocumentIssued",
    "DocumentRemarks",
    "DocumentWaiting",
    "DocumentsPage",
    "DocumentsWaiting",
    "DraftAsked",
    "Due",
    "DuePage",
    "Duties",
    "DutyState",
    "ElementState",
    "EntriesPage",
    "EntryTold",
    "ErasureAsked",
    "EspdCase",
    "EspdRead",
    "Event",
    "Explanation",
    "FactRead",
    "FactorScore",
    "FactorState",
    "FactsGiven",
    "Filled",
    "Finding",
    "FurtherAnswer",
    "FurtherAnswers",
    "Governing",
    "Ground",
    "GroundSaid",
    "HistoryPage",
    "HoldAsked",
    "InterviewAnswered",
    "InterviewAsked",
    "InterviewCase",
    "Interviewed",
    "IssuedKey",
    "JobBody",
    "JobsPage",
    "KeysPage",
    "KindOfProblem",
    "LevelHeld",
    "LiftState",
    "Link",
    "ListRemark",
    "ListsRead",
    "ListsSaid",
    "MadeTenant",
    "MadeWebhook",
    "Matrix",
    "MatrixRow",
    "MayBeRaised",
    "Me",
    "MissingFact",
    "MissingFacts",
    "Needed",
    "NewBidder",
    "NewKey",
    "NewPerson",
    "NewProcurement",
    "NewStep",
    "NewTenant",
    "NewWebhook",
    "Offences",
    "Pack",
    "PackSets",
    "PackSummary",
    "PackUsed",
    "Packs",
    "PeoplePage",
    "Person",
    "PersonChange",
    "Place",
    "PolicyDecision",
    "PossibleStep",
    "Prescription",
    "Presumed",
    "PresumedFact",
    "Problem",
    "ProcurementChange",
    "ProcurementKept",
    "ProcurementListed",
    "ProcurementsPage",
    "Proof",
    "Provision",
    "Question",
    "Raised",
    "Ready",
    "RecordFault",
    "RecordVerified",
    "RegimeDecision",
    "RegimeDuties",
    "RegimeStanding",
    "RegimeSummary",
    "Regimes",
    "Reload",
    "RemedyState",
    "Replayed",
    "RequirementState",
    "RetentionAsked",
    "Reusable",
    "ReviewNote",
    "RiskSign",
    "Rotation",
    "Row",
    "RowsPage",
    "SaidOfEntry",
    "Schema",
    "ScreeningBody",
    "ScreeningOrder",
    "SharedFindings",
    "Signed",
    "Standing",
    "StepDone",
    "StepTaken",
    "StepWaiting",
    "StepsOnFile",
    "Tenant",
    "TenantChange",
    "TenantName",
    "TenantSettings",
    "TenantsPage",
    "TenderlawServiceApiIssuedNewDocument",
    "TenderlawServiceApiJobsNewDocument",
    "Threshold",
    "TierResult",
    "TimeLimit",
    "Verification",
    "VersionDay",
    "WaitingPage",
    "Webhook",
    "WebhookChange",
    "Webhooks",
    "WhyNot",
]


class Alive(TypedDict):
    """The process answers."""

    alive: bool
    version: str


class Answer(TypedDict):
    """What one regime or policy that prescribes the clause at all says of it here."""

    by: str
    title: str
    cite: str
    state: Literal["prescribed", "not_prescribed", "unknown", "out_of_scope"]
    reason: str
    missing: list[str]
    explanation: list[Explanation]
    requirements: NotRequired[list[RequirementState]]


class AnswerGiven(TypedDict):
    """An answer to one question."""

    path: str
    value: Any


class AnswerOutcome(TypedDict):
    """One answer, and the outcome that it alone would bring about."""

    answer: bool | str | None
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]


class AnswerToFact(TypedDict):
    """An answer, by the path of its fact."""

    path: str
    value: Any


class AnswerTold(TypedDict):
    """What became of answers: the file as it is, and what was understood of the last one."""

    file: BidderKept
    echo: str | None
    settled: list[str]


class AnswersGiven(TypedDict):
    """Answers to questions of a draft, in their order; all of them, or none."""

    draft: dict[str, Any]
    language: NotRequired[str]
    pack_set: NotRequired[str | None]
    answers: list[AnswerGiven]


class AnswersToFile(TypedDict):
    """Answers in their order: all of them are put on record, or none."""

    answers: list[AnswerToFact]
    as_of: NotRequired[str | None]
    language: NotRequired[str]


class ApiKey(TypedDict):
    """A key, without its secret."""

    tenant: str
    key: str
    title: str
    scopes: list[str]
    created_by: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    used_on: str | None


class ApprovalGiven(TypedDict):
    """What another person says to a step that waits; or that its author takes it back."""

    verdict: Literal["approved", "returned", "withdrawn"]
    reasons: NotRequired[str]


class Asked(TypedDict):
    """A question that is open, with all that a page or a terminal shows of it."""

    path: str
    question: Question
    stage: Literal["entry", "scope", "outcome", "award", "policy", "duty"]
    settles: bool
    needed_for: list[Needed]
    ask: Literal["authority", "bidder"]
    caption: NotRequired[str | None]
    another: NotRequired[bool]
    named_by: NotRequired[str | None]
    may_be_none: NotRequired[bool]
    given: NotRequired[str | None]
    instead: NotRequired[list[str]]


class Award(TypedDict):
    """Whether award to this operator may proceed, and what stands in the way."""

    may_proceed: Literal["yes", "no", "unknown"]
    because: NotRequired[list[str]]
    cure: NotRequired[list[str]]


class AwardFlag(TypedDict):
    """Something that a person has to look at before the award."""

    id: Literal["price-alone", "ask-for-explanation", "reject", "not-a-criterion"]
    said: str
    cite: str


class AwardScore(TypedDict):
    """What the assessments of a tender come to. It ranks, and excludes nobody."""

    criteria: list[CriterionScore]
    total: str | None
    least: str
    most: str
    flags: NotRequired[list[AwardFlag]]


class Barred(TypedDict):
    """A step that cannot be taken now, and what stands in the way."""

    kind: Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"]
    verdict: str | None
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    cite: str | None
    why: str


class BidderKept(TypedDict):
    """A bidder's file."""

    bidder: str
    procurement: str
    facts: dict[str, Any]
    unknown: list[str]
    sources: dict[str, str]
    growing: list[str]
    steps: list[StepTaken]
    decision: DecisionMade | None
    changed: bool
    own: Literal["exclude", "admit"] | None
    own_is_current: bool
    created_at: str
    changed_at: str
    retention_until: str | None
    legal_hold: bool


class BidderListed(TypedDict):
    """A bidder's file in a list."""

    bidder: str
    procurement: str
    name: str | None
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"] | None
    as_of: str | None
    decision: str | None
    created_at: str
    changed_at: str


class BiddersPage(TypedDict):
    """Some files, and where to go on."""

    items: list[BidderListed]
    next: str | None


class BodyAskV1ScreeningsPost(TypedDict):
    order: str
    file: str
    lists: NotRequired[list[str] | None]


class BodyEspdCaseV1ImportsEspdCasePost(TypedDict):
    asked: str
    files: list[str]
    roles: NotRequired[list[Literal["tenderer", "group-member", "relied-on-entity", "subcontractor"]] | None]


class BodyListsV1ImportsListsPost(TypedDict):
    asked: str
    files: list[str]


class BodyRedlinesV1RedlinesPost(TypedDict):
    old: str
    new: str
    format: NotRequired[Literal["docx", "html", "text", "json"]]
    author: NotRequired[str]
    words_only: NotRequired[bool]
    clause: NotRequired[str | None]


class BodySearchListsForBidderV1BiddersBidderListSearchPost(TypedDict):
    files: list[str]


class CaseAsked(TypedDict):
    """A case, and under what it is decided."""

    facts: dict[str, Any]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str]]
    pack_set: NotRequired[str | None]


class Cell(TypedDict):
    """What a regime says on a topic."""

    weight: Literal["mandatory", "discretionary", "none"]
    grounds: NotRequired[list[GroundSaid]]


class Change(TypedDict):
    """One thing that an answer settled, or opened again."""

    about: Literal["outcome", "award", "regime", "finding", "requirement", "duty"]
    said: str
    key: str
    before: str
    after: str


class Choice(TypedDict):
    """One word to choose as an answer."""

    word: str
    title: str
    language: str


Clause: TypeAlias = "dict[str, Any]"
"""All that a clause says, with its texts by language."""


class ClauseAsked(TypedDict):
    """A case, and a clause of the library."""

    facts: dict[str, Any]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str]]
    pack_set: NotRequired[str | None]
    clause: str


class ClauseSummary(TypedDict):
    """What a clause is, without its texts."""

    id: str
    version: str
    kind: str
    title: str
    languages: dict[str, str]
    digest: str
    cite: str
    source: str
    obligation: str


class Clauses(TypedDict):
    items: list[ClauseSummary]
    next: str | None


class CompanyDuties(TypedDict):
    """What a company of the group owes under every regime asked."""

    operator: str
    name: str
    regimes: list[RegimeDuties]
    unread: NotRequired[list[str]]


class Compared(TypedDict):
    """A bidder's row."""

    bidder: str
    name: str | None
    erased: bool
    decision: str | None
    as_of: str | None
    outcome: str | None
    award: str | None
    because: list[str]
    missing: list[str]
    tiers: list[list[Any]]
    changed: bool
    waiting: int
    own: str | None
    own_is_current: bool


class ComparedPage(TypedDict):
    """The bidders of a procurement side by side."""

    procurement: str
    bidders: list[Compared]


class Comparison(TypedDict):
    """Regimes side by side."""

    as_of: str
    regimes: list[RegimeSummary]
    rows: list[Row]


class CriterionScore(TypedDict):
    """The assessment of a tender under one criterion."""

    criterion: str
    title: str
    cite: str
    earns: str
    weight: int
    state: Literal["scored", "unknown"]
    score: NotRequired[str | None]
    reasons: NotRequired[str | None]
    missing: NotRequired[list[str]]
    because: NotRequired[str | None]


class Decision(TypedDict):
    """Evidence of what was decided, from what, by which text and which engine."""

    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
    as_of: str
    review: bool
    award: Award
    regimes: list[RegimeDecision]
    missing_facts: list[MissingFact]
    policies: list[PolicyDecision]
    own_conditions: str | None
    packs: list[PackUsed]
    evaluators: list[str]
    calendar: str | None
    engine_version: str
    id: str
    facts: dict[str, Any]
    unread: list[dict[str, Any]]
    espd: NotRequired[dict[str, Any]]
    unworded_clauses: NotRequired[list[Any]]


class DecisionAsked(TypedDict):
    """The day on which a file is decided; left out, that of the procurement."""

    as_of: NotRequired[str | None]


class DecisionMade(TypedDict):
    """A decision on record, without what it says: that is `GET /v1/decisions/{decision}`."""

    decision: str
    bidder: str
    as_of: str
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
    pack_set: str
    made_at: str
    made_by: str
    entry: int


class DeliveriesPage(TypedDict):
    """Some messages, the newest first, and where to go on."""

    items: list[Delivery]
    next: str | None


class Delivery(TypedDict):
    """A message: `waiting`, `sent` or `failed`, after so many attempts; `said` is what came of the last."""

    tenant: str
    delivery: str
    webhook: str
    event: str
    payload: dict[str, Any]
    attempts: int
    next_at: str | None
    state: str
    said: str | None
    created_at: str
    ended_at: str | None


class DocumentApproval(TypedDict):
    """Whether a document goes out, and why not."""

    verdict: Literal["approved", "returned", "withdrawn"]
    reasons: NotRequired[str]


class DocumentAsked(TypedDict):
    """A case, and the document that is made of it."""

    facts: dict[str, Any]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str]]
    pack_set: NotRequired[str | None]
    kind: NotRequired[
        Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
    ]
    format: NotRequired[Literal["docx", "odt", "pdf", "html", "md", "json"]]
    language: NotRequired[str]
    fallback_language: NotRequired[str | None]
    draft: NotRequired[bool]
    values: NotRequired[dict[str, str]]
    with_clauses: NotRequired[list[str]]
    without_clauses: NotRequired[dict[str, Any]]
    negotiators: NotRequired[bool]


class DocumentIssued(TypedDict):
    """A document that was issued."""

    document: str
    bidder: str
    decision: str | None
    kind: str
    format: str
    language: str
    version: int
    entry: int
    issued_at: str
    issued_by: str
    state: str
    approved_by: str | None


class DocumentRemarks(TypedDict):
    to_check: list[str]
    to_be_read: list[str]


class DocumentWaiting(TypedDict):
    """A document that waits for another person."""

    document: str
    bidder: str
    made_at: str
    made_by: str


class DocumentsPage(TypedDict):
    """The documents issued from a file, the latest first."""

    items: list[DocumentIssued]


class DocumentsWaiting(TypedDict):
    """The documents that wait for another person."""

    items: list[DocumentWaiting]


class DraftAsked(TypedDict):
    """A draft, as it was given out."""

    draft: dict[str, Any]
    language: NotRequired[str]
    pack_set: NotRequired[str | None]


class Due(TypedDict):
    """A file that was kept for as long as it had to be."""

    bidder: str
    procurement: str
    until: str


class DuePage(TypedDict):
    """The files that may go on a day, the longest due first."""

    items: list[Due]


class Duties(TypedDict):
    """What a company and its group owe on a day, and by which packs."""

    as_of: str
    companies: list[CompanyDuties]
    packs: list[PackUsed]
    facts: dict[str, Any]
    engine_version: NotRequired[str]
    id: str
    passed_over: list[str]


class DutyState(TypedDict):
    """A duty of a company, for a financial year or once."""

    duty: str
    title: str
    cite: str
    obligation: str
    about: str
    of: str | None
    owed: Literal["owed", "unknown"]
    state: Literal["met", "late", "open", "unmet", "unknown"]
    reason: str
    due: NotRequired[str | None]
    guided: NotRequired[str | None]
    elements: NotRequired[list[ElementState]]
    consequences: NotRequired[list[str]]
    note: NotRequired[str | None]
    reusable: NotRequired[list[Reusable]]
    missing: NotRequired[list[str]]
    explanation: NotRequired[list[Explanation]]


class ElementState(TypedDict):
    """One thing that meeting a duty takes."""

    element: str
    title: str
    cite: str
    obligation: str
    state: Literal["met", "unmet", "unknown"]
    missing: NotRequired[list[str]]


class EntriesPage(TypedDict):
    """Entries, the oldest first, how many the record has, and after which to go on."""

    items: list[EntryTold]
    size: int
    next: int | None


class EntryTold(TypedDict):
    """An entry of the record."""

    seq: int
    at: str
    kind: str
    actor: str
    subject: str
    payload: dict[str, Any]
    commitment: str | None
    leaf: str


class ErasureAsked(TypedDict):
    """Why the file is erased."""

    ground: Literal["retention", "request", "unlawful"]


class EspdCase(TypedDict):
    """A case put together of declarations."""

    facts: dict[str, Any]
    version: str
    remarks: list[dict[str, Any]]


class EspdRead(TypedDict):
    """What an ESPD Response declares, as facts of an operator."""

    version: str
    sha256: str
    procedure: str | None
    operator: dict[str, Any]
    brings: dict[str, bool]
    remarks: list[dict[str, Any]]


class Event(TypedDict):
    """One entry of the record about a file."""

    seq: int
    at: str
    kind: str
    actor: str
    about: str
    payload: dict[str, Any]
    reasons: str | None


class Explanation(TypedDict):
    """One node of a condition: what it asks, what came out, on which facts."""

    asks: str
    value: Literal["true", "false", "unknown"]
    facts: NotRequired[list[FactRead]]
    parts: NotRequired[list[Explanation]]


class FactRead(TypedDict):
    """A fact and the value that was read; without a value, unknown."""

    path: str
    value: str | None


class FactorScore(TypedDict):
    """The points of one factor of a tiering."""

    factor: str
    title: str
    cite: str
    points: int
    most: int
    unknown: bool
    level: NotRequired[LevelHeld | None]
    missing: NotRequired[list[str]]


class FactorState(TypedDict):
    """Something that weighs where the authority decides what follows, and whether it is given."""

    factor: str
    title: str
    cite: str
    weighs: Literal["mitigating", "aggravating"]
    given: Literal["true", "false", "unknown"]


class FactsGiven(TypedDict):
    """Facts that stand in the place of all those of the file."""

    facts: dict[str, Any]


class Filled(TypedDict):
    """What the pack fills into a blank of the clause, so that nobody is asked for it."""

    fill_in: str
    kind: Literal["words", "number", "money", "entries"]
    values: NotRequired[list[str]]
    entries: NotRequired[list[list[SaidOfEntry]]]
    cite: NotRequired[str | None]
    missing: NotRequired[list[str]]


class Finding(TypedDict):
    """One ground for one operator and, where the ground speaks of entries, one entry of its facts."""

    ground: str
    title: str
    cite: str
    effect: Literal["must_exclude", "may_exclude"]
    obligation: str
    state: Literal[
        "applies",
        "possible",
        "not_triggered",
        "not_yet",
        "lapsed",
        "self_cleaned",
        "cured",
        "derogated",
        "not_in_force",
    ]
    operator: str
    name: NotRequired[str]
    statement: NotRequired[str]
    entry: NotRequired[str | None]
    since: NotRequired[str | None]
    until: NotRequired[str | None]
    set_by_judgment: NotRequired[bool]
    heavier: NotRequired[bool]
    topic: NotRequired[str | None]
    lifts: NotRequired[list[LiftState]]
    missing: NotRequired[list[str]]
    facts: NotRequired[list[FactRead]]
    explanation: NotRequired[list[Explanation]]
    reason: str


class FurtherAnswer(TypedDict):
    """A fact that is missing, and what its answers would change."""

    path: str
    meaning: str
    ask: Literal["bidder", "authority"]
    settles: bool
    needed_for: list[str]
    by_step: bool
    answers: list[AnswerOutcome]


class FurtherAnswers(TypedDict):
    """What each further answer would change."""

    bidder: str
    as_of: str
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
    missing: list[FurtherAnswer]


class Governing(TypedDict):
    """Whether a regime governs a procurement, and why."""

    pack: str
    title: str
    governs: Literal["true", "false", "unknown"]
    reason: str
    missing: NotRequired[list[str]]
    thresholds: NotRequired[list[Threshold]]
    explanation: NotRequired[list[Explanation]]
    presumed: NotRequired[list[PresumedFact]]
    elsewhere: NotRequired[list[ReviewNote]]


class Ground(TypedDict):
    pack: str
    version: str
    digest: str
    must: bool
    period_in_words: str | None
    years: int | None
    lifts: list[dict[str, Any]]
    ground: dict[str, Any]


class GroundSaid(TypedDict):
    """A ground of a regime, as the matrix shows it."""

    id: str
    cite: str
    weight: Literal["mandatory", "discretionary", "none"]
    period: str | None
    years: int | None
    self_cleaning: bool
    from_: str | None
    to: str | None


class HistoryPage(TypedDict):
    """Entries of the record about a file, the oldest first, and after which to go on."""

    items: list[Event]
    next: int | None


class HoldAsked(TypedDict):
    """Whether it is held, and why."""

    held: bool
    reasons: str


class InterviewAnswered(TypedDict):
    """What became of answers."""

    draft: dict[str, Any]
    standing: Standing
    answers: list[dict[str, Any]]


class InterviewAsked(TypedDict):
    """What is known so far, which may be nothing, and how far it is to be asked."""

    facts: NotRequired[dict[str, Any]]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str]]
    pack_set: NotRequired[str | None]
    language: NotRequired[str]
    aim: NotRequired[Literal["outcome", "award", "policy", "duties"] | None]


class InterviewCase(TypedDict):
    facts: dict[str, Any]
    as_of: str
    packs: list[str]
    policies: list[str]


class Interviewed(TypedDict):
    draft: dict[str, Any]
    standing: Standing


class IssuedKey(TypedDict):
    """A key with its secret, which is shown once."""

    key: ApiKey
    secret: str


class JobBody(TypedDict):
    """A piece of long work."""

    job: str
    kind: str
    state: str
    done: int
    total: int | None
    counts: NotRequired[dict[str, Any] | None]
    problem: NotRequired[dict[str, Any] | None]
    created_at: str
    started_at: str | None
    ended_at: str | None
    cancel_asked: bool
    attempts: int
    by: str
    legal_hold: bool


class JobsPage(TypedDict):
    """Some work, the newest first, and where to go on."""

    items: list[JobBody]
    next: str | None


class KeysPage(TypedDict):
    """Some keys, and where to go on."""

    items: list[ApiKey]
    next: str | None


class KindOfProblem(TypedDict):
    """What a kind of problem means."""

    type: str
    title: str
    status: int
    meaning: str


class LevelHeld(TypedDict):
    """The level of a factor that surely holds, and on which facts."""

    id: str
    title: str
    cite: str
    points: int
    facts: list[FactRead]


class LiftState(TypedDict):
    """What could lift a finding, and whether it does."""

    lift: str
    title: str
    cite: str
    needs: str
    holds: Literal["true", "false", "unknown"]
    leaves: NotRequired[Literal["nothing", "discretion"]]
    barred_by: NotRequired[str | None]
    shown_by: NotRequired[Literal["authority", "bidder"]]


class Link(TypedDict):
    """A link that opens one session, once. It is shown once."""

    path: str
    minutes: int


class ListRemark(TypedDict):
    """What stays unknown, and what would settle it."""

    path: str
    message: str
    hint: str


class ListsRead(TypedDict):
    """A case with what lists say of its operators."""

    facts: dict[str, Any]
    listings: dict[str, list[dict[str, Any]]]
    remarks: list[Place]


class ListsSaid(TypedDict):
    """The file with what was found, and what stays unknown."""

    file: BidderKept
    remarks: list[ListRemark]


class MadeTenant(TypedDict):
    """A tenant, and the link by which its first administrator comes in once; it is shown once."""

    tenant: Tenant
    person: str
    path: str


class MadeWebhook(TypedDict):
    """A webhook with its secret, which is shown once; it is that of Standard Webhooks."""

    webhook: Webhook
    secret: str


class Matrix(TypedDict):
    """Grounds by topic and regime."""

    as_of: str | None
    regimes: list[list[Any]]
    rows: list[MatrixRow]


class MatrixRow(TypedDict):
    """A topic, and what each regime says on it, in the order of the regimes."""

    topic: str
    cells: list[Cell]


class MayBeRaised(TypedDict):
    """What would put the contract into a higher tier than it has, if a fact that is missing were so."""

    id: str
    title: str
    cite: str
    to: Literal["medium", "high"]
    missing: NotRequired[list[str]]


class Me(TypedDict):
    """Who calls, and what they may do."""

    tenant: str
    actor: str
    rights: list[str]
    is_person: bool


class MissingFact(TypedDict):
    """A fact that nobody gave and that could change the decision."""

    path: str
    meaning: str
    settles: bool
    needed_for: list[str]
    given: NotRequired[str | None]
    paste: NotRequired[str]
    ask: NotRequired[Literal["authority", "bidder"]]
    instead: NotRequired[list[str]]
    untried: NotRequired[bool]


class MissingFacts(TypedDict):
    """What could change the answer, the decisive first."""

    outcome: str
    as_of: str
    missing_facts: list[MissingFact]
    policies: list[dict[str, Any]]


class Needed(TypedDict):
    """A provision that waits for an answer."""

    pack: str
    law: str
    cite: str
    language: NotRequired[str]


class NewBidder(TypedDict):
    """A bidder's file to be kept."""

    facts: NotRequired[dict[str, Any]]


class NewKey(TypedDict):
    """A key for a system."""

    title: str
    scopes: list[str]
    days: NotRequired[int]


class NewPerson(TypedDict):
    """Somebody who is to work in the tenant."""

    email: str
    title: str
    roles: list[str]


class NewProcurement(TypedDict):
    """A procurement to be kept."""

    title: str
    facts: NotRequired[dict[str, Any]]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str] | None]


class NewStep(TypedDict):
    """A step to be taken: which of those that are possible, the verdict, and why."""

    kind: Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"]
    verdict: Literal[
        "accepted",
        "not-accepted",
        "granted",
        "refused",
        "exercised",
        "not-exercised",
        "same",
        "different",
        "unsure",
        "exclude",
        "admit",
    ]
    reasons: str
    at: NotRequired[str]
    pack: NotRequired[str | None]
    ground: NotRequired[str | None]
    lift: NotRequired[str | None]
    word: NotRequired[str | None]
    on: NotRequired[str | None]
    more: NotRequired[dict[str, bool | str]]


class NewTenant(TypedDict):
    """A tenant, and who comes first."""

    tenant: str
    title: str
    email: str
    name: str


class NewWebhook(TypedDict):
    """An address to tell, and of what."""

    url: str
    events: list[str]


Offences: TypeAlias = "dict[str, list[dict[str, Any]]]"


Pack: TypeAlias = "dict[str, Any]"
"""All that a pack says, as its files have it, options put in."""


class PackSets(TypedDict):
    in_force: str
    known: list[str]


class PackSummary(TypedDict):
    """What a pack is and holds, by ids."""

    id: str
    kind: Literal["regime", "duties", "policy"]
    version: str
    title: Any
    in_force: str | None
    grounds: list[str]
    clauses: list[str]
    remedies: list[str]
    layers: list[str]
    digest: str
    sources: list[dict[str, Any]]


class PackUsed(TypedDict):
    """A pack that took part."""

    id: str
    title: str
    version: str
    digest: str
    layers: list[str]


class Packs(TypedDict):
    pack_set: str
    items: list[PackSummary]


class PeoplePage(TypedDict):
    """Some people, and where to go on."""

    items: list[Person]
    next: str | None


class Person(TypedDict):
    """Somebody who works in a tenant."""

    tenant: str
    person: str
    email: str
    title: str
    roles: list[str]
    active: bool
    created_at: str


class PersonChange(TypedDict):
    """What changes of a person; what is left out stays."""

    title: NotRequired[str | None]
    roles: NotRequired[list[str] | None]
    active: NotRequired[bool | None]


class Place(TypedDict):
    """One thing to put right, and where (RFC 6901)."""

    pointer: str
    detail: str
    hint: NotRequired[str]


class PolicyDecision(TypedDict):
    """What an authority's own policy adds."""

    policy: str
    title: str
    tier: TierResult | None
    clauses: list[Prescription]
    risks: list[RiskSign]
    requirements: NotRequired[list[RequirementState]]
    award_criteria: NotRequired[AwardScore | None]
    missing_facts: NotRequired[list[MissingFact]]
    presumed: NotRequired[list[PresumedFact]]


class PossibleStep(TypedDict):
    """A step that can be taken: send back `kind`, `at`, `pack`, `ground` and `lift` as they stand here."""

    kind: Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"]
    title: str
    cite: str | None
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    verdicts: list[str]
    needs: str | None
    words: list[str]
    more: list[str]


class Prescription(TypedDict):
    """A clause that the regime puts into the contract, or not."""

    clause: str
    cite: str
    obligation: str
    state: Literal["prescribed", "not_prescribed", "unknown"]
    alternates: NotRequired[list[str]]
    missing: NotRequired[list[str]]
    version: NotRequired[VersionDay | None]
    fill_ins: NotRequired[list[Filled]]
    explanation: NotRequired[list[Explanation]]


class Presumed(TypedDict):
    """A fact that nobody gave, and that a law takes one way until somebody says otherwise: an answer to..."""

    path: str
    question: Question
    taken: str
    reason: str
    needed: Needed
    language: NotRequired[str]


class PresumedFact(TypedDict):
    """A fact that nobody gave, and how the law takes it until the contrary is shown."""

    path: str
    value: str
    cite: str
    reason: str


class Problem(TypedDict):
    """Why nothing was answered (RFC 9457). It is never an outcome."""

    type: str
    title: str
    status: int
    instance: str
    detail: NotRequired[str]
    errors: NotRequired[list[Place]]


class ProcurementChange(TypedDict):
    """What changes of it; what is left out stays. `facts` stands in the place of all facts."""

    title: NotRequired[str | None]
    facts: NotRequired[dict[str, Any] | None]
    as_of: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str] | None]


class ProcurementKept(TypedDict):
    """A procurement."""

    procurement: str
    title: str
    as_of: str | None
    facts: dict[str, Any]
    unknown: list[str]
    sources: dict[str, str]
    packs: list[str] | None
    policies: list[str] | None
    created_at: str
    changed_at: str
    archived_at: str | None


class ProcurementListed(TypedDict):
    """A procurement in a list."""

    procurement: str
    title: str
    as_of: str | None
    bidders: int
    created_at: str
    changed_at: str
    archived_at: str | None


class ProcurementsPage(TypedDict):
    """Some procurements, and where to go on."""

    items: list[ProcurementListed]
    next: str | None


class Proof(TypedDict):
    """A proof over the record (RFC 9162), hashes in hexadecimal."""

    size: int
    root: str
    hashes: list[str]


class Provision(TypedDict):
    """What one regime says on a topic."""

    id: str
    cite: str
    title: str
    obligation: str
    effect: str
    period: str | None
    self_cleaning: bool | None
    lifted_by: list[str]
    state: str
    until: str | None


class Question(TypedDict):
    """How a person is asked for one fact, and what answers it."""

    path: str
    text: str
    help: str | None
    language: str
    kind: (
        Literal["truth", "code", "word", "offence", "day", "money", "valuation", "number", "words", "group", "list"]
        | Literal["country", "countries", "text"]
    )
    may_be_open: bool
    choices: list[Choice]


class Raised(TypedDict):
    """What puts a contract into a tier at least, whatever the points, and on which facts."""

    id: str
    title: str
    cite: str
    to: Literal["medium", "high"]
    facts: NotRequired[list[FactRead]]


class Ready(TypedDict):
    """The process can decide and, if it keeps anything, reach its database."""

    ready: bool
    pack_set: str
    database: str | None


class RecordFault(TypedDict):
    """What is wrong with a record, and where."""

    place: str
    message: str


class RecordVerified(TypedDict):
    """What was gone through, and what is not as it was written; with no finding, all that was signed is."""

    size: int
    root: str
    keys: list[str]
    checkpoints: int
    signed: int
    evidence: int
    erased: int
    findings: list[RecordFault]
    more: int
    remarks: list[str]


class RegimeDecision(TypedDict):
    """The decision under one regime."""

    pack: str
    title: str
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
    scope: Literal["true", "false", "unknown"]
    scope_reason: str
    scope_missing: NotRequired[list[str]]
    scope_explanation: NotRequired[list[Explanation]]
    thresholds: NotRequired[list[Threshold]]
    findings: NotRequired[list[Finding]]
    requirements: NotRequired[list[RequirementState]]
    clauses: NotRequired[list[Prescription]]
    risks: NotRequired[list[RiskSign]]
    review_notes: NotRequired[list[ReviewNote]]
    presumed: NotRequired[list[PresumedFact]]
    award: NotRequired[Award]
    national_law: NotRequired[str | None]
    law: NotRequired[str | None]
    remedies: NotRequired[list[RemedyState]]


class RegimeDuties(TypedDict):
    """What a company owes under one regime."""

    pack: str
    title: str
    outcome: Literal["owes", "owes_nothing", "unknown", "not_in_force"]
    reason: str
    duties: NotRequired[list[DutyState]]
    notes: NotRequired[list[str]]
    missing: NotRequired[list[str]]


class RegimeStanding(TypedDict):
    """Whether a pack governs as far as is known, and what it comes to."""

    pack: str
    title: str
    governs: Literal["true", "false", "unknown"]
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]


class RegimeSummary(TypedDict):
    """A regime as a whole, for this case."""

    pack: str
    title: str
    governs: str
    reason: str
    outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"]
    award: str
    thresholds: list[Threshold]


Regimes: TypeAlias = "list[Governing]"
"""Each regime, and whether it governs."""


class Reload(TypedDict):
    """Put the packs that lie in the folders now in force."""

    expected: NotRequired[str | None]


class RemedyState(TypedDict):
    """A right, or a time to wait, that the law of the regime gives the bidder, or may give it."""

    remedy: str
    kind: Literal["hearing", "self_cleaning", "standstill", "review"]
    title: str
    cite: str
    says: str | None
    letters: list[
        Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
    ]
    state: Literal["holds", "unknown"]
    within: NotRequired[TimeLimit | None]
    review: NotRequired[str | None]
    missing: NotRequired[list[str]]


class Replayed(TypedDict):
    """A decision made again: the same bytes, or what differs and why."""

    decision: str
    pack_set: str
    state: Literal["same", "differs"]
    why: list[str]
    differences: list[dict[str, Any]]


class RequirementState(TypedDict):
    """Something asked besides exclusion."""

    requirement: str
    title: str
    cite: str
    obligation: str
    state: Literal["met", "unmet", "unknown"]
    follows: (
        Literal[
            "no_award_until_met",
            "no_subcontract_until_met",
            "reject_tender",
            "may_reject_tender",
            "replace_entity",
            "termination_available",
            "remedies_available",
            "file_statement",
            "notify",
            "record",
            "request_completion",
        ]
        | Literal["may_replace_entity"]
    )
    operator: str
    reason: str
    cure: NotRequired[str | None]
    met_by: NotRequired[Literal["authority", "bidder"]]
    topic: NotRequired[str | None]
    factors: NotRequired[list[FactorState]]
    notice_first: NotRequired[str | None]
    notice_says: NotRequired[str | None]
    stated_in: NotRequired[
        list[
            Literal[
                "invitation",
                "request-for-documents",
                "exclusion",
                "non-exclusion",
                "replacement",
                "intention-to-terminate",
                "termination",
            ]
        ]
    ]
    rests_on: NotRequired[list[str]]
    missing: NotRequired[list[str]]
    explanation: NotRequired[list[Explanation]]
    clause: NotRequired[str | None]
    due: NotRequired[Literal["day", "award"] | None]
    due_on: NotRequired[str | None]


class RetentionAsked(TypedDict):
    """Until when the file is kept, and which provision says so."""

    until: str | None
    source: str


class Reusable(TypedDict):
    """A statement or report under another regime whose text may serve for a duty, too."""

    pack: str
    duty: str
    cite: str
    obligation: str
    still: NotRequired[list[str]]
    note: NotRequired[str | None]


class ReviewNote(TypedDict):
    """A place where the text needs a person's reading."""

    about: str
    cite: str
    reason: str


class RiskSign(TypedDict):
    """A sign of risk: it asks for evidence, and never excludes anyone."""

    risk: str
    title: str
    cite: str
    state: Literal["present", "unknown"]
    ask_for: list[str]
    missing: NotRequired[list[str]]
    asked_of: NotRequired[Literal["authority", "bidder"]]


class Rotation(TypedDict):
    """How a key is replaced."""

    days: NotRequired[int]
    overlap_hours: NotRequired[int]


class Row(TypedDict):
    """A topic and, for each regime in order, its provisions."""

    topic: str
    provisions: list[list[Provision]]


class RowsPage(TypedDict):
    """Some rows, and where to go on. A page may be short, or empty, although more follows."""

    items: list[dict[str, Any]]
    next: str | None


class SaidOfEntry(TypedDict):
    """A fact of an entry, as it goes into a clause."""

    kind: Literal["words", "country", "day", "number", "money"]
    value: str


Schema: TypeAlias = "dict[str, Any]"
"""A JSON Schema (2020-12)."""


class ScreeningBody(TypedDict):
    """A screening: the work, and what was asked."""

    job: str
    kind: str
    state: str
    done: int
    total: int | None
    counts: NotRequired[dict[str, Any] | None]
    problem: NotRequired[dict[str, Any] | None]
    created_at: str
    started_at: str | None
    ended_at: str | None
    cancel_asked: bool
    attempts: int
    by: str
    legal_hold: bool
    name: NotRequired[str | None]
    lists: NotRequired[list[str]]
    order: NotRequired[ScreeningOrder | None]


class ScreeningOrder(TypedDict):
    """What to screen: for which procurement, by which packs, as of which day."""

    procurement: NotRequired[str | None]
    facts: NotRequired[dict[str, Any] | None]
    as_of: str
    versus: NotRequired[str | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str] | None]
    sample: NotRequired[int]


SharedFindings: TypeAlias = "dict[str, Any]"
"""What may be given to other authorities, and by which rules."""


class Signed(TypedDict):
    """A signed checkpoint (C2SP), and the public keys that sign this record."""

    note: str
    keys: list[str]


class Standing(TypedDict):
    """Where an interview stands; the question to ask now is the first."""

    language: str
    outcome: str
    award: str
    settled: bool
    why: str
    said: str
    questions: list[Asked]
    at_most: int
    unknown: list[Asked]
    others: int
    regimes: list[RegimeStanding]
    presumed: list[Presumed]


class StepDone(TypedDict):
    """A step, and the decision that follows from it, where facts do."""

    step: StepTaken
    decision: DecisionMade | None


class StepTaken(TypedDict):
    """A step of the authority."""

    step: str
    kind: Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"]
    verdict: str
    state: Literal["pending", "standing", "returned", "withdrawn", "replaced", "reopened"]
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    cite: str | None
    facts: dict[str, Any]
    reasons: str
    decision: str | None
    entry: int
    taken_at: str
    taken_by: str
    approved_at: str | None
    approved_by: str | None


class StepWaiting(TypedDict):
    """A step that waits for another person."""

    step: str
    bidder: str
    kind: str
    at: str
    by: str


class StepsOnFile(TypedDict):
    """The steps that can be taken now, what bars others, and those that were taken."""

    possible: list[PossibleStep]
    barred: list[Barred]
    taken: list[StepTaken]


class Tenant(TypedDict):
    """An authority, or whoever else keeps files apart from others."""

    tenant: str
    title: str
    settings: TenantSettings
    created_at: str


class TenantChange(TypedDict):
    """What changes of the tenant; what is left out stays."""

    title: NotRequired[str | None]
    settings: NotRequired[dict[str, Any] | None]


class TenantName(TypedDict):
    """That there is a tenant."""

    tenant: str
    title: str
    created_at: str


class TenantSettings(TypedDict):
    """What a tenant chooses for itself."""

    four_eyes: NotRequired[bool]
    four_eyes_documents: NotRequired[bool]
    retention_days: NotRequired[int | None]
    packs: NotRequired[list[str] | None]
    policies: NotRequired[list[str]]
    language: NotRequired[str | None]
    authority: NotRequired[str | None]


class TenantsPage(TypedDict):
    """Some tenants, and where to go on."""

    items: list[TenantName]
    next: str | None


class Threshold(TypedDict):
    """A dated amount on which the scope turns for this procurement."""

    value: str
    title: str
    cite: str
    amount: str | None
    currency: str | None
    vat: Literal["excluded", "included"] | None
    operator: str
    holds: Literal["true", "false", "unknown"]
    review: NotRequired[str | None]


class TierResult(TypedDict):
    """The tier of a contract under a policy. It chooses clauses and evidence, and never excludes anyone."""

    tier: Literal["low", "medium", "high"]
    score: int
    most: int
    medium_from: int
    high_from: int
    cite: str
    factors: list[FactorScore]
    raised: list[Raised]
    may_be_raised: list[MayBeRaised]
    missing: list[str]


class TimeLimit(TypedDict):
    """So many days or months after an event."""

    number: int
    unit: Literal["days", "working_days", "months"]
    after: str
    event_day: NotRequired[Literal["not-counted", "counted"]]


class Verification(TypedDict):
    """The record gone through: how far it is, and what it came to."""

    state: str
    done: int
    total: int | None
    asked_at: str
    ended_at: str | None
    verified: RecordVerified | None


class VersionDay(TypedDict):
    """The day that decides which version of an official text goes in."""

    on: str | None
    by: str
    asked: str


class WaitingPage(TypedDict):
    """The steps that wait, the oldest first."""

    items: list[StepWaiting]


class Webhook(TypedDict):
    """An address that is told of entries of these kinds."""

    tenant: str
    webhook: str
    url: str
    events: list[str]
    active: bool
    created_at: str


class WebhookChange(TypedDict):
    """Whether it is told."""

    active: bool


class Webhooks(TypedDict):
    """The webhooks of the tenant."""

    items: list[Webhook]


class WhyNot(TypedDict):
    """The answers on one clause, and who else prescribes it."""

    clause: str
    as_of: str
    answers: list[Answer]
    elsewhere: list[str]
    goes_with: list[str]
    comes_with: list[str]


class TenderlawServiceApiIssuedNewDocument(TypedDict):
    """A document to be issued from a file, on its last decision."""

    kind: (
        Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
    )
    format: NotRequired[Literal["docx", "odt", "pdf", "html", "md", "json"]]
    language: NotRequired[str]
    fallback_language: NotRequired[str | None]
    draft: NotRequired[bool]
    values: NotRequired[dict[str, str]]
    with_clauses: NotRequired[list[str]]
    without_clauses: NotRequired[dict[str, Any]]


class TenderlawServiceApiJobsNewDocument(TypedDict):
    """A document to be written and issued."""

    bidder: str
    revision: NotRequired[str | None]
    kind: (
        Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
    )
    format: NotRequired[Literal["docx", "odt", "pdf", "html", "md", "json"]]
    language: NotRequired[str]
    fallback_language: NotRequired[str | None]
    draft: NotRequired[bool]
    values: NotRequired[dict[str, str]]
    with_clauses: NotRequired[list[str]]
    without_clauses: NotRequired[dict[str, str]]
