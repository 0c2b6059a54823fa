"""All that the command line says, in Spanish and English, and in which of them it speaks."""
