"""Files with rows that somebody else made, read without trusting them: CSV and text, XLSX, XLS.

Free of any framework and of any subject: who knows the words that head the columns passes them in (`reading`).
"""
