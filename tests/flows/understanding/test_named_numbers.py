"""A number in a program's name counts no months, and who loses their temper lost no pregnancy."""

from __future__ import annotations

from datetime import date
from itertools import product

from flows.understanding.guesses import GUESSES
from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow
from tests.playing.rows import rows

TODAY = date(2026, 11, 30)
SECTION = (
    *product(
        ("they took me off the list for", "im on", "we got cut from", "waiting on"),
        ("section 8", "Section eight", "sec 8"),
    ),
    *product(("me sacaron de la lista de", "estoy en", "espero"), ("seccion 8", "la sección ocho")),
)
TEMPER = (
    *product(
        ("im about to", "i", "gonna", "i almost"),
        ("lose it with", "lose it w", "lose my temper with", "lose my mind with", "lose my shit w"),
        ("these kids", "him", "my son"),
    ),
    *product(
        ("", "voy a", "casi"),
        ("pierdo la paciencia con", "perdi la cabeza con", "perder el control con"),
        ("estos nenes", "el", "mi hijo"),
    ),
)


@rows("parts", [(each,) for each in SECTION])
def test_section_8_is_no_number_of_months(parts: tuple[tuple[str, ...]]) -> None:
    said, flow = Said(" ".join(parts[0])), the_flow()
    for slot in ("due", "ages"):
        parser = flow.volunteers[slot]
        assert parser.hear(said, TODAY) is None
        assert GUESSES[slot](said, TODAY, flow.family.holidays) is None


@rows("parts", [(each,) for each in TEMPER])
def test_losing_ones_temper_is_no_loss(parts: tuple[tuple[str, ...]]) -> None:
    assert the_flow().family.told(Said(" ".join(parts[0]))).stage != "pregnancy_ended"
