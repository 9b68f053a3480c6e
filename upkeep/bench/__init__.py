"""Measuring the pages of the real server on a country of people: `make bench`, docs/performance.md."""
