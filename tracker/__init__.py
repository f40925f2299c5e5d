"""The record: who counted how many people, where, when, and how we know."""
