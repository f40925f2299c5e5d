"""Interface words of the pages, French first, English beside it."""

from maps.words.catalogue import LANGS, Lang, catalogue, colon, group, plural, word

__all__ = ["LANGS", "Lang", "catalogue", "colon", "group", "plural", "word"]
