"""Plan files: one readable YAML (or JSON) file that holds a whole plan (docs/plan-file.md)."""
