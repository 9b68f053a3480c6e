"""Worlds of any size for measuring: built in bulk, past the verbs, reproducible from a seed.

Nothing here is a way to make records in a real office; `manage.py bulk_world` refuses there.
"""
