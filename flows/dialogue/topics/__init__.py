"""What is answered to a question about the programs, and to a need beyond them: a table by
topic."""
