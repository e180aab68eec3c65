"""Lists of sections and of people, in and out: read → check → preview → apply, from Excel or CSV."""
