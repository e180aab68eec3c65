"""Composition: settings, root urls. Knows every room and is known by none."""
