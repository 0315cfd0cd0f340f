"""`lionrock.match`: what the names in a list or a column mean."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lionrock.answer.matching.columns import match_column
from lionrock.answer.matching.matchers import matcher_against, matcher_of
from lionrock.answer.observatory import Observatory
from lionrock.model.match import Organisation
from lionrock.settings import Settings, default_home


def match(
    names: Any,
    *,
    against: Iterable[str | None] | Iterable[Organisation] | None = None,
    affiliation: bool = False,
    home: str | Path | None = None,
    lang: str = "en",
) -> Any:
    """Say which organisations names (or affiliation strings) mean.

    `names`: a list or tuple of texts gives a list of Answer; a pandas Series a DataFrame with
    its index, a Polars Series a DataFrame, an Arrow array a Table, with the columns match_id,
    match_ror, match_name, score, verdict, reason. `against`: a list of your own names (ids in
    answers are their positions) or organisations instead of the observatory's. `home`: where
    the observatory lives; `lang`: language of labels and reasons.

    Raises TypeError for what is no column of texts, ValueError for an unknown language, and
    store.builds.NoBuild, which says how to make one, where there is no observatory.
    """
    if against is None:
        settings = Settings(home=Path(home) if home else default_home())
        matcher = matcher_of(Observatory.open(settings))
    else:
        matcher = matcher_against(against)
    return match_column(names, matcher, affiliation, lang)
