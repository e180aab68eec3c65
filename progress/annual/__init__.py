"""年度評価: once a year one sheet per 取組事項 in the stages of the plan's own cycle, and what the next year takes from it."""
