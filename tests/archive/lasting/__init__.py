"""The archive over time: migrations, retention, restore, the chain of the audit log."""
