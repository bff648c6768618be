"""What every page of the console shares: error pages, security headers, labels, time formats."""
