"""What is on record only as a plan: a campus to be, a tie that is to come. It bears out no claim
that the thing is there."""

import re

from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.observatory import Observatory

_PLANNED = """
SELECT DISTINCT subject FROM facts
WHERE prop = 'note' AND lower(value) LIKE 'planned%'
UNION SELECT id FROM entities WHERE kind = 'organisation' AND label_en LIKE '%(planned)%'
ORDER BY ALL
"""
_SAID = re.compile(
    r"\b(?:plan\w*|propos\w+|intend\w*|envisag\w+|future|upcoming|forthcoming|to be|will|would)\b|"
    r"计划|规划|拟|筹建|筹备|筹划|建议|未来|将"
)


def plans(text: str) -> bool:
    """Whether a text says that something is to be, and not that it is."""
    return _SAID.search(fold_kept(text)) is not None or says("plan", text)


def planned(observatory: Observatory) -> frozenset[str]:
    """The bodies, and the ties, that a build knows as planned only."""
    return frozenset(id_ for (id_,) in observatory.query(_PLANNED))
