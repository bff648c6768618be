"""What a program asks of a person, as data that is evaluated: criteria, three-valued logic, and the
subjects a rule can be about.

Which programs fit, and in which order, stands beside this folder.
"""
