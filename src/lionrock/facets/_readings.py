"""Figures of several publishers side by side: readings of indicators as rows of a table."""

from collections.abc import Mapping, Sequence

from lionrock.facets._facts import YEAR, quantity
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_VALUE = quantity(
    value="coalesce(r.value, r.measured)",
    unit="CASE WHEN r.value IS NULL THEN r.measured_unit ELSE r.unit END",
    qualifier="r.qualifier",
    period="r.period_text",
    indicator="r.indicator",
    conflict="d.indicator IS NOT NULL",
    scope="to_json(coalesce(r.scope, []))",
    says="json_object('en', p.en, 'zh-Hant', p.hant, 'zh-Hans', p.hans)",
)

SIDE = "side"
"""The column that says which group of indicators a reading is of."""


Groups = Mapping[str, Sequence[str]]
"""Indicators by the group they belong to."""

LATEST = Column(
    "latest",
    T("Its publisher's last", "該機構最新一期", "该机构最新一期"),
    "flag",
    None,
    True,
    False,
)
"""Whether a reading is the last that its publisher gives of the indicator, place and nature."""


def readings(
    id_: str,
    title: T,
    groups: Groups,
    vocabulary: str,
    about: str = "",
    also: tuple[Column, Groups] | None = None,
) -> Table:
    """The table of every reading of some indicators, by group; `about` keeps those of one entity.

    A row is what one publisher says of one period, with whether others disagree: nothing is
    averaged, and series of different definitions are not joined. `also` groups the same indicators
    by something else, told in a column of its own.
    """
    second = f"a.part AS {also[0].id}, " if also else ""
    join = f"LEFT JOIN ({_grouped(also[1])}) a ON a.indicator = r.indicator" if also else ""
    only = f"WHERE r.about = '{about}'" if about else ""
    return Table(
        id=id_,
        title=title,
        sql=f"""
            SELECT r.id AS reading, r.about AS entity, r.indicator, v.part AS side, {second}
                r.publisher, {_VALUE} AS value, r.last_day AS date,
                left(r.last_day, 4) AS year, r.nature, [r.n] AS records,
                CAST(row_number() OVER (
                    PARTITION BY r.indicator, r.about, r.publisher, r.nature
                    ORDER BY r.last_day DESC, r.id
                ) = 1 AS VARCHAR) AS latest
            FROM ranked r
            JOIN ({_grouped(groups)}) v ON v.indicator = r.indicator
            {join}
            JOIN publishers p ON p.id = r.publisher
            LEFT JOIN disagreements d ON d.indicator = r.indicator AND d.about = r.about
                AND d.period = r.period AND d.nature = r.nature
            {only}
        """,
        columns=(
            Column("indicator", T("Indicator", "指標", "指标"), "indicator", None, True),
            Column("value", T("Figure", "數字", "数据"), "quantity"),
            Column("publisher", T("Who says so", "發布機構", "发布机构"), "publisher", None, True),
            Column("date", T("Period ends", "時期終於", "时期截至"), "date"),
            Column(SIDE, T("Group", "類別", "类别"), "choice", vocabulary, True),
            *((also[0],) if also else ()),
            Column("nature", T("Nature", "性質", "性质"), "choice", "nature", True),
            YEAR,
            LATEST,
        ),
        order="date",
        key="reading",
    )


def _grouped(groups: Groups) -> str:
    """SQL of the groups as (indicator, part)."""
    rows = ", ".join(f"('{one}', '{group}')" for group, found in groups.items() for one in found)
    return f"SELECT * FROM (VALUES {rows}) g(indicator, part)"
