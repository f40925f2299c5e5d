"""Writes a synthetic DTM API CSV for Mali: every row another area, round and date."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from geodata.editions import units

HEADER = (
    "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,adminLevel,"
    "numPresentIdpInd,reportingDate,yearReportingDate,monthReportingDate,roundNumber,displacementReason,"
    "numberMales,numberFemales,idpOriginAdmin1Name,idpOriginAdmin1Pcode,assessmentType,operationStatus"
)
TAGS = (
    "#id+code,#operation+name,#country+name,#country+code,#adm1+name,#adm1+code,#adm2+name,#adm2+code,"
    "#adm+level,#affected+idps,#date+reported,#date+year+reported,#date+month+reported,#round+code,"
    "#cause+type,#affected+idps+m,#affected+idps+f,#adm1+name+origin,#adm1+code+origin,#assessment+type,"
    "#operation+status"
)


def write_rows(path: Path, wanted: int) -> None:
    """Write `wanted` rows, deterministic, with the tag row under the header."""
    areas = list(units("cod-ab-2021", 2).itertuples())
    first = date(1995, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADER}\r\n{TAGS}\r\n")
        for number in range(wanted):
            turn, place = divmod(number, len(areas))
            area, day = areas[place], first + timedelta(days=turn % 10_000)
            people = number * 7919 % 30_000
            men = people // 2
            file.write(
                f"{number},Mali Conflict,Mali,MLI,{area.parent_name},{area.parent_pcode},{area.name},"
                f"{area.pcode},2,{people},{day}T00:00:00,{day.year},{day.month},{turn + 1},Conflict,{men},"
                f"{people - men},Not available,Not available,BA,Active\r\n"
            )
