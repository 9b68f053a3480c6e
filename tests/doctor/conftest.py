from tests.support.installation import model_office, office

__all__ = ["model_office", "office"]
