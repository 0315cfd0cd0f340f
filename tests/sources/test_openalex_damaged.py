"""Kept files of OpenAlex's institutions and topics that were damaged since they were kept."""

from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.live import latest
from lionrock.store.snapshots import Shelf
from tests.institutions import lines, snapshot
from tests.sources.test_openalex_entities import MODULES, RECORDS, both


@both
@pytest.mark.parametrize("spoilt", ["its checksum", "its content", "its end"])
def test_a_kept_file_that_was_damaged_since_is_left_out_with_what_to_do(
    tmp_path: Path, entity: str, spoilt: str
) -> None:
    module = MODULES[entity]
    settings = Settings(tmp_path / "home")
    module.keep_folder(Shelf(settings, None), snapshot(tmp_path, entity, lines(RECORDS[entity])))
    (kept,) = latest(settings, module.SOURCE.id)
    data = kept.path.read_bytes()
    broken = {
        "its checksum": data[:-8] + b"\0" * 8, "its content": data[:12] + b"\xff" * 400,
        "its end": data[:-30],
    }  # fmt: skip
    kept.path.chmod(0o600)
    kept.path.write_bytes(broken[spoilt])
    warnings: list[str] = []
    reader = getattr(module, f"kept_{entity}")
    assert reader([kept], warnings.append).rows == []
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{module.SOURCE.id}: {kept.name} left out: is damaged: ")
    assert warnings[0].endswith(f"; try: lionrock update {module.SOURCE.id}")
    if entity == "institutions":
        problems: list[Problem] = []
        list(module.parse(kept, reference_of(settings), problems.append))
        assert len(problems) == 1, "the source as a whole is left out of the build"
