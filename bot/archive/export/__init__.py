"""Bulk export: streamed CSV, JSON and plain text with bounded memory."""
