"""Reading a letter that the portal itself wrote: its code, its place on the page, its box.

This package knows paper and not people: whose the letter is, only who wrote the code can tell.
"""
