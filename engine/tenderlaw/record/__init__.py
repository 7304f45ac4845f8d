"""The record: what was decided, answered, issued and done, by whom and when, so that nobody can change it unnoticed."""
