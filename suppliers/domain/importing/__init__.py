"""Reading a supplier list that somebody else made.

The rules of the import, free of any framework: recognising the file (`reading`), guessing what its columns
mean (`columns`), checking each row (`rows`) and finding suppliers that are already known (`matching`).
"""
