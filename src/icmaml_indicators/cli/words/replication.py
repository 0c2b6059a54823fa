"""What the help says of the arguments of package and verify."""

from __future__ import annotations

from .option_words import FILE, OptionWords, describe_option

REPLICATION: dict[str, OptionWords] = {
    "package data": describe_option(
        "archivos CSV, Parquet o Excel, libros llenados, o una carpeta de ellos; - si no hay",
        "CSV, Parquet or Excel files, filled-in workbooks, or a folder of them; - for none",
        "tabla",
        "table",
    ),
    "package --output": describe_option("el paquete que se escribe, un zip", "the package to write, a zip", *FILE),
    "--with-data": describe_option(
        "los datos van en el paquete, si se pueden dar a otros; si no, va su huella",
        "put the data itself into the package, where it may be handed on; else its digest goes along",
    ),
    "study": describe_option(
        "el paquete que escribió `package`", "the package that `package` wrote", "paquete", "study"
    ),
    "verify --data": describe_option(
        "los datos, si no van en el paquete; se puede repetir",
        "the data, where it does not lie in the package; may be repeated",
        *FILE,
    ),
    "verify --output": describe_option(
        "escribe qué difiere: .csv, .json, .parquet o .xlsx",
        "write what differs: .csv, .json, .parquet or .xlsx",
        *FILE,
    ),
}
