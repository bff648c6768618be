"""What was learned from sentences: features, linear models and the classes they know. `training`
makes their files.

No rules: what is certain stands elsewhere.
"""
