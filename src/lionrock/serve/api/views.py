"""The views of the API that have files of their own, in the order in which they are told of."""

from lionrock.serve.api import (
    as_of,
    as_of_lists,
    audit,
    boards,
    changes,
    composite,
    finding,
    forecasts,
    graph,
    listing,
    research,
    several,
    targets,
    unknown,
)

VIEWS = (
    boards, several, listing, forecasts, targets, composite, audit, graph, research, unknown,
    finding, changes, as_of, as_of_lists,
)  # fmt: skip
