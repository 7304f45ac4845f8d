"""What the words that facts hold are called: offences by the catalogue, other words by the vocabularies of the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tenderlaw.facts.wording import Word
from tenderlaw.packs.conditions import Ref
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.words import shown

__all__ = ["teller", "titled_words"]


def teller(ref: Ref, evaluator: Evaluator) -> Callable[[object, Scope], str]:
    """Says what a fact holds in words, by their titles where there are some."""
    titles = _titles_at(ref, evaluator)
    if not titles:
        return lambda found, _: shown(found)
    return lambda found, scope: titled_words(found, titles.get(_holder_of(ref, scope)))


def _titles_at(ref: Ref, evaluator: Evaluator) -> Mapping[str, Mapping[str, str]]:
    """What the words of a fact are called, by whose it is: of an offence, of which the catalogue speaks, whosever."""
    if ref.names[-1:] == ("offence",):
        return {"": _offences(evaluator)}
    said = evaluator.titles_of_words
    return {holder: titles for (holder, names), titles in said.items() if names == ref.names}


def _holder_of(ref: Ref, scope: Scope) -> str:
    """Whose fact it is: the list of the entry, the procurement or the operator; of an offence, nobody's."""
    if ref.names[-1:] == ("offence",):
        return ""
    return scope.item.path.rpartition(".")[2].partition("[")[0] if ref.root == "item" else ref.root


def titled_words(found: object, titles: Mapping[str, str] | None) -> str:
    """Words with their titles; one that no catalogue or vocabulary holds as it was given, without hyphens.

    An offence called `other` says nothing beside those by which it is known, too.
    """
    if titles is None or not isinstance(found, str | tuple):
        return shown(found)
    words = (found,) if isinstance(found, str) else tuple(str(word) for word in found)
    told = tuple(word for word in words if word in titles or word != "other") or words
    return Word(shown(found), tuple(titles.get(word, word.replace("-", " ")) for word in told))


def _offences(evaluator: Evaluator) -> Mapping[str, str]:
    return {one.id: one.title for one in evaluator.plan.typed.pack.offences}
