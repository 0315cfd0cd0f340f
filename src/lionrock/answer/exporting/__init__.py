"""The observatory in the formats of others: entities, RDF, graphs; each checked once written."""
