"""What only a call has: keys pressed, and numbers and dates as a recogniser writes them."""
