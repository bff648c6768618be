"""The renderer of a text, and its results and questions as one message. Nothing here is heard in a
call."""
