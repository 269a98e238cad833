"""What is kept of a person, for themselves: who can see it, who looked, and all of it in one file.

`registry` lists every table that refers to a person and says what an export does with it, `collecting` reads it,
`writing` makes the file, and `handler` is the job that does both. `sight` puts the rules of `people.access` in words.
"""
