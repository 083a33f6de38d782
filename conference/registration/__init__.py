"""Registrations, consents, the personal link that always works."""
