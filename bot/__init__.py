"""The service: settings, wiring, use cases, stores, command line."""
