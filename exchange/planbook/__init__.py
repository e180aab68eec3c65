"""The plan workbook (計画取込み様式): the facts of a plan file on sheets that people fill in."""
