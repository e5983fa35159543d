"""People meeting each other: the room planner, questions, swaps. Grows on top of attendees."""
