"""What somebody might type so that a spreadsheet runs it (S30)."""

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫")
BEFORE = ("", " ", "\t", "\r", "\n", "\r\n", "\x00", "\u00a0", "\u2028", '"', "'", ";", "|", ",", "a;", 'a";', "a\n")
PLAYS = ("1+1", "cmd|'/c calc'!A1", 'HYPERLINK("http://evil.example","x")', "IMPORTXML(CONCAT(A1),1)", "SUM(1)*cmd")
GAMES = [
    *(f"{before}{start}{PLAYS[at % len(PLAYS)]}" for at, start in enumerate(STARTS) for before in BEFORE),
    "#N/A", "#REF!", "TRUE", "1E5", "2026-01-01", "<f>1+1</f>", "]]>", "&#61;1+1", "\ud7ff\uffff", "x" * 40_000,
]  # fmt: skip
