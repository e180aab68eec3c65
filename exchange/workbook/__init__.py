"""The 推進本部 workbook: papers of one plan in one period, written from the portfolio tree and nothing else.

Values only, no formulas: a paper handed out must show the same numbers for ever.
"""
