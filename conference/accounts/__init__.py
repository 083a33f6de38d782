"""People, their roles, how they sign in. Knows no company."""
