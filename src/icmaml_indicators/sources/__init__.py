"""Which files make up which program; known without reading any of them."""

from .layout import (
    CONFIGURATION_FILE,
    MAIN_FILE,
    MAX_BYTES,
    YAML_SUFFIXES,
    Layout,
    files_of,
    find_configuration,
    find_programs,
    is_endless,
    is_map,
    leads_out,
    maps_by_name,
    owner_of,
    paths_by_name,
    read_at_most,
)

__all__ = [
    "CONFIGURATION_FILE",
    "MAIN_FILE",
    "MAX_BYTES",
    "YAML_SUFFIXES",
    "Layout",
    "files_of",
    "find_configuration",
    "find_programs",
    "is_endless",
    "is_map",
    "leads_out",
    "maps_by_name",
    "owner_of",
    "paths_by_name",
    "read_at_most",
]
