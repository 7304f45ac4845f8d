"""Cases read and checked against the facts that there are: those built in, and those that packs declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Final, TypeVar

from tenderlaw.decisions.choosing import Packs, choose_policies, choose_regimes
from tenderlaw.decisions.installed import installed_duties, installed_policies, installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case, parse_case, parse_procurement
from tenderlaw.facts.company import Company, parse_company
from tenderlaw.facts.declared import DeclaredFact, told_apart
from tenderlaw.facts.given import Given
from tenderlaw.facts.models import BUILT_IN, FactModels, models_with, names_known
from tenderlaw.facts.procurement import Procurement
from tenderlaw.rules.marks import Memo
from tenderlaw.sources.arguments import a_path
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import Source, read_file

__all__ = [
    "case_in",
    "company_in",
    "given_of",
    "load_case",
    "models_of",
    "models_of_any",
    "procurement_in",
    "validated",
]

Read = TypeVar("Read")


def load_case(path: str | PathLike[str], *, packs: Packs | None = None, policies: Packs = ()) -> Case:
    """Read and validate a case from a YAML or JSON file. Raises InputInvalidError with every fault.

    It may give the facts that `packs` and `policies` declare, ids of installed ones or what `load_packs` gives, and
    those that any installed one declares.
    """
    return case_in(read_file(a_path(path, "path")), (*choose_regimes(packs), *choose_policies(policies)))


def case_in(source: Source, regimes: Sequence[Regime]) -> Case:
    """Validate a case that was read, with the facts that these packs or any installed ones declare."""
    return validated(lambda models: parse_case(source, models.case), regimes, source.data)


def procurement_in(source: Source, regimes: Sequence[Regime]) -> Procurement:
    """Validate a procurement that was read, with the facts that these packs or any installed ones declare."""
    return validated(lambda models: parse_procurement(source, models.procurement_given), regimes, source.data)


def company_in(source: Source, regimes: Sequence[Regime]) -> tuple[Company, FactModels]:
    """Validate a company that was read, with the facts that these packs or any installed ones declare."""
    return validated(lambda models: (parse_company(source, models), models), regimes, source.data)


def given_of(case: Case | Mapping[str, object], regimes: Sequence[Regime]) -> Given:
    """The facts of a case, or of the same as plain data. Raises InputInvalidError with every fault of the data."""
    if isinstance(case, Case):
        return Given.of(case)
    return validated(lambda models: Given.of(case, models), regimes)


def models_of(regimes: Iterable[Regime], besides: FactModels = BUILT_IN) -> FactModels:
    """The models with what these packs declare, and with what those of `besides` have.

    Raises InputInvalidError where two packs declare one fact otherwise.
    """
    declaring = [regime for regime in regimes if regime.declared]
    if not declaring:
        return besides
    key = besides, tuple([regime.digest for regime in declaring])
    return _KNOWN.get(key) or _KNOWN.keep(key, _joined(declaring, besides))


def models_of_any(regimes: Iterable[Regime], besides: FactModels = BUILT_IN) -> FactModels:
    """The same, and with what any installed pack declares: whoever keeps a table says in it what some law asks."""
    return _with_any(models_of(regimes, besides))


_KNOWN: Final[Memo[tuple[FactModels, tuple[str, ...]], FactModels]] = Memo()
"""The models by those to which they add, and the digests of the packs that declare."""


def _joined(regimes: Sequence[Regime], besides: FactModels) -> FactModels:
    declared = [(one, regime.id) for regime in regimes for one in regime.declared]
    by_pack = dict(declared)
    found = told_apart([*besides.declared, *(one for one, _ in declared)])
    if found is not None:
        first, second = (by_pack.get(one, "another pack") for one in found)
        message = f"`{found[0].path}` is another fact in `{first}` than in `{second}`"
        raise InputInvalidError([Fault("packs", 0, 0, "", message, "ask them one by one")])
    return models_with([*besides.declared, *(one for one, _ in declared)])


def validated(read: Callable[[FactModels], Read], regimes: Sequence[Regime], data: object = None) -> Read:
    """What `read` makes of data with the first models that know all its facts.

    Most cases give built-in facts alone, and need nothing read that packs declare; what another gives stands in few
    packs. `data` says which names it gives.
    """
    fault: InputInvalidError | None = None
    for models in _wider(regimes, frozenset(_names_in(data))):
        try:
            return read(models)
        except InputInvalidError as error:
            fault = error
    raise fault or InputInvalidError([])


def _of_everybody() -> tuple[Regime, ...]:
    return (*installed_regimes(), *installed_duties(), *installed_policies())


def _names_in(data: object) -> Iterator[str]:
    """Every name by which data gives something, those within the path of a pasted line among them."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _NAME.findall(key)
            yield from _names_in(value)
    elif isinstance(data, list):
        for one in data:
            yield from _names_in(one)


_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def _wider(regimes: Sequence[Regime], names: frozenset[str]) -> Iterator[FactModels]:
    """The models to try, each without those that cannot know all these names.

    With what is declared as far as it was read and by packs that know another name, with all that these packs declare,
    with that of any pack.
    """
    found = models_of([one for one in regimes if one.declared_is_read])
    if others := names - names_known(found):
        found = models_of([one for one in regimes if _declares(one, others)], found)
    yield found
    for n in range(2):
        wider = models_of(regimes, found) if n == 0 else _with_any(found)
        if wider is not found:
            found = wider
            yield found


def _declares(regime: Regime, names: frozenset[str]) -> bool:
    """Whether a pack declares a fact of one of these names; files that were not read yet and hold none stay unread."""
    if not regime.declared_is_read and not any(_holds(text_in(file), names) for file in regime.head.facts_in):
        return False
    return any(one.name in names for fact in regime.declared for one in (fact, *fact.fields))


def _holds(text: str, names: frozenset[str]) -> bool:
    return any(name in text for name in names)


def _with_any(found: FactModels) -> FactModels:
    """With what any installed pack declares, but for what these models know as another fact: nobody asks that here."""
    try:
        return models_of(_of_everybody(), found)
    except InputInvalidError:
        held: list[DeclaredFact] = list(found.declared)
    for one in (one for regime in _of_everybody() for one in regime.declared):
        if told_apart([*held, one]) is None:
            held.append(one)
    return models_with(held)
