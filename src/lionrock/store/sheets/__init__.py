"""Files of rows, whoever made them: CSV, TSV, JSON Lines, Parquet and XLSX, read and written.

opening       a file by its form                       opening, sheet
text          which characters its bytes are           encoding, text
forms         one reader each                          delimited, lines, parquet, workbook (cells)
writing       rows with columns added                  rows, workbook_out, parquet
surviving     output that grows by whole batches       journal, output
"""
