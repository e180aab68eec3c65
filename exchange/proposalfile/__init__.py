"""提案書ファイル: one proposal in one file, word for word. Reads with the machinery of the plan file."""
