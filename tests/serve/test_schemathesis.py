"""The API is what its description says: schemathesis asks what the description allows."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings


@pytest.mark.slow
def test_every_answer_is_as_described(home: Path) -> None:
    app = create_app(Live(Settings(home=home)))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    wrong = []
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            case.call_and_validate()

        try:
            ask()
        except BaseExceptionGroup as several:
            wrong.append(f"{operation.label}: {several.exceptions}")
        except Exception as one:
            wrong.append(f"{operation.label}: {one}")
    assert len(operations) > 20
    assert not wrong, "\n\n".join(wrong)
