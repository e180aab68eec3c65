"""計画の改定: the draft of the next text of a plan, its coming into force, and 新旧対照表 between any two dates."""
