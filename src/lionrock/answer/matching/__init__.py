"""Matching what people bring: a file of rows, or a column of a program's own.

asking      each text asked once                               asking
answers     an answer as cells of a table                      cells
files       a file of rows in, a file with columns added out   files
columns     lists, pandas, Polars and Arrow                    columns
matchers    which matcher answers                              matchers
"""
