"""The only code that sees vector bytes, and the only writer of ratings and profiles.

`vectors` turns bytes into statements and back, `saving` writes one rating in one statement, `adding` many that were
made elsewhere, `sharing` releases what was said. `reading` loads the inputs of people one by one, `batches` and
`matrices` as matrices, `standings` says what holds in their cells, and `months` keeps what held at the end of a month.
`translation` says what rows of earlier taxonomy versions state now, and `fold`s them, which is what defines a vector;
`encoding` lets readers and writers meet vectors of an older version; `folding` rebuilds vectors from the rows, which
are the truth. `as_of` rebuilds any past day from the same rows, `past_rows` loads them, and `record` hands them out
one by one to whoever may know them.
"""
