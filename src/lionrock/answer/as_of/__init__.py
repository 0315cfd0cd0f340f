"""What was true for a day, and what was known on it.

Two meanings that are easily confused, so every answer names its own (decisions/006). `known`: what
this home's observatory said on that day, by its memory (answer.changes). Before the memory begins
nothing can be said. `valid`: what was true for that day, as far as today's build knows, by the
dates that statements carry; what carries none is said to be undated, not true.
"""

from lionrock.answer.as_of.days import STATES, read_day, state_of, today
from lionrock.answer.as_of.entities import as_of
from lionrock.answer.as_of.indicators import indicator_as_of
from lionrock.answer.as_of.searching import HitAsOf, SearchAsOf, Words, search_as_of
from lionrock.answer.as_of.shapes import AsOf, Item
from lionrock.answer.as_of.tables import RowAsOf, TableAsOf, Which, table_as_of
from lionrock.answer.as_of.ties import DayTold, TiesAsOf, ties_as_of
from lionrock.model.change import Meaning

__all__ = (
    "STATES", "AsOf", "DayTold", "HitAsOf", "Item", "Meaning", "RowAsOf", "SearchAsOf",
    "TableAsOf", "TiesAsOf", "Which", "Words", "as_of", "indicator_as_of", "read_day",
    "search_as_of", "state_of", "table_as_of", "ties_as_of", "today",
)  # fmt: skip
