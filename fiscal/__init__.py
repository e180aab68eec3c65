"""When: 年度, 四半期, 和暦, 報告周期. Pure, without models."""
