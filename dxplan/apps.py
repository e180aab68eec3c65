from django.apps import AppConfig


class DxplanConfig(AppConfig):
    name = "dxplan"
    verbose_name = "構成"
