"""調査票: the workbook a section fills in offline for one period, handed out and taken in again."""
