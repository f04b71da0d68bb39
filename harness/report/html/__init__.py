"""The report to look at: one HTML file that holds every exchange, and needs no network."""
