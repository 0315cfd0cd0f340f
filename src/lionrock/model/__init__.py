"""Pure values: statements, evidence, entities, observations, and the schema that names them."""
