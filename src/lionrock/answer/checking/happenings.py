"""Dates in a claim held against the dates on record of what it names."""

import datetime as dt
import re
from collections import defaultdict

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.issued import Issued
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.stated import Stated, evidence, plain
from lionrock.answer.observatory import Observatory
from lionrock.model.dates import parse_date, parse_period
from lionrock.model.schema import schema
from lionrock.model.text import T

_DATES = """
SELECT f.subject, f.kind, f.prop, f.value, f.records[1], f.key FROM facts f
WHERE f.prop IN ('founded', 'announced', 'start', 'date', 'end')
    AND f.kind IN ('organisation', 'initiative', 'programme', 'instrument', 'artefact', 'incident')
ORDER BY f.subject, f.prop, f.key
"""
_LISTED = """
SELECT source, 'listed_on', date, n, id FROM relations WHERE type = 'listed_on' AND date IS NOT NULL
UNION ALL
SELECT e.target, 'listed_on', d.date, e.n, e.source
FROM edges e JOIN entities d ON d.id = e.source
WHERE e.type = 'company' AND d.detail = 'ipo' AND d.date IS NOT NULL
ORDER BY ALL
"""
_UNDER = """
SELECT DISTINCT source, target FROM edges WHERE type IN ('parent', 'part_of', 'campus_of')
"""
_MAKES = re.compile(
    r"\b(?:open(?:s|ed)|launch(?:es|ed)|establish(?:es|ed)|set up|found(?:s|ed)|create[sd]|"
    r"form(?:s|ed)|start(?:s|ed)|buil[dt]s?|inaugurated) "
    r"(?:a|an|its|their|the|new|two|three|second|another|joint)\b|"
    r"(?:设立|成立|开设|创立|启用|推出|建立|开办|增设|新设)了?(?![于在，。、；的]|$)[\u4e00-\u9fff]"
)
"""Whoever opens or founds something tells of its date, not of their own."""
_TAKES_EFFECT = re.compile(r"\beffect|\bin(?:to)? force|\bcommenc|生效|实施|施行|起执行")
"""A document is dated by its issue; when it took effect is another day."""
EXCHANGE = "hkex"
_SAID = {
    "founded": r"found(?:ed|ing)|establish|set up|creat|born|dates back|incorporat|opened|"
    r"inaugurat|form(?:ed|ing)|start|launch|began|came into being|welcomed its first|"
    r"成立|创立|创办|创校|设立|建校|注册|开幕|启用|建立|创建|组建|筹组|成军|诞生|揭牌|始创|始建|立校|开学|开课|迎新",
    "announced": r"announc|unveil|launch|publish|releas|issued|proposed|introduc|promulgat|"
    r"公布|宣布|发表|发布|推出|提出|出台|印发|颁布|面世|问世|亮相|披露",
    "start": r"start|began|begin|launch|open|commenc|introduc|came into|roll|"
    r"开展|启动|推出|开始|启用|开幕|投入|实施|推行|揭幕|上线|开放|启航|投产|开业|运作|营运",
    "date": r"issu|publish|releas|enact|pass|effect|force|announc|promulgat|approv|dated|launch|"
    r"happen|occur|unveil|gazett|commenc|open|came out|introduc|"
    r"公布|发布|发表|颁布|生效|通过|印发|实施|出台|推出|开源|发出|刊宪|发生",
    "listed_on": r"list(?:ed|ing)|ipo\b|went public|debut|float|began trading|trading debut|"
    r"start(?:ed)? trading|"
    r"(?:joined|entered|tapped|came to|hit|landed on) .{0,24}(?:stock|bourse|exchange)|"
    r"上市|挂牌|招股|登陆|敲钟|敲锣",
    "end": r"end|clos|complet|expire|conclud|结束|完成|落成|届满|截止",
}
_NAMES = {
    "listed_on": T("listed", "上市日期", "上市日期"),
}


class Day(msgspec.Struct, frozen=True):
    """A date on record: of what, which property, from which record or statement."""

    subject: str
    prop: str
    value: str
    record: int
    key: str


class Days:
    """Every date of a build by what it is about; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self.issued = Issued(observatory)
        self.of: dict[str, list[Day]] = defaultdict(list)
        for subject, _, prop, value, n, key in observatory.query(_DATES):
            self.of[subject].append(Day(subject, prop, value, n, key))
        self.under = frozenset(observatory.query(_UNDER))
        for subject, prop, value, n, key in observatory.query(_LISTED):
            self.of[subject].append(Day(subject, prop, value, n, key))

    def told(self, subject: str) -> list[Day]:
        """The dates of a subject and of what bears its name."""
        named = (
            subject,
            *sorted(self._figures.bearers.twins.get(subject, frozenset()) - {subject}),
        )
        return [day for id_ in named for day in self.of.get(id_, ())]

    def support(self, day: Day, stand: Stand) -> Support:
        """A date as evidence."""
        words = self._figures.label(day.subject), plain(day.value)
        stated = Stated(day.key, day.record, day.subject)
        return evidence(self._figures, stated, stand, words, day.value)

    def finding(self, name: str, day: Day, claimed: str = "") -> Finding:
        """A verdict that rests on one date."""
        supported = name == "dated"
        prop = schema().properties.get(day.prop)
        what = _NAMES.get(day.prop) or (prop.label if prop else T(*(day.prop,) * 3))
        told = note(
            name, name=self._figures.label(day.subject), what=what, date=day.value, claimed=claimed
        )
        return Finding(
            "supported" if supported else "contradicted",
            0.85 if supported else 0.75,
            told,
            (self.support(day, "for" if supported else "against"),),
        )


def check_dates(days: Days, claim: Claim) -> Finding:
    """The verdict on a claim that something happened at a time.

    Supported when a date on record of one of those named lies in the time claimed, or holds it,
    and the claim uses its words; contradicted when every such date lies outside.
    """
    plain = fold_kept(claim.text)
    spoken = [prop for prop, cue in _SAID.items() if re.search(cue, plain)]
    subjects = tuple(dict.fromkeys(m.id for m in claim.mentions if m.id is not None))
    apart = _each(days, claim, spoken)
    if apart is not None:
        return apart
    against: Day | None = None
    subjects = _told_of(claim, plain) or subjects
    for subject in subjects:
        held = [day for day in days.told(subject) if day.prop in spoken]
        made = _maker(claim, plain, subject)
        for day in held:
            if made and day.prop == "founded":
                continue  # whoever opens something tells of its date, not of their own
            if any(meets(day.value, date.iso) for date in claim.dates):
                return _whole(days, claim, subjects, day)
        if (
            held and against is None and len(claim.dates) == 1
            and (subjects == (subject,) or _first(claim, subject, held[0].prop)
                 or _made(days, subjects, subject))
            and not (held[0].prop == "founded" and _MAKES.search(plain)
                     and not _made(days, subjects, subject))
            and not (held[0].prop == "date" and _TAKES_EFFECT.search(plain))
        ):  # fmt: skip
            against = _apart(held, claim.dates[0].iso)
    if against is not None:
        return days.finding("dated_not", against, claim.dates[0].text)
    if "date" in spoken:
        for issuer in subjects:
            for document in days.issued.meant(issuer, claim.text):
                for day in days.of.get(document, ()):
                    if any(meets(day.value, date.iso) for date in claim.dates):
                        return days.finding("dated", day)
    return Finding("no_evidence", 0.4, note("no_thing"))


def _maker(claim: Claim, plain: str, subject: str) -> bool:
    """Whether a subject is named before the word of opening or founding something else."""
    made = _MAKES.search(plain)
    return made is not None and any(
        one.id == subject and one.start - claim.start < made.start() for one in claim.mentions
    )


_WHICH = re.compile(r",? (?:which|who|that) (?:was|were|is|had been)\b|, (?:a [a-z -]+ )?founded\b")


def _told_of(claim: Claim, plain: str) -> tuple[str, ...]:
    """Whom a date after "which was" belongs to: the one named right before it."""
    for match in _WHICH.finditer(plain):
        if claim.dates and claim.dates[0].start - claim.start > match.start():
            for one in claim.mentions:
                if one.end - claim.start == match.start() and one.id is not None:
                    return (one.id,)
    return ()


def _whole(days: Days, claim: Claim, subjects: tuple[str, ...], day: Day) -> Finding:
    """Supported by a day where every date of the claim is one on record: of "founded in 1998 and
    launched a model in 2023" both must be."""
    told = [one for subject in subjects for one in days.told(subject)]
    parts = re.split(r"\band\b|，|、|并|並", claim.text)
    if len(claim.dates) > 1 and len(parts) > 1:
        for date in claim.dates:
            if not any(meets(one.value, date.iso) for one in told):
                held = len(claim.dates) - 1
                return Finding(
                    "no_evidence", 0.5, note("partly_dated", held=held, whole=len(claim.dates)),
                    (days.support(day, "for"),),
                )  # fmt: skip
    return days.finding("dated", day)


def _each(days: Days, claim: Claim, spoken: list[str]) -> Finding | None:
    """The verdict where several are named, each with a date of its own ("X was founded in 1911 and
    Y in 1991"): all must be right; None where they are not told so, or all are right."""
    firms = [m for m in claim.mentions if m.id is not None and m.kind == "organisation"]
    if len(firms) != len(claim.dates) or len(firms) < 2:
        return None
    told = list(zip(firms, claim.dates, strict=True))
    ends = [place for firm, date in told for place in (firm.start, date.start)]
    if ends != sorted(ends):
        return None
    for firm, date in told:
        held = [day for day in days.told(firm.id or "") if day.prop in spoken]
        if any(meets(day.value, date.iso) for day in held):
            continue
        wrong = _apart(held, date.iso) if held else None
        if wrong is not None:
            return days.finding("dated_not", wrong, date.text)
        return Finding("no_evidence", 0.4, note("no_thing"))
    return None


def _first(claim: Claim, subject: str, prop: str) -> bool:
    """Whether what is dated is what the claim tells of: the one it names, beside the bodies that
    make it known, or the exchange it is listed on. Dates of others prove nothing."""
    named = {m.id: m.kind for m in claim.mentions if m.id is not None and m.kind != "place"}
    if prop == "listed_on":
        named.pop(EXCHANGE, None)
    if named.get(subject) != "organisation":
        named = {id_: kind for id_, kind in named.items() if kind != "organisation"}
    return list(named) == [subject]


def _made(days: Days, subjects: tuple[str, ...], subject: str) -> bool:
    """Whether the two named are a body and a part of it, of which the part is `subject`: what the
    one has set up is the other."""
    return len(subjects) == 2 and any((subject, other) in days.under for other in subjects)


def _apart(held: list[Day], iso: str) -> Day | None:
    """The first date, when all those held of one property lie clearly outside the time."""
    props = {day.prop for day in held}
    if len(props) != 1:
        return None
    return held[0] if all(distant(day.value, iso) for day in held) else None


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    try:
        period = parse_period(text)
    except ValueError:
        return None
    return (period.start, period.end) if period.start and period.end else None


def meets(held: str, claimed: str) -> bool:
    """Whether one time lies within the other."""
    a, b = _span(held), _span(claimed)
    if a is None or b is None:
        return False
    return (b[0] <= a[0] and a[1] <= b[1]) or (a[0] <= b[0] and b[1] <= a[1])


def distant(held: str, claimed: str) -> bool:
    """Whether two times have no day in common, and lie in different years or months stated."""
    a, b = _span(held), _span(claimed)
    if a is None or b is None or parse_date(held).iso != held:
        return False
    return a[1] < b[0] or b[1] < a[0]
