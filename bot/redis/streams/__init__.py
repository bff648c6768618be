"""What waits in Redis streams: outgoing texts and what the archive has not taken yet."""
