"""Polls of a session: asked by its moderator, answered anonymously, shown as released figures."""
