from inmates.models.case import Article, Charge, CriminalCase
from inmates.models.custody import CellStay, CustodyEvent, CustodyKind, Guardian
from inmates.models.person import Inmate
from inmates.models.registration import KeyDates, LegalStatus, RegisterClass, Registration

__all__ = [
    "Article",
    "CellStay",
    "Charge",
    "CriminalCase",
    "CustodyEvent",
    "CustodyKind",
    "Guardian",
    "Inmate",
    "KeyDates",
    "LegalStatus",
    "RegisterClass",
    "Registration",
]
