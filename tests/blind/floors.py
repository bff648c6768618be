"""Floors of the rounds of answers that were written blind: for each round and question the least
that is right or offered right, and the most that may be wrong."""

FLOORS: dict[int, dict[str, tuple[int, int]]] = {
    1: {
        "stage": (45, 0),  # of 45
        "due": (28, 0),  # of 30
        "ages": (34, 0),  # of 35
        "first_baby": (19, 0),  # of 20
        "town": (13, 0),  # of 15
        "needs": (29, 0),  # of 30
        "shots": (12, 0),  # of 12
        "benefits": (30, 0),  # of 30
        "income": (25, 0),  # of 25
        "school": (12, 0),  # of 12
        "household": (13, 0),  # of 15
        "correction": (15, 0),  # of 16
        "stop": (15, 0),  # of 15
        "notstop": (15, 0),  # of 15
        "machine": (5, 0),  # of 5
    },
    2: {
        "stage": (31, 1),  # of 34
        "due": (19, 0),  # of 22
        "ages": (22, 0),  # of 24
        "first_baby": (16, 0),  # of 16
        "town": (10, 0),  # of 12
        "needs": (17, 1),  # of 24
        "shots": (10, 0),  # of 10
        "benefits": (22, 0),  # of 22
        "income": (18, 0),  # of 18
        "school": (9, 0),  # of 10
        "household": (11, 0),  # of 12
        "correction": (10, 0),  # of 12
        "stop": (11, 0),  # of 12
        "notstop": (12, 0),  # of 12
    },
    3: {
        "stage": (32, 2),  # of 35
        "due": (19, 0),  # of 23
        "ages": (22, 0),  # of 25
        "first_baby": (16, 0),  # of 17
        "town": (12, 0),  # of 13
        "needs": (18, 1),  # of 25
        "shots": (10, 0),  # of 10
        "benefits": (20, 0),  # of 23
        "income": (19, 0),  # of 19
        "school": (11, 0),  # of 11
        "household": (12, 0),  # of 13
        "correction": (7, 0),  # of 12
        "stop": (12, 0),  # of 12
        "notstop": (12, 0),  # of 12
    },
    4: {
        "stage": (31, 0),  # of 34
        "due": (18, 0),  # of 22
        "ages": (19, 0),  # of 24
        "first_baby": (16, 0),  # of 16
        "town": (10, 0),  # of 12
        "needs": (18, 0),  # of 24
        "shots": (10, 0),  # of 10
        "benefits": (21, 0),  # of 22
        "income": (17, 0),  # of 18
        "school": (9, 0),  # of 10
        "household": (10, 0),  # of 12
        "correction": (8, 0),  # of 12
        "stop": (12, 0),  # of 12
        "notstop": (12, 0),  # of 12
    },
    5: {
        "stage": (25, 1),  # of 28
        "due": (17, 0),  # of 18
        "ages": (19, 1),  # of 20
        "first_baby": (12, 1),  # of 14
        "town": (10, 0),  # of 10
        "needs": (17, 3),  # of 20
        "shots": (8, 0),  # of 9
        "benefits": (18, 0),  # of 18
        "income": (13, 1),  # of 15
        "school": (7, 1),  # of 9
        "household": (9, 1),  # of 10
        "correction": (8, 0),  # of 9
        "stop": (10, 0),  # of 10
        "notstop": (10, 0),  # of 10
    },
    6: {
        "stage": (27, 1),  # of 28
        "due": (18, 0),  # of 22
        "ages": (20, 0),  # of 24
        "first_baby": (16, 0),  # of 16
        "town": (18, 0),  # of 18
        "needs": (12, 0),  # of 16
        "shots": (11, 0),  # of 12
        "benefits": (16, 0),  # of 16
        "income": (13, 0),  # of 14
        "school": (8, 0),  # of 8
        "household": (12, 2),  # of 16
        "correction": (12, 0),  # of 14
        "stop": (8, 0),  # of 8
        "notstop": (8, 0),  # of 8
    },
}
