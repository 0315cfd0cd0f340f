"""Files of rows, whoever made them: CSV, TSV, JSON Lines, Parquet and XLSX, read and written.

reading      opening a file by its form                        opening
forms        one reader each                                   delimited, lines, parquet, workbook
encoding     which characters the bytes are                    encoding
writing      rows with columns added, resumable                journal, rows, assembly, workbook_out
"""
