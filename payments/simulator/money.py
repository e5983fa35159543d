"""The currencies the simulator knows: sign and smallest charge, in minor units."""

SIGNS = {"gbp": "£", "eur": "€", "usd": "$"}
SMALLEST = {"gbp": 30, "eur": 50, "usd": 50}


def words(amount: int, currency: str) -> str:
    """£5.00"""
    return f"{'-' if amount < 0 else ''}{SIGNS[currency]}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
