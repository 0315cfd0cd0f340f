"""XLSX, written as a stream: one sheet, texts in place, dates as dates."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

from lionrock.store.sheets.cells import MOST_ROWS
from lionrock.store.sheets.sheet import Cell, SheetFault

LONGEST = 32_767  # characters a cell may hold
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_MOMENT, _DAY, _CLOCK, _HEAD = 1, 2, 3, 4
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType='
            f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles")
            )
        )
        + "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="lionrock" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>'
        '<fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
        '<xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/>'
        '<xf fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}  # fmt: skip


def write_workbook(target: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a workbook of one sheet, its first row bold and fixed; return how many cells were cut.

    A cell longer than LONGEST characters is cut to that, since Excel holds no more. SheetFault
    when there are more rows than a sheet holds. The same rows give the same bytes.
    """
    cut = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        for name, body in _PARTS.items():
            archive.writestr(_entry(name), _XML + body)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(
                f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
                "<sheetData>".encode()
            )
            sheet.write(_row(columns, _HEAD))
            for number, row in enumerate(rows, 2):
                if number > MOST_ROWS:
                    raise SheetFault(
                        f"{target}: an XLSX sheet holds {MOST_ROWS:,} rows, and there are more; "
                        "write .csv or .parquet"
                    )
                cut += sum(isinstance(cell, str) and len(cell) > LONGEST for cell in row)
                sheet.write(_row(row))
            sheet.write(b"</sheetData></worksheet>")
    return cut


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(cells: Sequence[Cell], style: int = 0) -> bytes:
    shown = "".join(_cell(cell, column, style) for column, cell in enumerate(cells))
    return f"<row>{shown}</row>".encode()


def _cell(cell: Cell, column: int, style: int) -> str:
    where = f' s="{style}"' if style else ""
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        text = escape(_UNWRITABLE.sub(_escaped, cell[:LONGEST]))
        return f'<c{where} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c t="b"><v>{cell:d}</v></c>'
    if isinstance(cell, datetime):
        return f'<c s="{_MOMENT}"><v>{_serial(cell)!r}</v></c>'
    if isinstance(cell, date):
        day = datetime.combine(cell, time())
        return f'<c s="{_DAY}"><v>{_serial(day):.0f}</v></c>'
    if isinstance(cell, time):
        clock = datetime.combine(_EPOCH.date(), cell)
        return f'<c s="{_CLOCK}"><v>{_serial(clock)!r}</v></c>'
    return f"<c><v>{cell!r}</v></c>"


def _serial(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds() / 86_400


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"
