"""What a document tells of contacts that the library keeps: which it carries, and which ask to be checked first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tenderlaw.clauses.fill_ins import FilledIn
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.referral import Contact, Contacts
from tenderlaw.clauses.values import Values, fill_ins_in
from tenderlaw.clauses.words import country, day, literal
from tenderlaw.documents.contents import Contents
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.facts.wording import said_in

__all__ = ["contacts_carried", "contacts_to_check", "said_of_contact"]


def contacts_to_check(filled: Iterable[FilledIn], contents: Contents, language: str) -> tuple[str, ...]:
    """What is said of each contact that would fill a blank and asks to be checked: the blank is left open for it."""
    found = (
        (fill, contact)
        for fill in _with_contacts(filled, contents, missing=True)
        for contact in contents.contacts.to_check(fill.referral)
    )
    return tuple(dict.fromkeys(said_of_contact("note_contact_to_check", fill, one, language) for fill, one in found))


def contacts_carried(filled: Iterable[FilledIn], values: Values, contents: Contents, language: str) -> Iterator[str]:
    """What is said of each contact that fills a blank: where and when it was read."""
    held: Contacts = contents.contacts
    fills = [fill for fill in _with_contacts(filled, contents, missing=False) if fill.id not in values]
    yield from dict.fromkeys(
        said_of_contact("note_contact", fill, one, language) for fill in fills for one in held.chosen(fill.referral)
    )


def _with_contacts(filled: Iterable[FilledIn], contents: Contents, *, missing: bool) -> Iterator[FillIn]:
    known: Mapping[str, FillIn] = fill_ins_in(contents.library.clauses)
    for name in dict.fromkeys(one.id for one in filled if one.missing is missing):
        if name in known and known[name].referral:
            yield known[name]


def said_of_contact(phrase: str, fill: FillIn, found: tuple[str, Contact], language: str) -> str:
    """What is said of a contact of a country: `note_contact`, or `note_contact_to_check`."""
    place, contact = found
    note = f" {literal(said_in(contact.note, language))}." if contact.note else ""
    return (
        phrases_in(language)[phrase].format(
            title=said_in(fill.title, language),
            name=literal(contact.name),
            country=country(place, language),
            read=day(contact.read_on, language),
            until=day(contact.check_after, language),
            source=literal(contact.source.url),
        )
        + note
    )
