"""Lionrock: an open observatory of Hong Kong's artificial-intelligence ecosystem.

snapshots    raw bytes of public sources, by digest            sources, store.snapshots
statements   who says what about whom, with evidence           sources, store.loading
identity     which names are one entity                        resolve
tables       entities, edges, observations, events, conflicts  derive.tables
documents    one prebuilt page of facts an entity              derive.documents
indicators   every publisher's figure, and which one leads     derive.indicators
facets       seven views of the ecosystem                      facets
answers      search, find, check, match, report                answer
doors        command line, web site, API                       cli, serve
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lionrock.answer.observatory import Observatory

__version__ = "0.1.0"
__all__ = ["match", "open"]


def open(home: str | Path | None = None) -> "Observatory":
    """Open the observatory of `home` (default: LIONROCK_HOME, else the user's data directory).

    Raises store.builds.NoBuild, which says how to make one, when there is none.
    """
    from lionrock.answer.observatory import Observatory
    from lionrock.settings import Settings, default_home

    return Observatory.open(Settings(home=Path(home) if home else default_home()))


def match(
    names: Any,
    *,
    against: Any = None,
    affiliation: bool = False,
    home: str | Path | None = None,
    lang: str = "en",
) -> Any:
    """The organisations that names, or affiliation strings, mean: see answer.matching.columns.

    `names`: a list of texts, a pandas or Polars Series or an Arrow array; the answer is of the
    same kind. `against`: names (or model.match.Organisation) to match with instead of the
    observatory of `home`; ids are then positions. Raises TypeError for anything else and
    store.builds.NoBuild when there is no observatory.
    """
    from lionrock.answer.matching.columns import match_column
    from lionrock.answer.matching.matchers import matcher_against

    matcher = open(home).matcher() if against is None else matcher_against(against)
    return match_column(names, matcher, affiliation, lang)
