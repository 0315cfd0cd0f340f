"""Tables, indicators, documents and the search index: everything computed from statements."""
