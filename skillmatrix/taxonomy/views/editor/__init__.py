"""The draft's areas and skills: the list of them, a page for each, and what can be done with them."""
