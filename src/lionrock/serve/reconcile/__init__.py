"""The Reconciliation Service API, 0.2 and 1.0-draft: OpenRefine and others match tables with it.

`handlers` are for the app (serve.app), which hands whatever goes wrong below /reconcile to
`problem`. A language may follow /reconcile, and 1.0 may follow that: /reconcile/zh-Hant/1.0.

messages     what clients send, checked
identifiers  ROR, Wikidata, web sites …: the entity that one belongs to
things       an entity as answers need it: names, types, values
places       whether a city or country is the one meant
conditions   what a property that was given says for or against a candidate
candidates   queries → candidates with scores and reasons
suggest, extend, preview, manifest   the other services
routes       addresses and the functions that answer them
"""

from lionrock.serve.reconcile.reply import problem
from lionrock.serve.reconcile.routes import handlers

__all__ = ["handlers", "problem"]
