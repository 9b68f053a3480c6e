from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "rehab.enrolments"
    label = "enrolments"
