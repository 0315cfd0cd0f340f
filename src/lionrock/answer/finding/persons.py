"""How old a person is who asks, and whether an age that a programme states is met."""

import re

from lionrock.answer.finding.applicant import Applicant, State

_AGE = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"\b(?:aged?|i am|im|she is|he is|who is|turned|turning) (\d\d)\b"
            r"(?! (?:staff|people|employees|months?|years? in))"
        ),
        (
            r"(?:^|; |\b(?:man|woman|male|female|student|graduate|resident|founder|professor) )"
            r"(\d\d)(?= ;| ?$| years? old| year old|岁)"
        ),
        r"(?<!\d)(\d\d) ?岁",
    )
)
_WOMAN = re.compile(r"\b(?:woman|female|she|her)\b|女")
_MAN = re.compile(r"\b(?:man|male|he|his)\b|男")
_BAND = re.compile(r"\b(\d\d)-(\d\d)\b")
_LEAST = re.compile(r"aged (\d\d)\+")
_MEN, _WOMEN = (
    tuple(map(re.compile, patterns))
    for patterns in (
        (r"under (\d\d) \(men\)", r"\bmen under (\d\d)"),
        (r"(\d\d) \(women\)", r"women under (\d\d)"),
    )
)


def age(folded: str) -> int | None:
    """The age, in years, that a folded question gives of a person."""
    found = next(filter(None, (one.search(folded) for one in _AGE)), None)
    return int(found[1]) if found else None


def woman(folded: str) -> bool | None:
    """Whether a folded question speaks of a woman or of a man; None when of neither, or both."""
    women, men = _WOMAN.search(folded), _MAN.search(folded)
    return None if bool(women) == bool(men) else bool(women)


def of_age(stated: str, who: Applicant) -> State:
    """Whether the ages that a programme's text states let a person in: "18-39", "aged 18+", "under
    38 (men) or 40 (women)". Bands that differ ("18-35 earlier, 18-30 later") must all do so, or
    none."""
    if who.age is None or (who.company and "talent" not in who.are):
        return "unknown"
    meets = [int(low) <= who.age <= int(high) for low, high in _BAND.findall(stated)]
    meets += [who.age >= int(least) for least in _LEAST.findall(stated)]
    limits = [
        [int(found[1]) for one in some if (found := one.search(stated))] for some in (_MEN, _WOMEN)
    ]
    sides = limits if who.woman is None else [limits[1 if who.woman else 0]]
    meets += [who.age < limit for some in sides for limit in some]
    if not meets or len(set(meets)) > 1:
        return "unknown"
    return "holds" if meets[0] else "fails"
