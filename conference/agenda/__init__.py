"""The programme: event, tracks, rooms, sessions, slots, speakers, and how it is imported."""
