"""The web site and the JSON API: one Litestar application over the newest build."""
