"""What the rows of public lists say: data of each list, each reading with its source.

A row of a list of excluded parties is not a debarment because it stands there. Which kinds of rows there are,
and what each does, is law; it stands in the folder `lists`, one file a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import ValidationError

from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.facts.case import faults_of
from tenderlaw.packs.installed import data_folder
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.tree import read_file

__all__ = ["Effect", "ListMeaning", "RowMeaning", "list_meanings", "meaning_of_list", "same_words"]

Effect = Literal["excludes", "within-scope", "none", "unknown"]
"""What an entry does to who is on it: excludes; excludes where its statute says so; nothing; or it is not known."""


def same_words(word: str, known: Iterable[str]) -> bool:
    """Whether a word is one of those known: neither case nor punctuation matters, as lists write them both ways."""
    plain = _LETTERS.sub("", word.casefold())
    return any(plain == _LETTERS.sub("", one.casefold()) for one in known)


_LETTERS: Final = re.compile(r"[\W_]+")


class RowMeaning(Facts):
    """What a kind of row says."""

    types: Items[Text] | None = None
    """Types of the row, as the list writes them; absent: any."""
    programmes: Items[Text] | None = None
    """Programmes of the row; absent: any."""
    comment: Text | None = None
    """Words that the comment of the row holds, whatever their case; absent: any."""
    exclusion_type: Code
    """What packs call this kind of entry."""
    effect: Effect
    """What it does."""
    cite: Text
    """Where that is laid down."""
    reason: Text
    """Why, in words."""
    review: Text | None = None
    """What a person should confirm."""

    def fits(self, kind: str, programme: str, comment: str) -> bool:
        """Whether a row is of this kind."""
        return (
            (self.types is None or same_words(kind, self.types))
            and (self.programmes is None or same_words(programme, self.programmes))
            and (self.comment is None or self.comment.casefold() in " ".join(comment.casefold().split()))
        )


class ListMeaning(Facts):
    """What the rows of one list say."""

    id: Code
    """What packs call the list."""
    title: Text
    """What the list is."""
    cite: Text
    """What it rests on."""
    datasets: Items[Text] | None = None
    """Names of the list as a data set in FollowTheMoney."""
    identified_by: Items[Literal["uei", "lei", "vat", "national-register"]] | None = None
    """Schemes by which the list names who is on it: whoever has one of these, checked, and is found neither by it nor
    by name is not on the list. Absent: not to be found says nothing."""
    identified_by_cite: Text | None = None
    """Where that is said."""
    without_end: Literal["open", "unknown"] = "unknown"
    """What it means that an entry has no last day."""
    without_end_cite: Text | None = None
    """Where that is said."""
    no_end: Items[Day] = ()
    """Last days that the list writes where an entry has no end."""
    active: Items[Text] = ("active",)
    """What the list calls entries that hold."""
    inactive: Items[Text] = ("inactive",)
    """What the list calls entries that do not, or no longer."""
    rows: Items[RowMeaning]
    """Kinds of rows; the first that fits decides."""

    def of(self, kind: str, programme: str, comment: str) -> RowMeaning | None:
        """What a row says; none where no kind fits, and nothing may be said of it."""
        return next((row for row in self.rows if row.fits(kind, programme, comment)), None)


@cache
def list_meanings(folder: Path | None = None) -> Mapping[str, ListMeaning]:
    """Every list whose meaning is known, by id. Raises InputInvalidError for a faulty file."""
    found: dict[str, ListMeaning] = {}
    for file in sorted((folder or data_folder("lists")).glob("*.yaml")):
        source = read_file(file)
        try:
            meaning = ListMeaning.model_validate(source.data)
        except ValidationError as error:
            raise InputInvalidError(faults_of(error, source, ListMeaning)) from error
        if meaning.id != file.stem:
            raise InputInvalidError([source.fault(("id",), f"`{meaning.id}` is not the name of its file")])
        found[meaning.id] = meaning
    return found


def meaning_of_list(list_id: str) -> ListMeaning:
    """The meaning of the list of that id. Raises InputInvalidError where none is known."""
    known = list_meanings()
    if list_id not in known:
        raise InputInvalidError([Fault(list_id, 0, 0, "", "no such list is known", nearest(list_id, known))])
    return known[list_id]
