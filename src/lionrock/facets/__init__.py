"""Seven views of the ecosystem: one file a facet, from which page, API and exports follow."""
