"""How partners feel: the standing mood of an event, and feedback on its sessions."""
