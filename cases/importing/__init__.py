"""Import of cases from CSV and XLSX: reading, mapping and checking in plain Python, then writing in chunks.

readers → mapping → rows make `ImportedCase`s and `Problem`s without a database; `staging`, `writing` and
`running` put them into one. A problem names row, column and kind of value, and never holds the value.
"""
