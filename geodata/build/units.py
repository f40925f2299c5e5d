"""Make the tables of units, their lineage and their code numberings from published lists.

Run ``python -m geodata.build.units HISTORY.csv COMMUNES.shp`` with the table of Mali's
administrative history (one row per region and cercle, one column per numbering) and the admin 3
layer of COD-AB 2021.  Only names, codes and "lies in" are taken: facts, credited to their source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import pyogrio

COUNTRY = Path(__file__).resolve().parents[1] / "countries" / "mli"

COD = {"licence": "CC BY-IGO", "credit": "OCHA, Common Operational Datasets, cod-ab-mli (HDX)"}
COD_2021 = {"source": "COD-AB Mali, valid 2021-12-20", **COD}
COD_V03 = {"source": "HDX global P-code list, COD-AB Mali v03, valid 2025-09-04", **COD}
COD_2012 = {"source": "OCHA/DNCT units of 2012, codes of the Cadre Harmonisé 2017", **COD}

# Communes that left their cercle's region in 2023 (law 2023-006; COD-AB v03 chef-lieux).
MOVED = {
    "ML060505": ("ML09", "Salam is the whole of Taoudénit: 292,808 km2 measured, 292,000 published"),
    "ML020428": ("ML15", "Ouélessébougou is chef-lieu of ML1507; how much of Kati goes with it is not known"),
    "ML040217": ("ML17", "Yangasso is chef-lieu of ML1704; how much of Bla goes with it is not known"),
}
BASIS = {
    "ML0901": "whole cercle; the Bamako of 2023 is larger (733 km2) and takes communes of Kati not yet known",
    "ML0204": "cercle without Ouélessébougou; edge communes may have gone to Bamako",
    "ML0402": "cercle without Yangasso",
    "ML0605": "cercle without Salam",
}
# The four cercles of Ménaka were communes of one cercle until 2016, numbered in this order.
MENAKA_COMMUNES = {"ML100201": "01", "ML100301": "02", "ML100101": "03", "ML100401": "04"}


def _rows(table: pd.DataFrame, source: dict[str, str], level: int, **columns: str) -> pd.DataFrame:
    picked = table[list(columns.values())].set_axis(list(columns), axis=1)
    return picked.assign(level=level, **source)


def units_2012(regions: pd.DataFrame, cercles: pd.DataFrame) -> pd.DataFrame:
    """Return the 9 + 50 units before Ménaka became a region, coded as in the Cadre Harmonisé 2017."""
    code = "pcode_cadre_harmonise_2017"
    ones = regions[regions[code].notna()].assign(parent="MLI")
    twos = cercles[cercles[code].notna()]
    twos = twos.assign(parent=twos[code].str[:4])
    kept = {"pcode": code, "name": "name", "parent_pcode": "parent", "region_2012": "region_2012"}
    return pd.concat([_rows(ones, COD_2012, 1, **kept), _rows(twos, COD_2012, 2, **kept)])


def units_2021(regions: pd.DataFrame, cercles: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Return the 10 + 53 + 701 units of COD-AB 2021."""
    code = "pcode_cod_ab_20211220"
    ones = regions[regions[code].notna()].assign(parent="MLI")
    twos = cercles.assign(parent=cercles[code].str[:4])
    region = twos.set_index(code)["region_2012"]
    threes = communes.assign(region_2012=communes["ADM2_PCODE"].map(region))
    kept = {"pcode": code, "name": "name", "parent_pcode": "parent", "region_2012": "region_2012"}
    named = {"pcode": "ADM3_PCODE", "name": "ADM3_FR", "parent_pcode": "ADM2_PCODE"}
    return pd.concat(
        [
            _rows(ones, COD_2021, 1, **kept),
            _rows(twos, COD_2021, 2, **kept),
            _rows(threes, COD_2021, 3, **named, region_2012="region_2012"),
        ]
    )


def units_2023(regions: pd.DataFrame, cercles: pd.DataFrame, frame_2021: pd.DataFrame) -> pd.DataFrame:
    """Return the 20 + 160 units of COD-AB v03; `predecessor` is the 2021 cercle of the chef-lieu."""
    code = "pcode_cod_ab_v03_2025"
    ones = regions[regions[code].notna()].assign(parent="MLI", predecessor="")
    twos = frame_2021[frame_2021["frame"] == "cercle_v03"]
    former = twos["predecessor_pcode_20211220"].map(cercles.set_index("pcode_cod_ab_20211220")["region_2012"])
    of_region = twos["region_2023_pcode"].map(ones.set_index(code)["region_2012"])
    twos = twos.assign(
        parent=twos["region_2023_pcode"],
        predecessor=twos["predecessor_pcode_20211220"],
        region_2012=former.fillna(of_region),
    )
    kept = {"pcode": code, "name": "name", "parent_pcode": "parent", "region_2012": "region_2012"}
    kept |= {"predecessor_2021": "predecessor"}
    return pd.concat([_rows(ones, COD_V03, 1, **kept), _rows(twos, COD_V03, 2, **kept)])


def lineage(cercles: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Return, per 2021 cercle and per commune that moved alone, its unit of 2012 and region of 2023."""
    rows = []
    for cercle in cercles.to_dict("records"):
        code = cercle["pcode_cod_ab_20211220"]
        old = cercle["pcode_cadre_harmonise_2017"]
        old = old if isinstance(old, str) else "ML0704"
        basis = BASIS.get(code, "whole cercle")
        rows.append([code, cercle["name"], old, cercle["region_2023_pcode"], basis])
    names = communes.set_index("ADM3_PCODE")["ADM3_FR"]
    old_cercle = {row[0]: row[2] for row in rows}
    for code, (region, basis) in MOVED.items():
        rows.append([code, names[code], old_cercle[code[:6]], region, basis])
    table = pd.DataFrame(rows, columns=["pcode_2021", "name", "cod_2012", "reform_2023", "basis"])
    return table.sort_values("pcode_2021")


def numberings(regions: pd.DataFrame, cercles: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Return every code of every numbering that is not an edition's own, with the unit it means."""
    lists = {
        "ocha-2014": "pcode_2014_mli",
        "ocha-2014-hr": "pcode_2014_hr",
        "cod-itos-2015": "pcode_ocha_itos_2015",
        "instat": "instat_code_2014",
        "fips-10-4": "fips_10_4",
        "iso-3166-2": "iso_3166_2",
    }
    parts = []
    for numbering, column in lists.items():
        both = pd.concat([regions.assign(level=1), cercles.assign(level=2)])
        both = both[both[column].notna()]
        parts.append(_meanings(numbering, both["level"], both[column], both))
    table = pd.concat(parts)
    itos = table[table["numbering"] == "cod-itos-2015"]
    dtm_2014 = itos.assign(numbering="dtm-2014", code="MLI" + itos["code"].str[2:])
    later = regions[regions["pcode_cod_ab_20211220"].notna()].assign(level=1)
    later = pd.concat([later, cercles.assign(level=2)])
    code = later["pcode_cadre_harmonise_2017"].fillna(later["pcode_cod_ab_20211220"])
    dtm_2017 = _meanings("dtm-2017", later["level"], "MLI" + code.str[2:], later)
    # DTM writes Ménaka, once a region, with the code that is Tidermène's.
    dtm_2017.loc[dtm_2017["code"] == "MLI1004", ["edition", "pcode"]] = ["cod-ab-2021", "ML1001"]
    return pd.concat([table, dtm_2014, dtm_2017, _commune_codes(cercles, communes)])


def _meanings(numbering: str, level: pd.Series, code: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    old, new = rows["pcode_cadre_harmonise_2017"], rows["pcode_cod_ab_20211220"]
    edition = pd.Series("cod-2012", rows.index).mask(old.isna(), "cod-ab-2021")
    edition = edition.mask(old.isna() & new.isna(), "reform-2023")
    pcode = old.fillna(new).fillna(rows["pcode_cod_ab_v03_2025"])
    return pd.DataFrame(
        {"numbering": numbering, "level": level, "code": code, "edition": edition, "pcode": pcode}
    )


def _commune_codes(cercles: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Return the six-digit commune codes of DTM since 2017: 2021's, but for old Ménaka.

    The eleven-character codes (``MLI00100112``) are left out: their cercle is the one of 2015, but
    their commune number follows a list that is not the one of 2021 in six cercles out of forty.
    """
    old = cercles.set_index("pcode_cod_ab_20211220")["pcode_cadre_harmonise_2017"].fillna("ML0704")
    code = communes["ADM3_PCODE"]
    ordinal = code.map(MENAKA_COMMUNES).fillna(code.str[-2:])
    short = communes["ADM2_PCODE"].map(old) + ordinal
    fixed = {"level": 3, "edition": "cod-ab-2021", "pcode": code}
    return pd.DataFrame({"numbering": "dtm-2017", "code": short, **fixed})


def main() -> None:
    """Write the tables under `geodata/countries/mli`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("history", type=Path)
    parser.add_argument("communes", type=Path)
    given = parser.parse_args()
    history = pd.read_csv(given.history, dtype="str", keep_default_na=False, na_values=[""])
    communes = pyogrio.read_dataframe(given.communes, read_geometry=False).sort_values("ADM3_PCODE")
    regions = history[history["level"] == "1"]
    cercles = history[history["frame"] == "cercle_2021"]
    tables = {
        "cod-2012": units_2012(regions, cercles),
        "cod-ab-2021": units_2021(regions, cercles, communes),
        "reform-2023": units_2023(regions, cercles, history),
    }
    for edition, table in tables.items():
        order = ["pcode", "name", "level", "parent_pcode", "region_2012"]
        order += [column for column in ("predecessor_2021",) if column in table]
        table = table[[*order, "source", "licence", "credit"]].sort_values(["level", "pcode"])
        table.to_csv(COUNTRY / edition / "units.csv", index=False, lineterminator="\n")
    lineage(cercles, communes).to_csv(COUNTRY / "lineage.csv", index=False, lineterminator="\n")
    order = ["numbering", "level", "code", "edition", "pcode"]
    codes = numberings(regions, cercles, communes)[order].sort_values(order)
    codes.to_csv(COUNTRY / "numberings.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
