"""Reading a letter that the portal itself wrote: its code, its place on the page, its box.

Knows paper, not people: who the letter belongs to is for whoever wrote the code to say.
"""
