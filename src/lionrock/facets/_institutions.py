"""The table of the research facet that holds OpenAlex's institutions against the registry's bodies:
what each calls it, where it puts it, what it makes it a part of."""

from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_NOT_LOADED = T(
    "No records of OpenAlex's institutions are loaded. To load them: lionrock update "
    "openalex_institutions (or, with files of its snapshot, lionrock update "
    "openalex_institutions --from FOLDER).",
    "尚未載入OpenAlex機構紀錄。載入方法：執行 lionrock update openalex_institutions"
    "（如已有其快照檔案，則執行 lionrock update openalex_institutions --from 資料夾）。",
    "尚未载入OpenAlex机构记录。载入方法：运行 lionrock update openalex_institutions"
    "（如已有其快照文件，则运行 lionrock update openalex_institutions --from 文件夹）。",
)

_SQL = """
SELECT c.organisation AS entity, c.institution, c.name, c.name_hant, c.name_hans, c.country, c.city,
    c.place_ours AS place, c.parent_names, c.parents_ours, c.works, c.differs, [c.n] AS records
FROM institution_comparison c
JOIN entities e ON e.id = c.organisation
"""

INSTITUTIONS = Table(
    id="institutions",
    title=T(
        "OpenAlex's institutions beside ours",
        "OpenAlex機構與本站名錄對照",
        "OpenAlex机构与本站名录对照",
    ),
    sql=_SQL,
    columns=(
        Column("institution", T("OpenAlex ID", "OpenAlex識別碼", "OpenAlex标识符")),
        Column("name", T("Name at OpenAlex", "OpenAlex所載名稱", "OpenAlex所载名称")),
        Column("name_hant", T("Traditional Chinese there", "其繁體名稱", "其繁体名称")),
        Column("name_hans", T("Simplified Chinese there", "其簡體名稱", "其简体名称")),
        Column("country", T("Country there", "其所載國家或地區", "其所载国家或地区")),
        Column("city", T("City there", "其所載城市", "其所载城市")),
        Column("place", T("Place by us", "本站所在地", "本站所在地"), "entity", None, True),
        Column("parent_names", T("Part of, there", "其所載所屬機構", "其所载所属机构"), "list"),
        Column(
            "parents_ours", T("Part of, by us", "本站所屬機構", "本站所属机构"), "entities"
        ),
        Column("works", T("Works of any kind", "其所載全部著作", "其所载全部著作"), "number"),
        Column(
            "differs", T("Do they differ", "是否不同", "是否不同"), "choice",
            "institution_differs", True,
        ),
    ),
    order="works",
    key="institution",
    empty=_NOT_LOADED,
)  # fmt: skip
