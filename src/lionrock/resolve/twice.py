"""Names written twice over: in two scripts ("怡和洋行 Jardines"), on both sides of a slash or dash,
with what it was called before, or with a stock code that is no part of the name.

As one name the second writing is a row of words the known name lacks. Each is asked for alone:
one of them must be sure, and the other must not lead anywhere else.
"""

import re
from itertools import pairwise

import msgspec

from lionrock.model.fold import is_cjk
from lionrock.model.match import Answer, Candidate
from lionrock.model.names.reading import units
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.context import OTHER_BODIES
from lionrock.resolve.departments import only_department

_LONGEST = 200
_MARKETS = "HKEX|SEHK|HKG|HKSE|NYSE|NASDAQ|SSE|SZSE|SHSE|BSE|LSE|TYO|SGX"
_CODE = (
    rf"(?:(?:{_MARKETS})\s?[:：]?\s?[A-Z0-9.]{{1,7}}|\d{{4,6}}[.\s]?(?:HK|SZ|SH|SS|TW)|\d{{4,6}}"
    r"|(?:stock code|股份代[号號]|股票代[码碼号號]|证券代码|港股代[号號碼])"
    r"\s?[:：]?\s?[0-9.A-Z]{1,9})"
)
_IN_BRACKETS = re.compile(rf"\s*[(（\[]\s*{_CODE}\s*[)）\]]\s*$", re.IGNORECASE)
_BESIDE = re.compile(
    r"^\d{4,6}\.(?:HK|SZ|SH|SS)\s+|[\s,]+(?:\d{4,6}\.(?:HK|SZ|SH|SS))$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*[/／|｜\n]\s*|\s+[-–—=]+\s+")
_BEFORE = re.compile(
    r"^(?:formerly(?: known as| called)?|previously(?: known as)?|f\.?k\.?a\.?|a\.?k\.?a\.?"
    r"|also known as|known as|now|ex-|原名|原称|原稱|前称|前稱|前名|前身[为為是]?|曾用名|又[称稱名]"
    r"|亦[称稱]|[简簡][称稱]|下[称稱]|现[为名称]|現[為名稱]|原)[\s:：]*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^(.{2,120}?)\s*[,，(（\[]\s*(.{2,80}?)\s*[)）\]]?\s*$", re.DOTALL)
_COMPANIES = frozenset(("corporate", "startup", "investor", "provider"))
_SAME = 0.3
"""The least probability with which the other writing must lead to the same organisation."""
_WORDS = 3
_ABOVE = frozenset(("holding", "holdings"))


class Twice(msgspec.Struct, frozen=True):
    """The two writings of a name; the second empty when it was only a code. `told` when the text
    itself says that the second is another name of the first."""

    first: str
    second: str
    told: bool = False


def twice(text: str) -> Twice | None:
    """The two writings of a name, None when it is written once."""
    if len(text) > _LONGEST:
        return None
    plain = _BESIDE.sub("", _IN_BRACKETS.sub("", text)).strip()
    if plain != text.strip():
        return Twice(plain, "") if plain else None
    found = _BRACKETS.match(text)
    if found is not None:
        before = _BEFORE.sub("", found[2])
        return Twice(found[1].strip(), before.strip(), True) if before != found[2] else None
    sides = [side for side in _BETWEEN.split(text.strip()) if side]
    if len(sides) == 2:
        return Twice(sides[0], sides[1])
    return _two_scripts(text) if len(sides) == 1 else None


def _two_scripts(text: str) -> Twice | None:
    """A text that changes once between Chinese and Latin letters, at that place."""
    if text.isascii():
        return None
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    changes = [b for a, b in pairwise(letters) if is_cjk(text[a]) != is_cjk(text[b])]
    if len(changes) != 1:
        return None
    first, second = text[: changes[0]].strip(), text[changes[0] :].strip()
    return Twice(first, second) if min(len(first), len(second)) > 1 else None


def agree(one: Candidate, of: Answer, text: str, told: bool) -> bool:
    """Whether the other writing, `text` with the answer `of`, lets the organisation `one` stand:
    it leads there too, is one of its departments or, for a company, a name nobody knows."""
    if of.verdict == "match":
        return of.found[0].id == one.id
    best = of.candidates[0] if of.candidates else None
    if not text or (best is not None and best.id == one.id and best.score >= _SAME):
        return True
    if told:
        return best is None or best.score < _SAME
    if only_department(text):
        return True
    unknown = of.verdict == "none" and (best is None or best.score < _SAME)
    return unknown and one.kind in _COMPANIES and _is_latin_name(text)


def _is_latin_name(text: str) -> bool:
    """Whether a text can be a company's name in Latin letters, and nothing else."""
    found = units(text)
    if not text.isascii() or not 0 < len(found) <= _WORDS or (OTHER_BODIES | _ABOVE) & set(found):
        return False
    classes = [words().classes.get(unit, WordClass.NAME) for unit in found]
    return classes[0] == WordClass.NAME and not {WordClass.UNIT, WordClass.PLACE} & set(classes)
