import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import number

NARROW = "\u202f"
FIXED = "\u00a0"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number.people(353455.0, "fr"), f"353{NARROW}455"),
        (number.people(353455, "en"), "353,455"),
        (number.people(2.5, "fr"), "3"),
        (number.people(1_234.5, "en"), "1,235"),
        (number.people(2.4, "fr"), "2"),
        (number.signed(2.5, "en"), "+3"),
        (number.signed(-1200, "en"), "−1,200"),
        (number.signed(0, "en"), "0"),
        (number.compact(353455, "en"), "353.5 k"),
        (number.compact(1_230_000, "fr"), "1,2 M"),
        (number.compact(999, "fr"), "999"),
        (number.rate(3.24, "fr"), "3,2"),
        (number.rate(367.3, "en"), "367"),
        (number.percent(0.582, "fr"), f"58{NARROW}%"),
        (number.percent(0.0041, "en"), "0.4%"),
        (number.percent(0, "en"), "0%"),
        (number.date_words("2013-06-01", "fr"), "1er juin 2013"),
        (number.date_words("2013-06-21", "fr"), "21 juin 2013"),
        (number.date_words("2013-06-01", "en"), "1 June 2013"),
        (number.month_words("2014-07-31", "fr"), "juillet 2014"),
        (number.date_short("2014-07-31", "fr"), "31 juil. 2014"),
        (number.date_short("2013-06-01", "fr"), "1er juin 2013"),
        (number.date_short("2013-06-01", "en"), "1 Jun 2013"),
        (number.period_words("2013-06-01", "2013-06-30", "fr"), "juin 2013"),
        (number.period_words("2013-01-01", "2013-12-31", "en"), "2013"),
        (number.period_words("2012-01-01", "2013-12-31", "en"), "2012–2013"),
        (number.period_words("2013-06-05", "2013-06-05", "en"), "5 June 2013"),
        (number.period_words("2013-06-05", "2013-07-08", "en"), "5 June 2013 – 8 July 2013"),
        (number.age_words(0, "fr"), "moins d'un jour"),
        (number.age_words(1, "fr"), "1 jour"),
        (number.age_words(45, "en"), "45 days"),
        (number.age_words(100, "fr"), "3 mois"),
        (number.age_words(4000, "en"), "10 years"),
        (number.size_words(812, "fr"), "812 o"),
        (number.size_words(186_532, "en"), "187 KB"),
        (number.size_words(1_234_000, "fr"), "1,2 Mo"),
    ],
)
def test_as_people_read_it(written: str, expected: str) -> None:
    assert written == expected


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["fr", "en"]))
def test_people_keep_every_digit(count: int, lang: str) -> None:
    text = number.people(count, lang)
    assert int(text.replace(NARROW, "").replace(FIXED, "").replace(",", "")) == count
