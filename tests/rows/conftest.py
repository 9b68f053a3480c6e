from tests.support.installation import clean_machine, model_office, office

__all__ = ["clean_machine", "model_office", "office"]
