"""How far the definition of fields agrees with the categories that authors chose on arXiv.

Measured on works that have an arXiv id and whose arXiv record is kept: two judges, a yes or no
each. Precision and recall take arXiv for the truth, which it is not quite: authors choose few
categories. Kappa is J. Cohen's (Educ. Psychol. Meas. 20, 37, 1960): agreement beyond chance.
"""

import math
from collections.abc import Iterable
from pathlib import Path

import msgspec

from lionrock.derive.sampling import wilson
from lionrock.model.fields import Definition
from lionrock.store.duck import Duck

Measure = tuple[float | None, float | None, float | None]
"""A value, and the ends of its 95 % interval."""

_UNMEASURED: Measure = (None, None, None)
_NORMAL = 1.959964  # standard errors on either side of the middle that hold 95 %

_TABLE = """
CREATE TABLE field_agreement (
    field VARCHAR, works BIGINT, agreed BIGINT, ours BIGINT, theirs BIGINT, "precision" DOUBLE,
    precision_low DOUBLE, precision_high DOUBLE, recall DOUBLE, recall_low DOUBLE,
    recall_high DOUBLE, kappa DOUBLE, kappa_low DOUBLE, kappa_high DOUBLE
)
"""
_COUNTS = """
SELECT f.field, count(*), count(*) FILTER (WHERE o.work IS NOT NULL AND t.arxiv IS NOT NULL),
    count(*) FILTER (WHERE o.work IS NOT NULL), count(*) FILTER (WHERE t.arxiv IS NOT NULL)
FROM (
    SELECT min(w.work) AS work, w.arxiv
    FROM works w
    WHERE w.arxiv IN (SELECT arxiv FROM arxiv_categories)
    GROUP BY w.arxiv
) k
CROSS JOIN (SELECT DISTINCT field FROM field_categories) f
LEFT JOIN work_fields o ON o.work = k.work AND o.field = f.field
LEFT JOIN (
    SELECT DISTINCT a.arxiv, c.field
    FROM arxiv_categories a JOIN field_categories c ON c.category = a.category
) t ON t.arxiv = k.arxiv AND t.field = f.field
GROUP BY f.field
ORDER BY f.field
"""


class Agreement(msgspec.Struct, frozen=True):
    """One field on `works` works: in it by the definition (`ours`), by arXiv's categories
    (`theirs`), by both. A measure is None where it is not measured: it would divide by nothing,
    or one of the two says yes to every work of the sample."""

    field: str
    works: int
    both: int
    ours: int
    theirs: int

    @property
    def precision(self) -> Measure:
        """Of the works we put in the field, the share that arXiv does, and its interval."""
        return _share(self.both, self.ours if self.theirs < self.works else 0)

    @property
    def recall(self) -> Measure:
        """Of the works arXiv puts in the field, the share that we do, and its interval."""
        return _share(self.both, self.theirs if self.ours < self.works else 0)

    @property
    def kappa(self) -> Measure:
        """Cohen's kappa, and its interval: 1 is full agreement, 0 what chance would give."""
        if not self.works or self.works in (self.ours, self.theirs):
            return _UNMEASURED
        ours, theirs = self.ours / self.works, self.theirs / self.works
        seen = 1 - (self.ours + self.theirs - 2 * self.both) / self.works
        chance = ours * theirs + (1 - ours) * (1 - theirs)
        if chance >= 1:
            return _UNMEASURED
        kappa = (seen - chance) / (1 - chance)
        about = _NORMAL * math.sqrt(seen * (1 - seen) / self.works) / (1 - chance)
        return kappa, max(-1.0, kappa - about), min(1.0, kappa + about)


def _share(held: int, number: int) -> Measure:
    interval = wilson(held, number)
    return (held / number, *interval) if interval else _UNMEASURED


def write_agreement(
    database: Duck,
    definition: Definition,
    categories: Iterable[tuple[str, str]],
    scratch: Path,
) -> list[Agreement]:
    """Fill `arxiv_categories` (arXiv id, category) and measure every field that has categories.

    The answer is empty, and the table too, when none of the works' arXiv records are kept: then
    the agreement is not measured.
    """
    database.run([
        ("arxiv_categories", "CREATE TABLE arxiv_categories (arxiv VARCHAR, category VARCHAR)"),
        ("field_categories", "CREATE TABLE field_categories (field VARCHAR, category VARCHAR)"),
        ("field_agreement", _TABLE),
    ])  # fmt: skip
    database.insert("arxiv_categories", sorted(set(categories)), scratch)
    wanted = [(f.id, category) for f in definition.fields.values() for category in f.arxiv]
    database.insert("field_categories", wanted, scratch)
    found = [Agreement(*row) for row in database.rows(_COUNTS)]
    database.insert(
        "field_agreement",
        [(*msgspec.structs.astuple(one), *one.precision, *one.recall, *one.kappa) for one in found],
        scratch,
    )
    return found
