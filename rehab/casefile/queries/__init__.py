"""Read models of the pages under /peserta/: a fixed number of queries each."""
