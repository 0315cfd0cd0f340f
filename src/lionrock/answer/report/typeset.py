"""The article as a PDF, typeset with Typst (https://typst.app/, the extra `pdf`).

Typst leaves out, without a word, what its fonts cannot draw; so a font is looked for first.
"""

from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from lionrock.answer.report.article import Article
from lionrock.answer.report.markdown import document

_WESTERN = ("Libertinus Serif", "New Computer Modern")  # Typst brings both
_CHINESE = {
    "zh-Hant": ("Noto Serif CJK HK", "Noto Serif CJK TC", "Noto Sans CJK HK", "Noto Sans CJK TC",
                "Source Han Serif HC", "Source Han Serif TC", "Songti TC", "PingFang HK",
                "PMingLiU", "Microsoft JhengHei"),
    "zh-Hans": ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "Songti SC",
                "PingFang SC", "SimSun", "Microsoft YaHei"),
}  # fmt: skip


class NoFont(Exception):
    """No font can draw the article; the message says how to get one."""


class NoTypesetter(Exception):
    """Typst is not installed; the message says how to get it."""


def pdf(article: Article, fonts: tuple[Path, ...] = ()) -> bytes:
    """The article as PDF; `fonts` are folders to look into besides the system's.

    Raises NoTypesetter, or NoFont when the article has Chinese in it and no font for it is here.
    """
    try:
        import typst
    except ImportError:
        raise NoTypesetter(
            "PDF needs Typst: pip install 'lionrock[pdf]'; --format html and md need nothing"
        ) from None
    told: dict[str, Any] = document(article)
    found = typst.Fonts(include_system_fonts=True, font_paths=list(map(str, fonts)))
    families = set(found.families())
    told["fonts"] = [*_WESTERN, *_chinese(article, families)]
    source = resources.files(__package__).joinpath("report.typ").read_bytes()
    made: bytes = typst.compile(
        source, font_paths=found, format="pdf",
        sys_inputs={"article": msgspec.json.encode(told).decode()},
    )  # fmt: skip
    return made


def _chinese(article: Article, families: set[str]) -> list[str]:
    """The Chinese fonts that are here, those of the article's script first."""
    text = msgspec.json.encode(document(article)).decode()
    scripts = ("zh-Hans", "zh-Hant") if article.lang == "zh-Hans" else ("zh-Hant", "zh-Hans")
    here = [name for script in scripts for name in _CHINESE[script] if name in families]
    if not here and any("\u3400" <= letter <= "\u9fff" for letter in text):
        raise NoFont(
            "no Chinese font is installed, and Typst would leave the characters out. On Debian: "
            "apt install fonts-noto-cjk; or name a folder of fonts with --fonts"
        )
    return here
