"""The demo: five communes with invented people, each led through a campaign year by the product's own services."""
