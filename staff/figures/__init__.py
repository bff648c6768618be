"""The figures page: charts as server-side SVG, each with its table and CSV."""
