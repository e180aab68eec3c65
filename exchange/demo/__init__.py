"""The fictional demo year: people, posts, six quarters of progress on top of the real plan."""
