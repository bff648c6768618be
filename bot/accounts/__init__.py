"""Staff accounts: passwords, TOTP, sign-in, the audit log.

Pages for them are in `staff`.
"""
