"""The commands: each module runs some of them, and asks the library for everything."""
