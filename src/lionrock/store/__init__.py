"""The only place that opens a database or writes under the observatory's home."""
