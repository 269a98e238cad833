"""Charts drawn on the server as SVG: numbers in, markup out. Colours come from the style sheet."""
