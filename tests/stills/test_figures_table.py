import dataclasses
from html.parser import HTMLParser

from maps import figures_table
from tests.stills.monthly import monthly_view


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def read(text: str) -> Cells:
    cells = Cells()
    cells.feed(text)
    return cells


def test_every_unit_is_listed_with_its_status_and_the_age_of_a_carried_figure() -> None:
    cells = read(figures_table.html(monthly_view(), "idp_stock", "2014-10-31", lang="en"))
    body = {row[0]: row for row in cells.rows[1:-1]}
    assert len(body) == 9
    source = "IDPs data by region in Mali, September 2012 to July 2014"
    kidal = ["Kidal", "ML08", "28,650", "367", "Earlier figure carried forward", "31 July 2014", source]
    assert body["Kidal"] == kidal
    assert body["Ségou"][2:5] == ["0", "0", "Zero"]
    assert body["Kayes"][2:] == ["", "", "Suppressed (protects small numbers)", "", ""]
    assert body["Sikasso"][2:] == ["", "", "No data", "", ""]
    assert cells.rows[-1][:3] == ["Total reported", "", "50,434"]


def test_names_are_text() -> None:
    view = monthly_view()
    units = view.units.assign(place_name="<img src=x onerror=alert(1)>")
    cells = read(figures_table.html(dataclasses.replace(view, units=units), "idp_stock", "2013-06-30"))
    assert "img" not in cells.tags
    assert cells.rows[1][0] == "<img src=x onerror=alert(1)>"
