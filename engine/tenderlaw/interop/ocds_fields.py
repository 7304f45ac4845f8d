"""Where the register of subcontractors stands in the Open Contracting Data Standard, 1.1.

Parties, and the subcontracts of a bid or an award (subcontracting extension, bid extension). What the standard has no
field for stands in fields of our own, which begin with `x_`: so a register that is written and read again is the same.
"""

from __future__ import annotations

from typing import Final

from tenderlaw.sources.tree import Data

__all__ = ["COMPLETE_FIELD", "ENGAGED_BY", "EXTENSIONS", "OWN", "SUBCONTRACTOR", "text"]

SUBCONTRACTOR: Final = "subcontractor"
"""The role of a party, of the extension."""
ENGAGED_BY: Final = "x_engagedBy"
"""Who engages it, by name; null where that is not known. `mainContractors` may name tenderers and suppliers alone."""
COMPLETE_FIELD: Final = "x_complete"
OWN: Final = {"tier": "x_tier", "site": "x_site", "supplied": "x_supplied", "goods": "x_goods"}
"""What else an entry says, by the fields of a subcontract."""
_HOME: Final = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS: Final = (
    f"{_HOME}/ocds_bid_extension/master/extension.json",
    f"{_HOME}/ocds_countryCode_extension/master/extension.json",
    f"{_HOME}/ocds_subcontracting_extension/master/extension.json",
)


def text(value: Data) -> str | None:
    """The value as text, a whole number written out; None where there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None
