"""The only code that sees vector bytes, and the only writer of ratings and profiles.

`vectors` turns bytes into statements and back, `saving` writes one rating in one statement,
`sharing` releases what was said, `reading` loads the inputs of people, `folding` rebuilds the
vectors from the rows, which are the truth.
"""
