"""What the command line accepts, and how it is read."""
