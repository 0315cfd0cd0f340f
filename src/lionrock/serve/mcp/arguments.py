"""What tools are asked with: every argument is bounded, and says what it means."""

from typing import Annotated, Literal

from pydantic import Field

MAX_NAMES, MAX_ASKED, MAX_TEXT, MAX_SHOWN = 50, 500, 20_000, 100

Lang = Annotated[
    Literal["en", "zh-Hant", "zh-Hans"], Field(description="Language of labels and notes.")
]
Words = Annotated[
    str,
    Field(min_length=1, max_length=MAX_ASKED, description="Words in English, 繁體 or 简体."),
]
EntityId = Annotated[
    str, Field(min_length=1, max_length=200, description="Id of an entity, as search gives it.")
]
MaybeId = Annotated[
    str | None, Field(max_length=200, description="Id of an entity, as search gives it.")
]
IndicatorId = Annotated[
    str, Field(min_length=1, max_length=200, description="Id of an indicator (search finds it).")
]
Names = Annotated[
    list[Annotated[str, Field(max_length=2_000)]],
    Field(min_length=1, max_length=MAX_NAMES, description="At most 50 names or addresses."),
]
Text = Annotated[
    str, Field(min_length=1, max_length=MAX_TEXT, description="Plain text, 20,000 characters.")
]
Question = Annotated[
    str, Field(min_length=1, max_length=1_000, description="In plain English or Chinese.")
]
Limit = Annotated[int, Field(ge=1, le=MAX_SHOWN, description="At most this many.")]
Offset = Annotated[int, Field(ge=0, le=10_000, description="Skip this many.")]
