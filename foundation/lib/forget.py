"""What a browser is told when somebody leaves: that it forgets everything it kept of us."""

FORGET = '"cache", "storage"'  # for the header Clear-Site-Data; cookies end by themselves
