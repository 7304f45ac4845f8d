"""Suppliers in memory or in a Spark session: Arrow, Polars, pandas and DuckDB tables, and Spark's frames."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.decisions.as_of import day_of_procurement
from tenderlaw.decisions.cases import models_of_any, procurement_in
from tenderlaw.decisions.choosing import Packs, choose_policies, choose_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case, procurement_of
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.reading import BATCH_ROWS
from tenderlaw.screening.engines.running import run_over
from tenderlaw.screening.engines.spark import decided
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree, sampled
from tenderlaw.screening.tables.fitting import fitted
from tenderlaw.screening.tables.rows import operator_of
from tenderlaw.screening.tables.schema import KEY, ROW, Model, misfits, types_of
from tenderlaw.sources.arguments import a_whole
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError, quoted
from tenderlaw.sources.places import Data, Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["UnreadWarning", "screen"]

_NAME = "suppliers"


class UnreadWarning(UserWarning):
    """A column of a table is no fact of a supplier, and was not read."""


def screen(
    suppliers: object,
    procurement: Procurement | Case | Mapping[str, object],
    *,
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    sample: int = 1000,
    must_exclude_cap: int = 1000,
) -> pa.Table | DataFrame:
    """Decide every supplier of a table for one procurement: an Arrow table in, an Arrow table out; on Spark, a frame.

    `suppliers` is anything that hands its columns over as Arrow does (a table or reader of pyarrow, a frame of
    Polars or pandas, a relation of DuckDB), or a frame of Spark. Its column `supplier` identifies a supplier, the
    others are facts of an economic operator by their names; what is absent or null is unknown. The result has a row
    for each, in order: `row`, `supplier`, `outcome`, `last_day`, `review`, `missing`, `faulty` (the facts cannot be
    read, and there is no outcome), and a struct for each pack that governs, with its outcome, last day, review, and
    the bit sets `surely` and `possibly` of its grounds, in the order in which the pack has them.

    `procurement` may be a `Case` or plain data too; `packs` and `policies` are those that `decide` takes. Policies are
    the authority's own and change no outcome: with them, `own_conditions` is `open` or `met`, and each has a struct
    with the tier, its points, what raises it, and which of its conditions are met, unmet and unknown.

    `sample` rows, in evenly spread stretches, and up to `must_exclude_cap` of those that must be excluded are decided
    one by one besides; of a frame of Spark, which is computed when it is asked for, the first `sample` rows. Raises
    InputInvalidError for columns of another kind, InternalError where the two ways disagree.
    """
    sample, must_exclude_cap = a_whole(sample, "sample"), a_whole(must_exclude_cap, "must_exclude_cap")
    regimes, own = choose_regimes(packs), choose_policies(policies)
    bought = _bought(procurement, (*regimes, *own))
    day = day_of_procurement(bought, as_of)
    screening = Screening.of(bought, day, regimes, own, models_of_any((*regimes, *own)))
    model = screening.models.operator_given
    if type(suppliers).__module__.startswith("pyspark.sql"):
        return _on_spark(cast("DataFrame", suppliers), screening, sample)
    given = _arrow_of(suppliers)
    _refuse_misfits(given.schema, model)
    _refuse_unsound(given, model)
    table = _fitted(given, model)
    program = screening.program(table.schema)
    answers = pa.concat_tables(run_over(program, _batches(table)))
    _check(screening, table, answers, sample, must_exclude_cap)
    return _with_names(answers, given)


def _bought(given: Procurement | Case | Mapping[str, object], regimes: Sequence[Regime]) -> Procurement:
    """The procurement, given as such, as plain data, or as that of a case."""
    if isinstance(given, Procurement | Case):
        return procurement_of(given)
    return procurement_in(Source("facts", cast("Data", given), {}), regimes)


def _arrow_of(suppliers: object) -> pa.Table:
    """The table as Arrow."""
    if not hasattr(suppliers, "__arrow_c_stream__"):
        message = "this does not hand over its columns as Arrow does"
        hint = "give a table of pyarrow, Polars, pandas or DuckDB (collect a lazy one), or a frame of Spark"
        raise InputInvalidError([Fault(_NAME, 0, 0, "", message, hint)])
    try:
        return pa.table(suppliers)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library that hands the columns over, or a program behind it, raises
        said = quoted(str(error).partition(". Detail: ")[0] or type(error).__name__)
        hint = "what hands the columns over says so"
        raise InputInvalidError([Fault(_NAME, 0, 0, "", f"cannot be read: {said}", hint)]) from error


def _refuse_unsound(table: pa.Table, model: Model) -> None:
    """Refuse columns that point to values that are not there: nothing downstream looks before it reads."""
    faults = []
    for name in table.column_names:
        try:
            if name in types_of(model):
                table[name].validate(full=True)
        except pa.ArrowException as error:
            if "UTF8" not in str(error):  # a row with text that is none is set aside for itself
                hint = "`validate(full=True)` of pyarrow says where"
                faults.append(Fault(_NAME, 0, 0, name, "cannot be read: it points to values that are not there", hint))
    if faults:
        raise InputInvalidError(faults)


def _fitted(given: pa.Table, model: Model) -> pa.Table:
    """The facts with plain types, rows numbered; a row that holds what no fact can be has no supplier."""
    parts = []
    for first in range(0, max(len(given), 1), BATCH_ROWS):
        found = fitted(given.slice(first, BATCH_ROWS), model=model)
        part = found.table.append_column(ROW, pa.array(range(first, first + len(found.table)), pa.int64()))
        if found.wrong:
            names = part[KEY].to_pylist()
            held = [None if number in found.wrong else name for number, name in enumerate(names)]
            part = part.set_column(part.column_names.index(KEY), KEY, pa.array(held, pa.string()))
        parts.append(part)
    return pa.concat_tables(parts)


def _with_names(answers: pa.Table, given: pa.Table) -> pa.Table:
    """The answers with the suppliers as they were given."""
    names = fitted(given.select([KEY])).table[KEY]
    return answers.set_column(answers.column_names.index(KEY), KEY, names)


def _batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows, as many at a time as a processor works on; at least once, for the columns of the result."""
    for first in range(0, max(len(table), 1), BATCH_ROWS):
        some = table.slice(first, BATCH_ROWS).combine_chunks()
        yield some.to_batches()[0] if len(some) else pa.RecordBatch.from_pylist([], schema=table.schema)


def _refuse_misfits(schema: pa.Schema, model: Model, *, strict: bool = False) -> None:
    """Refuse columns of which no fact can be read; warn of those that are passed over."""
    found = list(misfits(schema, _NAME, model, strict=strict))
    if wrong := [fault for must, fault in found if must]:
        raise InputInvalidError(wrong)
    for _, fault in found:
        warnings.warn(str(fault), UnreadWarning, stacklevel=3)


def _check(screening: Screening, facts: pa.Table, answers: pa.Table, sample: int, cap: int) -> None:
    """Decide some rows one by one."""
    must = pc.indices_nonzero(pc.fill_null(pc.equal(answers["outcome"], "must_exclude"), False)).to_pylist()[:cap]
    numbers = sorted({*sampled(sample, len(answers)), *must})
    # not `take`, which pyarrow lacks for some of the types that other libraries hand over
    rows, said = ([table.slice(number, 1).to_pylist()[0] for number in numbers] for table in (facts, answers))
    _agree(screening, rows, said)


def _agree(
    screening: Screening, facts: Sequence[Mapping[str, object]], answers: Sequence[Mapping[str, object]]
) -> None:
    pairs = [Checked(row, answer) for row, answer in zip(facts, answers, strict=True)]
    agree(screening, (pair for pair in pairs if not pair.answer["faulty"]), _NAME)
    for pair in pairs:
        if (
            pair.answer["faulty"]
            and pair.facts.get(KEY) is not None
            and _is_read(pair.facts, screening.models.operator_given)
        ):
            raise InternalError(f"{_NAME}, row {pair.facts[ROW]}: columns set it aside, and a single case would not")


def _is_read(facts: Mapping[str, object], model: Model) -> bool:
    try:
        operator_of(facts, _NAME, model)
    except InputInvalidError:
        return False
    return True


def _on_spark(frame: DataFrame, screening: Screening, sample: int) -> DataFrame:
    """The same on Spark. Rows are numbered as Spark numbers them: rising, with gaps."""
    from pyspark.sql import functions as sf  # noqa: PLC0415

    model = screening.models.operator_given
    _refuse_misfits(cast("pa.Table", frame.limit(0).toArrow()).schema, model, strict=True)
    facts = [sf.col(f"`{name}`") for name in frame.columns if name in types_of(model)]
    numbered = frame.select(*facts).withColumn(ROW, sf.monotonically_increasing_id())
    some = cast("pa.Table", numbered.limit(sample).toArrow()).sort_by(ROW)
    program = screening.program(some.schema)
    if sample:
        answers = decided(frame.sparkSession.createDataFrame(some).coalesce(1), program, some.schema)
        _agree(screening, some.to_pylist(), cast("pa.Table", answers.toArrow()).sort_by(ROW).to_pylist())
    return decided(numbered, program, some.schema)
