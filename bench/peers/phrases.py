"""spaCy's PhraseMatcher over the same names and text: prints MB/s. Run in the peers' own folder."""

import json
import sys
import time
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

folder = Path(sys.argv[1])
names = json.loads((folder / "names.json").read_text("utf-8"))
text = (folder / "text.txt").read_text("utf-8")
nlp = spacy.blank("xx")
nlp.max_length = len(text) + 1
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
matcher.add("NAME", list(nlp.pipe(names)))
begun = time.perf_counter()
found = matcher(nlp(text))
print(f"{len(text.encode()) / 1e6 / (time.perf_counter() - begun):.3f}")
