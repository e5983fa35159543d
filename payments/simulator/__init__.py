"""A stand-in for Stripe, for the demo and the tests: the API, the hosted page, signed webhooks.

It imports nothing of the product, takes test keys only and moves no money. README.md says what it can do.
"""
