"""An affiliation string as tokens with their places in the text, its parts and segments.

A part is one affiliation (between semicolons, bars, slashes, or lines that end with a stop); a
segment is what stands between commas or brackets. A line break alone is a space: exports wrap.
Mark-up, addresses of mail and web, and thanks to funders are blanked out first, so that
positions stay those of the text.
"""

import html
import re
from itertools import pairwise

import msgspec

from lionrock.model.names.reading import readable, spans, units
from lionrock.model.names.segments import short_places
from lionrock.model.names.words import words

_BLANKED = re.compile(
    r"<[^<>]{1,80}>|\S+@\S+|https?://\S+|www\.\S+"
    r"|(?:funded|supported|sponsored|financed) (?:in part )?by\b.*"
    r"|(?:this work|acknowledg|funding:|grant no).*"
    r"|(?:基金[项項]目|基金[资資]助|[资資]助[项項]目|[资資]助[:：]).*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = (
    "http",
    "www.",
    "ed by",
    "ed in part by",
    "this work",
    "acknowledg",
    "funding:",
    "grant no",
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,10});")
_POSSESSIVE = re.compile(
    r"(?<=\w)(?:&(?:#0?39|#x27|#821[67]|#x201[89]|apos|[lr]squo);|[´‘′])s\b", re.IGNORECASE
)
_PART = re.compile(r"[;；|/／•·]|[.。]\s*[\n\r]")
_SEGMENT = re.compile(r"[,，、()（）\[\]【】:：\t。]| [-–—@] ")
_NUMBERED = re.compile(r"[¹²³⁰-⁹]+|(?<![^\s;,])[(]?[a-h1-9][)](?=\s?[A-Z\u4e00-\u9fff])")
_LISTED = re.compile(
    r"(?:^|(?<=[;；\n]))\s?[1-9][.．](?=\s?[A-Z\u4e00-\u9fff])"
    r"|(?<![\w.．])[1-9][.．](?=\s?[\u4e00-\u9fff])"
)
_COUNT = re.compile(r"(?<![^\s,;.。，；])([1-9])(?=\s{0,2}[A-Z\u00c0-\u00de\u4e00-\u9fff])")
_CARDINALS = {"s": "south", "n": "north"}
_OPENED = re.compile(r"[(（\[【]")


class Token(msgspec.Struct):
    """A unit of the text: `start` and `end` in it, its `part` and `segment` (numbers that rise),
    whether a stop word or a hyphen came `after_stop`, a bracket was `opened` right before it, it
    was written `upper` (as an abbreviation), and stands `after_of`."""

    unit: str
    start: int
    end: int
    part: int
    segment: int
    after_stop: bool
    opened: bool
    upper: bool
    after_of: bool = False


class Passage(msgspec.Struct):
    """A text as tokens."""

    text: str
    tokens: list[Token]

    def between(self, start: int, end: int) -> str:
        """The characters from token `start` up to token `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def passage(text: str) -> Passage:
    """Read a text; never raises. Character positions are those of the text as given, unless it
    holds invisible characters, which are dropped first."""
    text = readable(text)
    blank = _blanked(text)
    tokens: list[Token] = []
    part = segment = before = 0
    stopped = False
    for span in spans(blank):
        gap = blank[before : span.start]
        if gap.strip():
            if _PART.search(gap):
                part, segment = part + 1, segment + 1
            elif _SEGMENT.search(gap):
                segment += 1
        stopped = stopped or "-" in gap
        before = span.end
        phrase = span.word.phrase
        if not phrase:
            stopped = True
            continue
        written = blank[span.start : span.end]
        city = short_places().get(phrase[0]) if len(phrase) == 1 and len(written) <= 3 else None
        if (
            city
            and tokens
            and (stopped or gap.strip()[-1:] in ("(", "（", "-") or _is_upper(written))
        ):
            phrase = tuple(units(city))
        spread = len(phrase) == len(written) and not phrase[0].isascii()
        for at, unit in enumerate(phrase):
            low, high = (span.start + at, span.start + at + 1) if spread else (span.start, span.end)
            tokens.append(
                Token(
                    unit,
                    low,
                    high,
                    part,
                    segment,
                    stopped and at == 0,
                    at == 0 and _OPENED.search(gap) is not None,
                    _is_upper(written),
                )
            )
        stopped = False
    return Passage(text, _directed(tokens, blank))


def _blanked(text: str) -> str:
    """A text of the same length without what names nobody; numbers of a list part it."""
    plain = text if text.isascii() and "&" not in text else _POSSESSIVE.sub(_spaces, text)
    plain = _ENTITY.sub(_decoded, plain) if "&" in plain else plain
    blank = _BLANKED.sub(_spaces, plain) if _may_be_blanked(plain) else plain
    if ")" in blank or not blank.isascii():
        blank = _NUMBERED.sub(_parted, blank)
    if "1." in blank or "1．" in blank:
        blank = _LISTED.sub(_parted, blank)
    return _counted_off(blank) if blank.lstrip()[:1] == "1" else blank


def _counted_off(text: str) -> str:
    """A text that begins with 1, with a semicolon for each number that counts its parts: "1 ETH
    Zürich 2 University of Hong Kong 3EPFL"."""
    places: list[int] = []
    for match in _COUNT.finditer(text):
        if int(match[1]) == len(places) + 1 and (places or not text[: match.start()].strip()):
            places.append(match.start())
    if len(places) < 2:
        return text
    letters = list(text)
    for place in places:
        letters[place] = ";"
    return "".join(letters)


def _may_be_blanked(text: str) -> bool:
    """Whether a text holds a sign of what is blanked: looking for these is quicker than patterns
    that may begin anywhere, and few texts have any."""
    if "<" in text or "@" in text or not text.isascii():
        return True
    low = text.lower()
    return any(sign in low for sign in _SIGNS)


def _directed(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with S China as South China, and which come after an "of"."""
    for one, following in pairwise(tokens):
        if following.after_stop:
            following.after_of = text[one.end : following.start].strip().lower() == "of"
        if one.unit in _CARDINALS and following.unit == "china":
            one.unit = _CARDINALS[one.unit]
    return tokens


def classes_of(tokens: list[Token]) -> list[int]:
    """The WordClass of each token, 0 for what no list knows."""
    known = words().classes
    return [int(known.get(token.unit, 0)) for token in tokens]


def _is_upper(written: str) -> bool:
    return sum(map(str.isupper, written)) > 1


def _decoded(match: re.Match[str]) -> str:
    """The character of an HTML entity, padded so that positions stay."""
    return html.unescape(match.group()).ljust(len(match.group()))[: len(match.group())]


def _parted(match: re.Match[str]) -> str:
    return ";" * (match.end() - match.start())


def _spaces(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
