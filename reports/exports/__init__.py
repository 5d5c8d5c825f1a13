"""Every list that can be taken out of the product as a workbook; each module enters its lists when the app starts."""
