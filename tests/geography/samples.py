"""A few municipalities, in the forms in which institutions give them. Keys and names are INEGI's; figures are synthetic."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import icmaml_indicators as icma

# key, state, its abbreviation, municipality, seat (key and name), population (synthetic)
MUNICIPALITIES = (
    ("01010", "Aguascalientes", "Ags.", "El Llano", "0001", "Palo Alto", 20_000),
    ("05015", "Coahuila de Zaragoza", "Coah.", "Juárez", "0001", "Juárez", 1_500),
    ("05035", "Coahuila de Zaragoza", "Coah.", "Torreón", "0001", "Torreón", 700_000),
    ("08037", "Chihuahua", "Chih.", "Juárez", "0001", "Juárez", 1_500_000),
    ("09010", "Ciudad de México", "CDMX", "Álvaro Obregón", "----", "", 750_000),
    ("10007", "Durango", "Dgo.", "Gómez Palacio", "0001", "Gómez Palacio", 370_000),
    ("11013", "Guanajuato", "Gto.", "Doctor Mora", "0001", "Doctor Mora", 25_000),
    ("13033", "Hidalgo", "Hgo.", "Juárez Hidalgo", "0001", "Juárez Hidalgo", 3_000),
    ("14098", "Jalisco", "Jal.", "San Pedro Tlaquepaque", "0001", "Tlaquepaque", 690_000),
    ("18009", "Nayarit", "Nay.", "Del Nayar", "0001", "Jesús María", 47_000),
    ("19025", "Nuevo León", "NL", "General Zuazua", "0001", "General Zuazua", 100_000),
    ("20208", "Oaxaca", "Oax.", "San Juan Mixtepec", "0001", "San Juan Mixtepec", 7_000),
    ("20209", "Oaxaca", "Oax.", "San Juan Mixtepec", "0001", "San Juan Mixtepec", 700),
    ("20076", "Oaxaca", "Oax.", "La Reforma", "0001", "La Reforma", 3_500),
    ("07074", "Chiapas", "Chis.", "Reforma", "0001", "Reforma", 44_000),
    ("24013", "San Luis Potosí", "SLP", "Ciudad Valles", "0001", "Ciudad Valles", 179_000),
    ("28022", "Tamaulipas", "Tamps.", "Matamoros", "0001", "Heroica Matamoros", 541_000),
    ("32010", "Zacatecas", "Zac.", "General Enrique Estrada", "0001", "General Enrique Estrada", 6_600),
    ("26070", "Sonora", "Son.", "General Plutarco Elías Calles", "0001", "Sonoita", 16_000),
    ("05002", "Coahuila de Zaragoza", "Coah.", "Acuña", "0001", "Ciudad Acuña", 163_000),
)
HEADER = "CVEGEO,CVE_ENT,NOM_ENT,NOM_ABR,CVE_MUN,NOM_MUN,CVE_CAB,NOM_CAB,POB_TOTAL,POB_MASCULINA,POB_FEMENINA,TOTAL DE VIVIENDAS HABITADAS"


def ageeml(separator: str = ",") -> str:
    """Return INEGI's file of municipalities: bare headings, cells in quotes, lines ended as in Windows."""
    lines = [HEADER.replace(",", separator)]
    for key, state, short, name, seat, seat_name, people in MUNICIPALITIES:
        cells = (key, key[:2], state, short, key[2:], name, seat, seat_name, people, people // 2, people // 2, "-")
        lines.append(separator.join(f'"{cell}"' for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def localities() -> str:
    """Return INEGI's file of localities, with quotes inside its coordinates: two localities a municipality."""
    head = "MAPA,Cve_Ent,Nom_Ent,Nom_Abr,Cve_Mun,Nom_Mun,Cve_Loc,Nom_Loc,Ámbito,Latitud,Lat_Decimal,Pob_Total"
    lines = [head]
    for key, state, short, name, _, _, people in MUNICIPALITIES:
        for locality, part in (("0001", people - 10), ("0002", 10), ("0003", "-")):
            lines.append(
                f'"{key}{locality}","{key[:2]}","{state}","{short}","{key[2:]}","{name}","{locality}","Localidad {locality}","U",'
                f'"21°52´47.362"N","21.8{locality}","{part}"'
            )
    return "\r\n".join(lines) + "\r\n"


def catalogue() -> icma.Catalogue:
    """Return a catalogue of them."""
    return icma.read_catalogue(
        pd.DataFrame([(line[0], line[3], line[6]) for line in MUNICIPALITIES], columns=["key", "name", "population"])
    )


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "AGEEML.csv") -> Path:
    """Write a file as it would be downloaded."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
