"""What a validated program consists of; no text, no places."""
