"""Agendas written by other tools, read forgivingly into one neutral shape (`model`)."""
