"""Questionnaires as data: screening, assessments, questions for a safety plan.

A definition is checked JSON (`reader`), made by hand (`shipped`) or from an XLSForm (`xlsform`). `expressions` decides
what is relevant and what an answer has to be, `engine` walks the questions, `words` puts answers into words. Plain
Python: no database. An answer belongs to the version it was given under.
"""
