from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rehab.delivery"
    label = "delivery"
