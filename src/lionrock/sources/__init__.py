"""Where facts come from: one file a source."""
