"""Identity: which names are one organisation.

rows      an organisation → every name it can be met under, the derived ones too
index     all rows as arrays on disk: words, postings, phrases, spellings
spelling  words that stand in no name → the words they may be
blocking  names asked for → the few rows worth comparing
compare   pairs of names → columns of evidence
features  columns → scores, each with a reason; weights.toml weighs them
score     weights, probabilities, fitting
matcher   the answers
"""
