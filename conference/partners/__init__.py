"""Partner companies: the list the channel team keeps, and who belongs to which."""
