"""What every form for people shows alike: what a questionnaire is about, and how much it asks of each topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenderlaw.documents.questionnaires.model import Questionnaire

__all__ = ["coverage_of", "head_of"]


def head_of(asked: Questionnaire, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Labels and what is known of the contract, the buyer, the bidder and the day, in the language of the phrases."""
    yield from (
        (said[label], value)
        for label, value in (
            ("contract", " ".join(word for word in (asked.procurement, asked.bought) if word)),
            ("buyer", asked.buyer),
            ("bidder", asked.bidder),
            ("state_of", asked.as_of.isoformat()),
        )
        if value
    )


def coverage_of(asked: Questionnaire, said: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each topic with the provisions that name it, and the number of its questions, or that nothing of it is asked."""
    for topic in asked.topics:
        count = len(asked.of_topic(topic.id))
        yield topic.title, "; ".join(topic.sources), str(count) if count else said["none_asked"]
