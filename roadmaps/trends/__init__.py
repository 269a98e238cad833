"""How levels moved over the months: month-end vectors, kept once a month is over, and the figures from them."""
