"""The pages, made on the server.

`page` makes one from a template; `routes` says which there are; `people` who may see them; `posts` reads forms; `forms`
turns what was typed into facts; `phrases` holds every word in every language.
"""
