"""In which language a sentence is written: told by its little words."""

from akkuri.texts import LANGUAGES, text

__all__ = ["languages_of"]


def languages_of(read: str) -> list[str]:
    """Return the languages whose little words a sentence has most of."""
    tokens = set(read.lower().split())
    counts = {lang: len(tokens & set(text(lang, "search.idle").split())) for lang in LANGUAGES}
    return [lang for lang in LANGUAGES if counts[lang] == max(counts.values())]
