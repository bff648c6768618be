"""What several parsers read with: numbers, measures, dates, slips, words of not knowing."""
