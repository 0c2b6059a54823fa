"""How firm figures and positions are: bootstrap, other peers."""
