"""nomenklatura's logic-v2 on candidates that something else has found, given in a second file.

It compares; finding what to compare is not its work, so the time of that is not counted.
"""

import json
import sys
import time
from pathlib import Path

from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.protocol import Task, tell


def main(path: str, blocks: str) -> None:
    """Match the task in the file at `path` among the candidates in the file at `blocks`."""
    task = Task(path)
    config = LogicV2.default_config()
    nearest = json.loads(Path(blocks).read_text("utf-8"))
    begun = time.perf_counter()
    answers, pairs = [], 0
    for number, (name, listed) in enumerate(zip(task.queries, nearest, strict=True)):
        # It remembers comparisons by id, so that every organisation needs one of its own.
        query, best = _organisation(f"query-{number}", name), (-1, 0.0)
        for at in listed:
            candidate = _organisation(str(at), task.candidates[at])
            score = LogicV2.compare(query, candidate, config).score
            best = (at, score) if score > best[1] else best
        answers.append(best)
        pairs += len(listed)
    seconds = time.perf_counter() - begun
    tell(0.0, seconds, answers, ("nomenklatura", "rigour", "pyicu"), pairs=pairs)


def _organisation(identity: str, name: str) -> EntityProxy:
    properties = {"name": [name]}
    return model.get_proxy({"id": identity, "schema": "Organization", "properties": properties})


if __name__ == "__main__":
    main(*sys.argv[1:])
