"""The article that can be checked: written from the record, every sentence with its sources."""
