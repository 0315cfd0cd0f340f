"""Reading: documents into main text, and text into sentences, mentions, amounts and dates."""
