"""The renderer of a call, its results one at a time, its legs, reaching a person. No stages: see
`stages`."""
