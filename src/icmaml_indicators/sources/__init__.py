"""Which files make up which program; known without reading any of them."""

from .layout import MAIN_FILE, YAML_SUFFIXES, Layout, files_of, find_programs, owner_of

__all__ = ["MAIN_FILE", "YAML_SUFFIXES", "Layout", "files_of", "find_programs", "owner_of"]
