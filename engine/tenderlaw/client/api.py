"""Made from the OpenAPI document (`python -m tenderlaw.service.client_source`); not by hand."""
# ruff: noqa

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tenderlaw.client.calls import Calls, Download, Upload, download_of, json_of, members, step
from tenderlaw.client.types import (
    Alive,
    AnswerGiven,
    AnswerToFact,
    AnswerTold,
    ApiKey,
    BidderKept,
    BiddersPage,
    Clause,
    Clauses,
    ComparedPage,
    Comparison,
    Decision,
    DecisionMade,
    DeliveriesPage,
    Delivery,
    DocumentIssued,
    DocumentRemarks,
    DocumentsPage,
    DocumentsWaiting,
    DuePage,
    Duties,
    EntriesPage,
    EspdCase,
    EspdRead,
    FurtherAnswers,
    Ground,
    HistoryPage,
    InterviewAnswered,
    InterviewCase,
    Interviewed,
    IssuedKey,
    JobBody,
    JobsPage,
    KeysPage,
    KindOfProblem,
    Link,
    ListsRead,
    ListsSaid,
    MadeTenant,
    MadeWebhook,
    Matrix,
    Me,
    MissingFacts,
    Offences,
    Pack,
    PackSets,
    Packs,
    PeoplePage,
    Person,
    ProcurementKept,
    ProcurementsPage,
    Proof,
    Ready,
    Regimes,
    Replayed,
    RowsPage,
    Schema,
    ScreeningBody,
    SharedFindings,
    Signed,
    Standing,
    StepDone,
    StepsOnFile,
    Tenant,
    TenantsPage,
    Verification,
    WaitingPage,
    Webhook,
    Webhooks,
    WhyNot,
)

__all__ = ["Client"]


class Client(Calls):
    """Every operation of the API."""

    def healthz(self, *, headers: Mapping[str, str | None] | None = None) -> Alive:
        """Whether the process lives."""
        found: Alive = json_of(self.call("GET", "/healthz", headers=headers))
        return found

    def problem_name(self, name: str, *, headers: Mapping[str, str | None] | None = None) -> KindOfProblem:
        """What a kind of problem means, and what to do."""
        found: KindOfProblem = json_of(self.call("GET", f"/problems/{step(name)}", headers=headers))
        return found

    def readyz(self, *, headers: Mapping[str, str | None] | None = None) -> Ready:
        """Whether packs are compiled, the tables are those of this program, and the database answers."""
        found: Ready = json_of(self.call("GET", "/readyz", headers=headers))
        return found

    def one_bidder(self, bidder: str, *, headers: Mapping[str, str | None] | None = None) -> BidderKept:
        """A bidder's file, with its version (`ETag`)."""
        found: BidderKept = json_of(self.call("GET", f"/v1/bidders/{step(bidder)}", headers=headers))
        return found

    def put_answers(
        self,
        bidder: str,
        *,
        answers: list[AnswerToFact],
        idempotency_key: str | None = None,
        as_of: str | None = None,
        language: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> AnswerTold:
        """Put answers on record, by the paths of facts: `If-Match` says which version was seen.

        A path beginning with `procurement.` is answered for all its bidders.
        """
        found: AnswerTold = json_of(
            self.call(
                "POST",
                f"/v1/bidders/{step(bidder)}/answers",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"answers": answers}, {"as_of": as_of, "language": language}),
            )
        )
        return found

    def decisions_on_bidder(
        self, bidder: str, *, headers: Mapping[str, str | None] | None = None
    ) -> list[DecisionMade]:
        """The decisions on a file, the latest first."""
        found: list[DecisionMade] = json_of(self.call("GET", f"/v1/bidders/{step(bidder)}/decisions", headers=headers))
        return found

    def decide_bidder(
        self,
        bidder: str,
        *,
        idempotency_key: str | None = None,
        as_of: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> DecisionMade:
        """Decide a file and put the decision on record; where nothing changed since the last one, that one is given (200).

        With `If-Match`, only the version that was seen is decided.
        """
        found: DecisionMade = json_of(
            self.call(
                "POST",
                f"/v1/bidders/{step(bidder)}/decisions",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({}, {"as_of": as_of}),
            )
        )
        return found

    def documents_of_bidder(self, bidder: str, *, headers: Mapping[str, str | None] | None = None) -> DocumentsPage:
        """The documents issued from a file, the latest first."""
        found: DocumentsPage = json_of(self.call("GET", f"/v1/bidders/{step(bidder)}/documents", headers=headers))
        return found

    def new_document(
        self,
        bidder: str,
        *,
        kind: Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ],
        idempotency_key: str | None = None,
        format: Literal["docx", "odt", "pdf", "html", "md", "json"] | None = None,
        language: str | None = None,
        fallback_language: str | None = None,
        draft: bool | None = None,
        values: dict[str, str] | None = None,
        with_clauses: list[str] | None = None,
        without_clauses: dict[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> DocumentIssued | JobBody:
        """Issue a document from a file: `If-Match` says which version of the file was seen.

        A letter that tells what the authority decided is issued once it has decided so; a draft at any time. A PDF takes
        seconds: it is set as long work (202), of the file as it is now, and issued then.
        """
        found: DocumentIssued | JobBody = json_of(
            self.call(
                "POST",
                f"/v1/bidders/{step(bidder)}/documents",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members(
                    {"kind": kind},
                    {
                        "format": format,
                        "language": language,
                        "fallback_language": fallback_language,
                        "draft": draft,
                        "values": values,
                        "with_clauses": with_clauses,
                        "without_clauses": without_clauses,
                    },
                ),
            )
        )
        return found

    def erase_bidder(
        self,
        bidder: str,
        *,
        ground: Literal["retention", "request", "unlawful"],
        headers: Mapping[str, str | None] | None = None,
    ) -> None:
        """Erase all that was kept of a bidder, for good; that there was a file stays on record, and every proof holds.

        Where the tenant has four eyes, it is asked for (202), and done once another person asks for the same.
        """
        self.call("POST", f"/v1/bidders/{step(bidder)}/erasure", headers=headers, json=members({"ground": ground}, {}))

    def put_facts(
        self, bidder: str, *, facts: dict[str, Any], headers: Mapping[str, str | None] | None = None
    ) -> BidderKept:
        """Put facts in the place of those of the file: `If-Match` says which version was seen.

        Steps about what changed count no more.
        """
        found: BidderKept = json_of(
            self.call("PUT", f"/v1/bidders/{step(bidder)}/facts", headers=headers, json=members({"facts": facts}, {}))
        )
        return found

    def further_answers_on_bidder(
        self, bidder: str, *, as_of: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> FurtherAnswers:
        """What each further answer would change: the outcome that it alone would bring about."""
        found: FurtherAnswers = json_of(
            self.call("GET", f"/v1/bidders/{step(bidder)}/further-answers", query={"as_of": as_of}, headers=headers)
        )
        return found

    def history_of_bidder(
        self,
        bidder: str,
        *,
        after: int | None = None,
        limit: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> HistoryPage:
        """What has become of a file: every entry of the record about it, the oldest first; of an erased one, too."""
        found: HistoryPage = json_of(
            self.call(
                "GET", f"/v1/bidders/{step(bidder)}/history", query={"after": after, "limit": limit}, headers=headers
            )
        )
        return found

    def hold_bidder(
        self, bidder: str, *, held: bool, reasons: str, headers: Mapping[str, str | None] | None = None
    ) -> None:
        """Hold a file, as a duty or a claim needs it, or lift the hold: what is held is not erased."""
        self.call(
            "PUT",
            f"/v1/bidders/{step(bidder)}/hold",
            headers=headers,
            json=members({"held": held, "reasons": reasons}, {}),
        )

    def search_lists_for_bidder(
        self,
        bidder: str,
        *,
        files: list[Upload],
        as_of: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> ListsSaid:
        """Search extracts of lists for a bidder and its entities: `If-Match` says which version of the file was seen.

        What an earlier search found is looked for anew; a step on an entry that the list has changed counts no more. The
        files are not kept, their digests are on record.
        """
        found: ListsSaid = json_of(
            self.call(
                "POST",
                f"/v1/bidders/{step(bidder)}/list-search",
                query={"as_of": as_of},
                headers=headers,
                files={"files": files},
                form={},
            )
        )
        return found

    def question_on_bidder(
        self,
        bidder: str,
        *,
        as_of: str | None = None,
        language: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Standing:
        """Where the questionnaire about a file stands, and what it asks next, the decisive first."""
        found: Standing = json_of(
            self.call(
                "GET",
                f"/v1/bidders/{step(bidder)}/next-question",
                query={"as_of": as_of, "language": language},
                headers=headers,
            )
        )
        return found

    def retain_bidder(
        self, bidder: str, *, until: str | None, source: str, headers: Mapping[str, str | None] | None = None
    ) -> None:
        """Keep a file until a day that a provision says; without a day, as long as the tenant keeps files."""
        self.call(
            "PUT",
            f"/v1/bidders/{step(bidder)}/retention",
            headers=headers,
            json=members({"until": until, "source": source}, {}),
        )

    def steps_on_bidder(self, bidder: str, *, headers: Mapping[str, str | None] | None = None) -> StepsOnFile:
        """The steps that the last decision leaves to the authority, what bars others, and those that were taken."""
        found: StepsOnFile = json_of(self.call("GET", f"/v1/bidders/{step(bidder)}/steps", headers=headers))
        return found

    def new_step(
        self,
        bidder: str,
        *,
        kind: Literal["self-cleaning", "derogation", "discretion", "name-hit", "decision"],
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
        ],
        reasons: str,
        idempotency_key: str | None = None,
        at: str | None = None,
        pack: str | None = None,
        ground: str | None = None,
        lift: str | None = None,
        word: str | None = None,
        on: str | None = None,
        more: dict[str, bool | str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> StepDone:
        """Take a step, with reasons: `If-Match` says which version of the file was seen.

        Where the tenant has four eyes, it waits until another person approves it. One that the decision does not bear is
        refused with the provision that stands in the way.
        """
        found: StepDone = json_of(
            self.call(
                "POST",
                f"/v1/bidders/{step(bidder)}/steps",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members(
                    {"kind": kind, "verdict": verdict, "reasons": reasons},
                    {"at": at, "pack": pack, "ground": ground, "lift": lift, "word": word, "on": on, "more": more},
                ),
            )
        )
        return found

    def clauses(
        self,
        *,
        q: str | None = None,
        kind: Literal["clause", "submission-condition", "award-criterion", "buyer-duty"] | None = None,
        obligation: Literal["mandatory", "discretionary", "voluntary", "guidance"] | None = None,
        source: str | None = None,
        by: str | None = None,
        risk: Literal["low", "medium", "high"] | None = None,
        language: str | None = None,
        after: str | None = None,
        limit: int | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Clauses:
        """Clauses by id, those that all filters leave."""
        found: Clauses = json_of(
            self.call(
                "GET",
                "/v1/clauses",
                query={
                    "q": q,
                    "kind": kind,
                    "obligation": obligation,
                    "source": source,
                    "by": by,
                    "risk": risk,
                    "language": language,
                    "after": after,
                    "limit": limit,
                    "pack_set": pack_set,
                },
                headers=headers,
            )
        )
        return found

    def clause(
        self, clause: str, *, pack_set: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Clause:
        """A clause whole, its texts by language, and who prescribes it: `tenderlaw clauses --show --json`."""
        found: Clause = json_of(
            self.call("GET", f"/v1/clauses/{step(clause)}", query={"pack_set": pack_set}, headers=headers)
        )
        return found

    def comparisons(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Comparison:
        """Regimes side by side, and what this case comes to under each: `tenderlaw compare --json`."""
        found: Comparison = json_of(
            self.call(
                "POST",
                "/v1/comparisons",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def comparisons_matrix(
        self,
        *,
        packs: list[str] | None = None,
        as_of: str | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Matrix:
        """Grounds by topic and regime, without a case: `tenderlaw compare --all --json`."""
        found: Matrix = json_of(
            self.call(
                "GET",
                "/v1/comparisons/matrix",
                query={"packs": packs, "as_of": as_of, "pack_set": pack_set},
                headers=headers,
            )
        )
        return found

    def decide_case(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Decision:
        """Decide a case: whether a bidder must, may or must not be excluded, and why. Nothing is kept.

        The answer is that of `tenderlaw check --json`.
        """
        found: Decision = json_of(
            self.call(
                "POST",
                "/v1/decisions",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def recorded_decision(self, decision: str, *, headers: Mapping[str, str | None] | None = None) -> Decision:
        """A decision on record with its facts, as it was made. It never changes."""
        found: Decision = json_of(self.call("GET", f"/v1/decisions/{step(decision)}", headers=headers))
        return found

    def replay_decision(self, decision: str, *, headers: Mapping[str, str | None] | None = None) -> Replayed:
        """The decision made again with the packs of then: the same bytes, or what differs and why."""
        found: Replayed = json_of(self.call("GET", f"/v1/decisions/{step(decision)}/replay", headers=headers))
        return found

    def decide_batch(
        self,
        *,
        content: bytes,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """Decide many cases by the same packs, whatever is put in force meanwhile. A faulty case fails alone."""
        return download_of(
            self.call(
                "POST",
                "/v1/decisions:batch",
                query={"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set},
                headers=headers,
                content=content,
                content_type="application/x-ndjson",
            )
        )

    def write_document(
        self,
        *,
        bidder: str,
        kind: Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ],
        idempotency_key: str | None = None,
        revision: str | None = None,
        format: Literal["docx", "odt", "pdf", "html", "md", "json"] | None = None,
        language: str | None = None,
        fallback_language: str | None = None,
        draft: bool | None = None,
        values: dict[str, str] | None = None,
        with_clauses: list[str] | None = None,
        without_clauses: dict[str, str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> JobBody:
        """Write and issue a document of a bidder's file as long work: for a PDF of many clauses. `counts` names it."""
        found: JobBody = json_of(
            self.call(
                "POST",
                "/v1/document-jobs",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members(
                    {"bidder": bidder, "kind": kind},
                    {
                        "revision": revision,
                        "format": format,
                        "language": language,
                        "fallback_language": fallback_language,
                        "draft": draft,
                        "values": values,
                        "with_clauses": with_clauses,
                        "without_clauses": without_clauses,
                    },
                ),
            )
        )
        return found

    def documents(
        self,
        *,
        facts: dict[str, Any],
        idempotency_key: str | None = None,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        kind: Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
        | None = None,
        format: Literal["docx", "odt", "pdf", "html", "md", "json"] | None = None,
        language: str | None = None,
        fallback_language: str | None = None,
        draft: bool | None = None,
        values: dict[str, str] | None = None,
        with_clauses: list[str] | None = None,
        without_clauses: dict[str, Any] | None = None,
        negotiators: bool | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """A document as a file: `tenderlaw document`. The same case, packs and values give the same bytes.

        A PDF takes seconds: it is set as long work (202). `Location` says how far that is; its `/file` is the PDF, for an
        hour.
        """
        return download_of(
            self.waited(
                self.call(
                    "POST",
                    "/v1/documents",
                    headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                    json=members(
                        {"facts": facts},
                        {
                            "as_of": as_of,
                            "packs": packs,
                            "policies": policies,
                            "pack_set": pack_set,
                            "kind": kind,
                            "format": format,
                            "language": language,
                            "fallback_language": fallback_language,
                            "draft": draft,
                            "values": values,
                            "with_clauses": with_clauses,
                            "without_clauses": without_clauses,
                            "negotiators": negotiators,
                        },
                    ),
                )
            )
        )

    def documents_remarks(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        kind: Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
        | None = None,
        format: Literal["docx", "odt", "pdf", "html", "md", "json"] | None = None,
        language: str | None = None,
        fallback_language: str | None = None,
        draft: bool | None = None,
        values: dict[str, str] | None = None,
        with_clauses: list[str] | None = None,
        without_clauses: dict[str, Any] | None = None,
        negotiators: bool | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> DocumentRemarks:
        """What a person reads before this document is sent: contacts to check, rights that are not settled."""
        found: DocumentRemarks = json_of(
            self.call(
                "POST",
                "/v1/documents/remarks",
                headers=headers,
                json=members(
                    {"facts": facts},
                    {
                        "as_of": as_of,
                        "packs": packs,
                        "policies": policies,
                        "pack_set": pack_set,
                        "kind": kind,
                        "format": format,
                        "language": language,
                        "fallback_language": fallback_language,
                        "draft": draft,
                        "values": values,
                        "with_clauses": with_clauses,
                        "without_clauses": without_clauses,
                        "negotiators": negotiators,
                    },
                ),
            )
        )
        return found

    def documents_values(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        kind: Literal["contract-terms", "instructions", "award-criteria", "authority-file", "file-note"]
        | Literal[
            "invitation",
            "request-for-documents",
            "exclusion",
            "non-exclusion",
            "replacement",
            "intention-to-terminate",
            "termination",
        ]
        | None = None,
        format: Literal["docx", "odt", "pdf", "html", "md", "json"] | None = None,
        language: str | None = None,
        fallback_language: str | None = None,
        draft: bool | None = None,
        values: dict[str, str] | None = None,
        with_clauses: list[str] | None = None,
        without_clauses: dict[str, Any] | None = None,
        negotiators: bool | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """The values that this document asks for, as YAML to complete: `tenderlaw document --ask`."""
        return download_of(
            self.call(
                "POST",
                "/v1/documents/values",
                headers=headers,
                json=members(
                    {"facts": facts},
                    {
                        "as_of": as_of,
                        "packs": packs,
                        "policies": policies,
                        "pack_set": pack_set,
                        "kind": kind,
                        "format": format,
                        "language": language,
                        "fallback_language": fallback_language,
                        "draft": draft,
                        "values": values,
                        "with_clauses": with_clauses,
                        "without_clauses": without_clauses,
                        "negotiators": negotiators,
                    },
                ),
            )
        )

    def duties(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Duties:
        """What a company and its group owe outside any procurement: `tenderlaw duties --json`. `as_of` is needed."""
        found: Duties = json_of(
            self.call(
                "POST",
                "/v1/duties",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def explain_case(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Decision:
        """The decision with every condition of every ground, those not triggered, too: `tenderlaw explain --json`."""
        found: Decision = json_of(
            self.call(
                "POST",
                "/v1/explanations",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def imports_espd(
        self,
        *,
        content: bytes,
        role: Literal["tenderer", "group-member", "relied-on-entity", "subcontractor"] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> EspdRead:
        """What an ESPD Response declares, as facts of an operator, with remarks. Put `operator` into a case."""
        found: EspdRead = json_of(
            self.call(
                "POST",
                "/v1/imports/espd",
                query={"role": role},
                headers=headers,
                content=content,
                content_type="application/xml",
            )
        )
        return found

    def espd_case(
        self,
        *,
        files: list[Upload],
        asked: str,
        roles: list[Literal["tenderer", "group-member", "relied-on-entity", "subcontractor"]] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> EspdCase:
        """A case of ESPD Responses, of a tenderer and those that it brings along, and what the authority adds.

        As `tenderlaw check --espd ... --procurement ...` puts it together; `facts` is to be decided.
        """
        found: EspdCase = json_of(
            self.call(
                "POST",
                "/v1/imports/espd-case",
                headers=headers,
                files={"files": files},
                form={"asked": asked, "roles": roles},
            )
        )
        return found

    def imports_lists(
        self, *, files: list[Upload], asked: str, headers: Mapping[str, str | None] | None = None
    ) -> ListsRead:
        """What extracts of lists say of each operator of a case: `tenderlaw check --list`. The files are not kept.

        `facts` is the case with the listings found, to be decided; `remarks` say what stays unknown.
        """
        found: ListsRead = json_of(
            self.call("POST", "/v1/imports/lists", headers=headers, files={"files": files}, form={"asked": asked})
        )
        return found

    def interviews(
        self,
        *,
        facts: dict[str, Any] | None = None,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        language: str | None = None,
        aim: Literal["outcome", "award", "policy", "duties"] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Interviewed:
        """Begin an interview: from nothing, a case, or what an ESPD declares; about a company alone with `aim: duties`."""
        found: Interviewed = json_of(
            self.call(
                "POST",
                "/v1/interviews",
                headers=headers,
                json=members(
                    {},
                    {
                        "facts": facts,
                        "as_of": as_of,
                        "packs": packs,
                        "policies": policies,
                        "pack_set": pack_set,
                        "language": language,
                        "aim": aim,
                    },
                ),
            )
        )
        return found

    def interviews_answers(
        self,
        *,
        draft: dict[str, Any],
        answers: list[AnswerGiven],
        language: str | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> InterviewAnswered:
        """Answer questions of a draft; what each settled is said. One that cannot be read refuses all."""
        found: InterviewAnswered = json_of(
            self.call(
                "POST",
                "/v1/interviews/answers",
                headers=headers,
                json=members({"draft": draft, "answers": answers}, {"language": language, "pack_set": pack_set}),
            )
        )
        return found

    def interviews_case(
        self,
        *,
        draft: dict[str, Any],
        language: str | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> InterviewCase:
        """The case of a draft: what `POST /v1/decisions` takes; of a company, what `POST /v1/duties` does."""
        found: InterviewCase = json_of(
            self.call(
                "POST",
                "/v1/interviews/case",
                headers=headers,
                json=members({"draft": draft}, {"language": language, "pack_set": pack_set}),
            )
        )
        return found

    def standing_of_draft(
        self,
        *,
        draft: dict[str, Any],
        language: str | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Interviewed:
        """Where a draft stands now, in a language."""
        found: Interviewed = json_of(
            self.call(
                "POST",
                "/v1/interviews/standing",
                headers=headers,
                json=members({"draft": draft}, {"language": language, "pack_set": pack_set}),
            )
        )
        return found

    def documents_waiting(self, *, headers: Mapping[str, str | None] | None = None) -> DocumentsWaiting:
        """The documents that wait for another person, the oldest first."""
        found: DocumentsWaiting = json_of(self.call("GET", "/v1/issued-documents", headers=headers))
        return found

    def issued_document(self, document: str, *, headers: Mapping[str, str | None] | None = None) -> Download:
        """A document as it was issued, byte for byte. One that waits for approval is given to whoever may approve it."""
        return download_of(self.call("GET", f"/v1/issued-documents/{step(document)}", headers=headers))

    def approval_of_document(
        self,
        document: str,
        *,
        verdict: Literal["approved", "returned", "withdrawn"],
        reasons: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> DocumentIssued:
        """Let a document of another person go out, or send it back with reasons; its author can withdraw it."""
        found: DocumentIssued = json_of(
            self.call(
                "POST",
                f"/v1/issued-documents/{step(document)}/approval",
                headers=headers,
                json=members({"verdict": verdict}, {"reasons": reasons}),
            )
        )
        return found

    def every_jobs(
        self,
        *,
        kind: str | None = None,
        after: str | None = None,
        limit: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> JobsPage:
        """The long work of the tenant, the newest first."""
        found: JobsPage = json_of(
            self.call("GET", "/v1/jobs", query={"kind": kind, "after": after, "limit": limit}, headers=headers)
        )
        return found

    def one_job_of_jobs(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> JobBody:
        """How far a piece of work is; `Retry-After` says when to ask again. Whoever asked for it may see it."""
        found: JobBody = json_of(self.call("GET", f"/v1/jobs/{step(job)}", headers=headers))
        return found

    def cancel_job(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> JobBody:
        """Ask a piece of work to end. What has ended stays as it is."""
        found: JobBody = json_of(self.call("DELETE", f"/v1/jobs/{step(job)}", headers=headers))
        return found

    def file_of_job(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> Download:
        """The PDF that was set of a document of which nothing is kept: for an hour after the work has ended."""
        return download_of(self.call("GET", f"/v1/jobs/{step(job)}/file", headers=headers))

    def every_keys(
        self, *, after: str | None = None, limit: int | None = None, headers: Mapping[str, str | None] | None = None
    ) -> KeysPage:
        """The keys of the tenant, without their secrets."""
        found: KeysPage = json_of(self.call("GET", "/v1/keys", query={"after": after, "limit": limit}, headers=headers))
        return found

    def new_keys(
        self,
        *,
        title: str,
        scopes: list[str],
        idempotency_key: str | None = None,
        days: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> IssuedKey:
        """Issue a key. Its secret is in this answer and nowhere else."""
        found: IssuedKey = json_of(
            self.call(
                "POST",
                "/v1/keys",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"title": title, "scopes": scopes}, {"days": days}),
            )
        )
        return found

    def one_key(self, key: str, *, headers: Mapping[str, str | None] | None = None) -> ApiKey:
        """A key, without its secret."""
        found: ApiKey = json_of(self.call("GET", f"/v1/keys/{step(key)}", headers=headers))
        return found

    def end_key(self, key: str, *, headers: Mapping[str, str | None] | None = None) -> None:
        """End a key at once."""
        self.call("DELETE", f"/v1/keys/{step(key)}", headers=headers)

    def rotated_key(
        self,
        key: str,
        *,
        idempotency_key: str | None = None,
        days: int | None = None,
        overlap_hours: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> IssuedKey:
        """Issue a key in place of this one, which stays valid for a while."""
        found: IssuedKey = json_of(
            self.call(
                "POST",
                f"/v1/keys/{step(key)}/rotate",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({}, {"days": days, "overlap_hours": overlap_hours}),
            )
        )
        return found

    def me(self, *, headers: Mapping[str, str | None] | None = None) -> Me:
        """Who calls."""
        found: Me = json_of(self.call("GET", "/v1/me", headers=headers))
        return found

    def leave_sign_out(self, *, headers: Mapping[str, str | None] | None = None) -> None:
        """End every session of who calls, and every link that waits for them: a machine was lost, say."""
        self.call("POST", "/v1/me/sign-out", headers=headers)

    def missing_facts(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> MissingFacts:
        """What is not known and could change the answer, the decisive first."""
        found: MissingFacts = json_of(
            self.call(
                "POST",
                "/v1/missing-facts",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def next_question(
        self,
        *,
        facts: dict[str, Any] | None = None,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        language: str | None = None,
        aim: Literal["outcome", "award", "policy", "duties"] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Standing:
        """What to ask next about these facts, the decisive first, and whether anything is left that could change them."""
        found: Standing = json_of(
            self.call(
                "POST",
                "/v1/next-question",
                headers=headers,
                json=members(
                    {},
                    {
                        "facts": facts,
                        "as_of": as_of,
                        "packs": packs,
                        "policies": policies,
                        "pack_set": pack_set,
                        "language": language,
                        "aim": aim,
                    },
                ),
            )
        )
        return found

    def pack_sets(self, *, headers: Mapping[str, str | None] | None = None) -> PackSets:
        """The set in force, and those of before that can still be asked by their digest."""
        found: PackSets = json_of(self.call("GET", "/v1/pack-sets", headers=headers))
        return found

    def reload_pack_sets(
        self, *, expected: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> PackSets:
        """Read all packs again, run the worked cases of what is new, and put the set in force, or change nothing.

        It takes seconds; requests that have begun keep the packs with which they began. Other processes follow. It is for
        administrators of the first tenant, and stands in its record.
        """
        found: PackSets = json_of(
            self.call("POST", "/v1/pack-sets", headers=headers, json=members({}, {"expected": expected}))
        )
        return found

    def try_packs(
        self, *, idempotency_key: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> JobBody:
        """Read the packs anew and run the worked cases of those that changed, before they are put in force."""
        found: JobBody = json_of(
            self.call("POST", "/v1/pack-trials", headers={"Idempotency-Key": idempotency_key, **(headers or {})})
        )
        return found

    def packs(self, *, pack_set: str | None = None, headers: Mapping[str, str | None] | None = None) -> Packs:
        """The packs that are there: id, kind, version, in force, sources, digest."""
        found: Packs = json_of(self.call("GET", "/v1/packs", query={"pack_set": pack_set}, headers=headers))
        return found

    def pack(
        self,
        pack: str,
        *,
        kind: Literal["regime", "duties", "policy"] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Pack:
        """The whole of a pack as data: scope, values over time, grounds, periods, requirements, with their provisions."""
        found: Pack = json_of(
            self.call("GET", f"/v1/packs/{step(pack)}", query={"kind": kind, "pack_set": pack_set}, headers=headers)
        )
        return found

    def ground(
        self, pack: str, ground: str, *, pack_set: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Ground:
        """A ground: its provision, what triggers it, how long it lasts, what lifts it."""
        found: Ground = json_of(
            self.call(
                "GET", f"/v1/packs/{step(pack)}/grounds/{step(ground)}", query={"pack_set": pack_set}, headers=headers
            )
        )
        return found

    def offences(
        self, pack: str, *, pack_set: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Offences:
        """The offences that a conviction may name under this pack: `tenderlaw offences --json`."""
        found: Offences = json_of(
            self.call("GET", f"/v1/packs/{step(pack)}/offences", query={"pack_set": pack_set}, headers=headers)
        )
        return found

    def every_people(
        self, *, after: str | None = None, limit: int | None = None, headers: Mapping[str, str | None] | None = None
    ) -> PeoplePage:
        """The people of the tenant."""
        found: PeoplePage = json_of(
            self.call("GET", "/v1/people", query={"after": after, "limit": limit}, headers=headers)
        )
        return found

    def add_people(
        self,
        *,
        email: str,
        title: str,
        roles: list[str],
        idempotency_key: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Person:
        """Add a person. They come in by a link, or by the provider."""
        found: Person = json_of(
            self.call(
                "POST",
                "/v1/people",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"email": email, "title": title, "roles": roles}, {}),
            )
        )
        return found

    def one_person(self, person: str, *, headers: Mapping[str, str | None] | None = None) -> Person:
        """A person."""
        found: Person = json_of(self.call("GET", f"/v1/people/{step(person)}", headers=headers))
        return found

    def change_person(
        self,
        person: str,
        *,
        title: str | None = None,
        roles: list[str] | None = None,
        active: bool | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Person:
        """Change somebody's name or roles, or whether they may come in; who may not is signed out everywhere.

        The keys issued by who is no administrator any more end.
        """
        found: Person = json_of(
            self.call(
                "PATCH",
                f"/v1/people/{step(person)}",
                headers=headers,
                json=members({}, {"title": title, "roles": roles, "active": active}),
            )
        )
        return found

    def link_person(
        self, person: str, *, idempotency_key: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Link:
        """A link by which they come in once, within the hour; hand it to nobody else."""
        found: Link = json_of(
            self.call(
                "POST",
                f"/v1/people/{step(person)}/sign-in-link",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
            )
        )
        return found

    def out_person(self, person: str, *, headers: Mapping[str, str | None] | None = None) -> None:
        """End every session of somebody, and every link that waits for them."""
        self.call("POST", f"/v1/people/{step(person)}/sign-out", headers=headers)

    def search_procurements(
        self,
        *,
        search: str | None = None,
        archived: bool | None = None,
        after: str | None = None,
        limit: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> ProcurementsPage:
        """The tenant's procurements, the latest first."""
        found: ProcurementsPage = json_of(
            self.call(
                "GET",
                "/v1/procurements",
                query={"search": search, "archived": archived, "after": after, "limit": limit},
                headers=headers,
            )
        )
        return found

    def new_procurement(
        self,
        *,
        title: str,
        idempotency_key: str | None = None,
        facts: dict[str, Any] | None = None,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> ProcurementKept:
        """Keep a procurement. It is on record, without what it says."""
        found: ProcurementKept = json_of(
            self.call(
                "POST",
                "/v1/procurements",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"title": title}, {"facts": facts, "as_of": as_of, "packs": packs, "policies": policies}),
            )
        )
        return found

    def one_procurement(self, procurement: str, *, headers: Mapping[str, str | None] | None = None) -> ProcurementKept:
        """A procurement, with its version (`ETag`)."""
        found: ProcurementKept = json_of(self.call("GET", f"/v1/procurements/{step(procurement)}", headers=headers))
        return found

    def revise_procurement(
        self,
        procurement: str,
        *,
        title: str | None = None,
        facts: dict[str, Any] | None = None,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> ProcurementKept:
        """Change it for all its bidders: `If-Match` says which version was seen."""
        found: ProcurementKept = json_of(
            self.call(
                "PATCH",
                f"/v1/procurements/{step(procurement)}",
                headers=headers,
                json=members(
                    {}, {"title": title, "facts": facts, "as_of": as_of, "packs": packs, "policies": policies}
                ),
            )
        )
        return found

    def put_aside_procurement(
        self, procurement: str, *, headers: Mapping[str, str | None] | None = None
    ) -> ProcurementKept:
        """Put it aside: it is listed no more, and everything about it stays. `If-Match` says which version was seen."""
        found: ProcurementKept = json_of(
            self.call("POST", f"/v1/procurements/{step(procurement)}/archive", headers=headers)
        )
        return found

    def search_bidders(
        self,
        procurement: str,
        *,
        search: str | None = None,
        after: str | None = None,
        limit: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> BiddersPage:
        """The files of a procurement that were not erased, the latest first."""
        found: BiddersPage = json_of(
            self.call(
                "GET",
                f"/v1/procurements/{step(procurement)}/bidders",
                query={"search": search, "after": after, "limit": limit},
                headers=headers,
            )
        )
        return found

    def new_bidder(
        self,
        procurement: str,
        *,
        idempotency_key: str | None = None,
        facts: dict[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> BidderKept:
        """Keep a bidder's file. It is on record, without what it says."""
        found: BidderKept = json_of(
            self.call(
                "POST",
                f"/v1/procurements/{step(procurement)}/bidders",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({}, {"facts": facts}),
            )
        )
        return found

    def comparison_of_bidders(
        self, procurement: str, *, headers: Mapping[str, str | None] | None = None
    ) -> ComparedPage:
        """Its bidders side by side: outcome, award, what is missing, tiers, what the authority decided."""
        found: ComparedPage = json_of(
            self.call("GET", f"/v1/procurements/{step(procurement)}/comparison", headers=headers)
        )
        return found

    def record_checkpoint(self, *, headers: Mapping[str, str | None] | None = None) -> Signed:
        """The last checkpoint that was signed: to be kept where nobody of this service can change it."""
        found: Signed = json_of(self.call("GET", "/v1/record/checkpoint", headers=headers))
        return found

    def sign_record(self, *, headers: Mapping[str, str | None] | None = None) -> Signed:
        """Sign the record as it stands; the last checkpoint where nothing was added since."""
        found: Signed = json_of(self.call("POST", "/v1/record/checkpoint", headers=headers))
        return found

    def due_bidders(self, *, on: str | None = None, headers: Mapping[str, str | None] | None = None) -> DuePage:
        """The files that may be erased on a day (left out, today), the longest due first."""
        found: DuePage = json_of(self.call("GET", "/v1/record/due", query={"on": on}, headers=headers))
        return found

    def record_entries(
        self, *, after: int | None = None, limit: int | None = None, headers: Mapping[str, str | None] | None = None
    ) -> EntriesPage:
        """The entries of the tenant's record with numbers above `after`. They hold no personal data."""
        found: EntriesPage = json_of(
            self.call("GET", "/v1/record/entries", query={"after": after, "limit": limit}, headers=headers)
        )
        return found

    def proof_of_entry(self, seq: int, *, headers: Mapping[str, str | None] | None = None) -> dict[str, Any]:
        """The proof of one entry, with a signed checkpoint: `tenderlaw record verify` takes it, without us."""
        found: dict[str, Any] = json_of(self.call("GET", f"/v1/record/entries/{step(seq)}/proof", headers=headers))
        return found

    def export_record(self, *, headers: Mapping[str, str | None] | None = None) -> Download:
        """The whole record, line by line, for anybody to verify; without evidence. That it was exported is on record."""
        return download_of(self.call("GET", "/v1/record/export", headers=headers))

    def proof_of_consistency(self, *, from_: int, to: int, headers: Mapping[str, str | None] | None = None) -> Proof:
        """The proof that the first `to` entries begin with the first `from`."""
        found: Proof = json_of(
            self.call("GET", "/v1/record/proofs/consistency", query={"from": from_, "to": to}, headers=headers)
        )
        return found

    def proof_of_inclusion(self, *, seq: int, size: int, headers: Mapping[str, str | None] | None = None) -> Proof:
        """The proof that entry `seq` is among the first `size` entries."""
        found: Proof = json_of(
            self.call("GET", "/v1/record/proofs/inclusion", query={"seq": seq, "size": size}, headers=headers)
        )
        return found

    def last_verification_of_record(self, *, headers: Mapping[str, str | None] | None = None) -> Verification:
        """The verification that was asked for last: how far it is, and what it came to."""
        found: Verification = json_of(self.call("GET", "/v1/record/verification", headers=headers))
        return found

    def verify_record(self, *, headers: Mapping[str, str | None] | None = None) -> Verification:
        """Go through the record: every entry, node, checkpoint, and what is kept of their evidence.

        A short one is answered at once, a longer one is long work (202): `GET` says how far it is.
        """
        found: Verification = json_of(self.call("POST", "/v1/record/verification", headers=headers))
        return found

    def redlines(
        self,
        *,
        old: Upload,
        new: Upload,
        format: Literal["docx", "html", "text", "json"] | None = None,
        author: str | None = None,
        words_only: bool | None = None,
        clause: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """The changes of the later document against the earlier one: `tenderlaw redline`. The files are not kept."""
        return download_of(
            self.call(
                "POST",
                "/v1/redlines",
                headers=headers,
                files={"old": old, "new": new},
                form={"format": format, "author": author, "words_only": words_only, "clause": clause},
            )
        )

    def regimes(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Regimes:
        """Which regimes govern a procurement, and why the others do not: `tenderlaw regimes --json`.

        `facts` is a procurement, alone or within a case.
        """
        found: Regimes = json_of(
            self.call(
                "POST",
                "/v1/regimes",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def schema_of(
        self,
        of: Literal["case", "decision", "contract", "chain"],
        *,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Schema:
        """The JSON Schema (2020-12) of what is given or answered: `tenderlaw schema`."""
        found: Schema = json_of(
            self.call("GET", f"/v1/schemas/{step(of)}", query={"pack_set": pack_set}, headers=headers)
        )
        return found

    def every_screenings(
        self, *, after: str | None = None, limit: int | None = None, headers: Mapping[str, str | None] | None = None
    ) -> JobsPage:
        """The screenings of the tenant, the newest first."""
        found: JobsPage = json_of(
            self.call("GET", "/v1/screenings", query={"after": after, "limit": limit}, headers=headers)
        )
        return found

    def ask_screenings(
        self,
        *,
        file: Upload,
        order: str,
        idempotency_key: str | None = None,
        lists: list[str] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> JobBody:
        """Screen many suppliers. The answer comes at once; `Location` says where to see how far the work is."""
        found: JobBody = json_of(
            self.call(
                "POST",
                "/v1/screenings",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                files={"file": file},
                form={"order": order, "lists": lists},
            )
        )
        return found

    def one_job_of_screenings(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> ScreeningBody:
        """A screening, and what was asked."""
        found: ScreeningBody = json_of(self.call("GET", f"/v1/screenings/{step(job)}", headers=headers))
        return found

    def erase_job(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> None:
        """Erase what was uploaded and what came of it; work under way ends. That it was stays on record.

        Where the tenant has four eyes, it is asked for (202), and done once another person asks for the same.
        """
        self.call("DELETE", f"/v1/screenings/{step(job)}", headers=headers)

    def hold_files(
        self, job: str, *, held: bool, reasons: str, headers: Mapping[str, str | None] | None = None
    ) -> None:
        """Hold what was uploaded and what came of it, as a duty or a claim needs it, or lift the hold."""
        self.call(
            "PUT",
            f"/v1/screenings/{step(job)}/hold",
            headers=headers,
            json=members({"held": held, "reasons": reasons}, {}),
        )

    def manifest(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> dict[str, Any]:
        """What the run was made of: files with their digests, packs, counts, facts that nobody read."""
        found: dict[str, Any] = json_of(self.call("GET", f"/v1/screenings/{step(job)}/manifest", headers=headers))
        return found

    def rejects_job(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> Download:
        """The rows that were set aside, with the reasons."""
        return download_of(self.call("GET", f"/v1/screenings/{step(job)}/rejects.jsonl", headers=headers))

    def rows(
        self,
        job: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"] | None = None,
        changed: bool | None = None,
        review: bool | None = None,
        supplier: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> RowsPage:
        """Rows, by what they say."""
        found: RowsPage = json_of(
            self.call(
                "GET",
                f"/v1/screenings/{step(job)}/rows",
                query={
                    "after": after,
                    "limit": limit,
                    "outcome": outcome,
                    "changed": changed,
                    "review": review,
                    "supplier": supplier,
                },
                headers=headers,
            )
        )
        return found

    def table_job(
        self,
        job: str,
        *,
        outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"] | None = None,
        changed: bool | None = None,
        review: bool | None = None,
        supplier: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """All rows that are wanted, as CSV; no cell of it is a formula."""
        return download_of(
            self.call(
                "GET",
                f"/v1/screenings/{step(job)}/rows.csv",
                query={"outcome": outcome, "changed": changed, "review": review, "supplier": supplier},
                headers=headers,
            )
        )

    def lines_job(
        self,
        job: str,
        *,
        outcome: Literal["must_exclude", "may_exclude", "undetermined", "not_excluded", "out_of_scope"] | None = None,
        changed: bool | None = None,
        review: bool | None = None,
        supplier: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Download:
        """All rows that are wanted, an object a line."""
        return download_of(
            self.call(
                "GET",
                f"/v1/screenings/{step(job)}/rows.jsonl",
                query={"outcome": outcome, "changed": changed, "review": review, "supplier": supplier},
                headers=headers,
            )
        )

    def parquet_job(self, job: str, *, headers: Mapping[str, str | None] | None = None) -> Download:
        """All rows as the run wrote them; the manifest names the bits."""
        return download_of(self.call("GET", f"/v1/screenings/{step(job)}/rows.parquet", headers=headers))

    def explained_row(self, job: str, row: int, *, headers: Mapping[str, str | None] | None = None) -> dict[str, Any]:
        """A row decided alone, on the same facts by the same packs, with its reasons."""
        found: dict[str, Any] = json_of(
            self.call("GET", f"/v1/screenings/{step(job)}/rows/{step(row)}", headers=headers)
        )
        return found

    def shared_findings(
        self,
        *,
        facts: dict[str, Any],
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> SharedFindings:
        """What may be given to other authorities, without anything of a natural person: `tenderlaw check --share`."""
        found: SharedFindings = json_of(
            self.call(
                "POST",
                "/v1/shared-findings",
                headers=headers,
                json=members(
                    {"facts": facts}, {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set}
                ),
            )
        )
        return found

    def steps_waiting(self, *, headers: Mapping[str, str | None] | None = None) -> WaitingPage:
        """The steps that wait for another person, the oldest first."""
        found: WaitingPage = json_of(self.call("GET", "/v1/steps", headers=headers))
        return found

    def approval_of_step(
        self,
        handle: str,
        *,
        verdict: Literal["approved", "returned", "withdrawn"],
        reasons: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> StepDone:
        """Approve a step of another person, or send it back with reasons; its author can withdraw it while it waits."""
        found: StepDone = json_of(
            self.call(
                "POST",
                f"/v1/steps/{step(handle)}/approval",
                headers=headers,
                json=members({"verdict": verdict}, {"reasons": reasons}),
            )
        )
        return found

    def mine_tenant(self, *, headers: Mapping[str, str | None] | None = None) -> Tenant:
        """The caller's tenant and its settings."""
        found: Tenant = json_of(self.call("GET", "/v1/tenant", headers=headers))
        return found

    def change_tenant(
        self,
        *,
        title: str | None = None,
        settings: dict[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Tenant:
        """Change the tenant's title or settings."""
        found: Tenant = json_of(
            self.call("PATCH", "/v1/tenant", headers=headers, json=members({}, {"title": title, "settings": settings}))
        )
        return found

    def every_tenants(
        self, *, after: str | None = None, limit: int | None = None, headers: Mapping[str, str | None] | None = None
    ) -> TenantsPage:
        """Which tenants there are."""
        found: TenantsPage = json_of(
            self.call("GET", "/v1/tenants", query={"after": after, "limit": limit}, headers=headers)
        )
        return found

    def new_tenants(
        self,
        *,
        tenant: str,
        title: str,
        email: str,
        name: str,
        idempotency_key: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> MadeTenant:
        """Make a tenant, and a link for its first administrator. It is on record here and there."""
        found: MadeTenant = json_of(
            self.call(
                "POST",
                "/v1/tenants",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"tenant": tenant, "title": title, "email": email, "name": name}, {}),
            )
        )
        return found

    def every_webhooks(self, *, headers: Mapping[str, str | None] | None = None) -> Webhooks:
        """The webhooks of the tenant."""
        found: Webhooks = json_of(self.call("GET", "/v1/webhooks", headers=headers))
        return found

    def new_webhooks(
        self,
        *,
        url: str,
        events: list[str],
        idempotency_key: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> MadeWebhook:
        """Tell an address of what is put on record from now on."""
        found: MadeWebhook = json_of(
            self.call(
                "POST",
                "/v1/webhooks",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
                json=members({"url": url, "events": events}, {}),
            )
        )
        return found

    def one_webhook(self, webhook: str, *, headers: Mapping[str, str | None] | None = None) -> Webhook:
        """A webhook."""
        found: Webhook = json_of(self.call("GET", f"/v1/webhooks/{step(webhook)}", headers=headers))
        return found

    def change_webhook(self, webhook: str, *, active: bool, headers: Mapping[str, str | None] | None = None) -> Webhook:
        """Turn a webhook off, or on again."""
        found: Webhook = json_of(
            self.call("PATCH", f"/v1/webhooks/{step(webhook)}", headers=headers, json=members({"active": active}, {}))
        )
        return found

    def remove_webhook(self, webhook: str, *, headers: Mapping[str, str | None] | None = None) -> None:
        """Remove a webhook, with its secret and what was sent to it."""
        self.call("DELETE", f"/v1/webhooks/{step(webhook)}", headers=headers)

    def sent_webhook(
        self,
        webhook: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> DeliveriesPage:
        """What was sent to a webhook, and what came of it."""
        found: DeliveriesPage = json_of(
            self.call(
                "GET",
                f"/v1/webhooks/{step(webhook)}/deliveries",
                query={"after": after, "limit": limit},
                headers=headers,
            )
        )
        return found

    def again_delivery(
        self, webhook: str, delivery: str, *, headers: Mapping[str, str | None] | None = None
    ) -> Delivery:
        """Send a message again that failed."""
        found: Delivery = json_of(
            self.call("POST", f"/v1/webhooks/{step(webhook)}/deliveries/{step(delivery)}/retry", headers=headers)
        )
        return found

    def renew_secret(
        self, webhook: str, *, idempotency_key: str | None = None, headers: Mapping[str, str | None] | None = None
    ) -> MadeWebhook:
        """Another secret. For a day what is sent is signed with the old one, too."""
        found: MadeWebhook = json_of(
            self.call(
                "POST",
                f"/v1/webhooks/{step(webhook)}/secret",
                headers={"Idempotency-Key": idempotency_key, **(headers or {})},
            )
        )
        return found

    def why_not_clause(
        self,
        *,
        facts: dict[str, Any],
        clause: str,
        as_of: str | None = None,
        packs: list[str] | None = None,
        policies: list[str] | None = None,
        pack_set: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> WhyNot:
        """Why a clause of the library is prescribed for this case, or not: `tenderlaw clauses --why-not --json`."""
        found: WhyNot = json_of(
            self.call(
                "POST",
                "/v1/why-not",
                headers=headers,
                json=members(
                    {"facts": facts, "clause": clause},
                    {"as_of": as_of, "packs": packs, "policies": policies, "pack_set": pack_set},
                ),
            )
        )
        return found
