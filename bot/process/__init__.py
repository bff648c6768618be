"""What one operating-system process needs: logs, metrics, the thread bulkhead, watching the parent
process.

Nothing here knows a conversation.
"""
