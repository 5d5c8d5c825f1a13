"""Drills with real processes: the product is used while its parts are killed, filled up or fooled, and then judged."""
