"""The whole job on made-up municipalities and on the real figures that ship with the project."""

from .running import run_demo

__all__ = ["run_demo"]
