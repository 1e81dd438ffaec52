"""Mutation testing of the models: faults put into their SQL, one at a time."""
