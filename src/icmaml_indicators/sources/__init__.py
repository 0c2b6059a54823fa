"""Which files make up which program; known without reading any of them."""

from .layout import (
    CONFIGURATION_FILE,
    MAIN_FILE,
    YAML_SUFFIXES,
    Layout,
    files_of,
    find_configuration,
    find_programs,
    owner_of,
)

__all__ = [
    "CONFIGURATION_FILE",
    "MAIN_FILE",
    "YAML_SUFFIXES",
    "Layout",
    "files_of",
    "find_configuration",
    "find_programs",
    "owner_of",
]
