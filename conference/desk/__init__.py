"""The channel team's pages: they compose the other features and own no table."""
