"""The administrators' pages, accounts and signing in."""
