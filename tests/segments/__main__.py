"""`make segments`: a table of what each conversation costs, in both languages."""

from __future__ import annotations

from tests.segments.counting import LANGUAGES, PATHS, cost

WIDE = 62


def main() -> None:
    """Print the table; a row a conversation, the segments of our texts."""
    print(f"{'conversation':{WIDE}}" + "".join(f"{language:>6}" for language in LANGUAGES))
    totals = dict.fromkeys(LANGUAGES, 0)
    for path in PATHS:
        costs = {language: cost(path, language) for language in LANGUAGES}
        print(f"{path['name']:{WIDE}}" + "".join(f"{costs[each]:6}" for each in LANGUAGES))
        totals = {language: totals[language] + costs[language] for language in LANGUAGES}
    print(f"{'all':{WIDE}}" + "".join(f"{totals[language]:6}" for language in LANGUAGES))


if __name__ == "__main__":
    main()
