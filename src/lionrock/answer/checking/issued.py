"""Documents told by who issued them and what they are about, without their titles."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory

_ISSUED = """
SELECT e.target, e.source, d.label_en, d.label_hant, d.label_hans
FROM edges e JOIN entities d ON d.id = e.source
WHERE e.type = 'issuer' AND e.via = 'property'
ORDER BY e.target, e.source
"""
ALIKE = 0.5
"""Share of a title's telling words that must be said, in one script."""
LEAST = 2  # … and their number


class Issued:
    """The documents of each issuer, with the telling words of their titles; made once."""

    def __init__(self, observatory: Observatory) -> None:
        self._of: dict[str, list[_Titled]] = defaultdict(list)
        for issuer, document, *titles in observatory.query(_ISSUED):
            told = frozenset(terms(title) for title in titles)
            self._of[issuer].append(_Titled(document, told))

    def meant(self, issuer: str, text: str) -> Iterator[str]:
        """The documents of an issuer that a text speaks of."""
        said = terms(text)
        for one in self._of.get(issuer, ()):
            for title in one.titles:
                shared = len(title & said)
                if shared >= LEAST and shared >= ALIKE * len(title):
                    yield one.document
                    break


class _Titled(msgspec.Struct, frozen=True):
    document: str
    titles: frozenset[frozenset[str]]
