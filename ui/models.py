from django.db import models


class Submission(models.Model):
    """A form that was sent once: a double click or a resent page finds its row and does nothing."""

    token = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    # Where the first sending led; empty while it is still under way.
    location = models.CharField(max_length=500, blank=True)
