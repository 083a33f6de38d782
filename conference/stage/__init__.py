"""The live session page: composes the other features."""
