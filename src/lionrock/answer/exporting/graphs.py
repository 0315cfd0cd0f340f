"""The graph of entities and ties as GraphML and GEXF, which tools that draw graphs open."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lionrock.answer.exporting.content import LICENCE, Content, Thing, Tie

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE = ("kind", "class", "label_en", "label_zh_hant", "label_zh_hans", "sources")
_EDGE = ("type", "via", "date", "until", "amount", "note", "strength", "sources")


def write_graphml(content: Content, path: Path) -> int:
    """Write GraphML (http://graphml.graphdrawing.org); return how many nodes and edges."""
    keys = [
        f'<key id="{where[0]}{n}" for="{where}" attr.name="{name}" attr.type="string"/>\n'
        for where, names in (("node", _NODE), ("edge", _EDGE))
        for n, name in enumerate(names)
    ]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_XML}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        file.write(f"<desc>{_text(content.attribution)} {LICENCE}</desc>\n")
        file.writelines(keys)
        file.write('<graph id="lionrock" edgedefault="directed">\n')
        for thing in content.things:
            data = _data("n", _of_thing(thing))
            file.write(f"<node id={_quoted(thing.id)}>{data}</node>\n")
        for tie in content.ties:
            ends = f"source={_quoted(tie.source)} target={_quoted(tie.target)}"
            data = _data("e", _of_tie(tie))
            file.write(f"<edge id={_quoted(tie.id)} {ends}>{data}</edge>\n")
        file.write("</graph>\n</graphml>\n")
    return len(content.things) + len(content.ties)


def write_gexf(content: Content, path: Path) -> int:
    """Write GEXF 1.3 (https://gexf.net); return how many nodes and edges."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{_XML}<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
        file.write(f"<meta><creator>Lionrock {_text(content.version)}</creator><description>")
        file.write(f"{_text(content.attribution)} {LICENCE}</description></meta>\n")
        file.write('<graph mode="static" defaultedgetype="directed">\n')
        for where, names in (("node", _NODE), ("edge", _EDGE)):
            file.write(f'<attributes class="{where}">')
            for n, name in enumerate(names):
                file.write(f'<attribute id="{where[0]}{n}" title="{name}" type="string"/>')
            file.write("</attributes>\n")
        file.write("<nodes>\n")
        for thing in content.things:
            label = _quoted(thing.labels["en"])
            values = _values("n", _of_thing(thing))
            file.write(f"<node id={_quoted(thing.id)} label={label}>{values}</node>\n")
        file.write("</nodes>\n<edges>\n")
        for tie in content.ties:
            ends = f"source={_quoted(tie.source)} target={_quoted(tie.target)}"
            values = _values("e", _of_tie(tie))
            shown = f"id={_quoted(tie.id)} {ends} label={_quoted(tie.type)}"
            file.write(f"<edge {shown}>{values}</edge>\n")
        file.write("</edges>\n</graph>\n</gexf>\n")
    return len(content.things) + len(content.ties)


def _of_thing(thing: Thing) -> Iterator[tuple[int, str]]:
    labels = (thing.labels.get(lang) for lang in ("en", "zh-Hant", "zh-Hans"))
    return _present((thing.kind, thing.class_, *labels, " ".join(thing.pages[:5])))


def _of_tie(tie: Tie) -> Iterator[tuple[int, str]]:
    return _present((
        tie.type, tie.via, tie.date, tie.until, tie.amount, tie.note, tie.strength,
        " ".join(tie.pages),
    ))  # fmt: skip


def _present(values: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    return ((n, value) for n, value in enumerate(values) if value)


def _data(where: str, values: Iterable[tuple[int, str]]) -> str:
    return "".join(f'<data key="{where}{n}">{_text(value)}</data>' for n, value in values)


def _values(where: str, values: Iterable[tuple[int, str]]) -> str:
    shown = "".join(f'<attvalue for="{where}{n}" value={_quoted(v)}/>' for n, v in values)
    return f"<attvalues>{shown}</attvalues>"


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))
