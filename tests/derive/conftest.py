"""What tests of derived tables share."""

from tests.works_city import city

__all__ = ["city"]
