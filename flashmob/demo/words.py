"""What the demo's organiser wrote about the meet-up."""

TAGLINE = "One evening a month for people who work in project offices. £5, a bar, and nobody stands alone."

ABOUT = """\
Project-office work is odd: you sit in the middle of everything and have nobody beside you who does the same job. \
Once a month forty to a hundred of us meet above a pub near London Bridge. No slides, no sponsors, no name badges \
with job titles. One activity moves everybody round the room, and you go home knowing six people you did not know \
before.

Some of us run portfolio offices in banks. Some started three weeks ago. Both sit at the same table."""

WHAT_HAPPENS = """\
You come in, somebody says hello and tells you where the bar is. At seven the host explains the evening in two \
minutes. Then there are three rounds at small tables: four or five people, one question to start with, fifteen \
minutes. After each round you move, so you meet new people without having to walk up to anyone. At half past eight \
the host asks what each table noticed. After that it is just a good pub."""

FIRST_TIME = """\
Most evenings a third of the room is new, so you will not be the only one. Come at half past six: it is quieter, \
and Amara stands at the door with a yellow scarf and will introduce you to somebody. You need nothing: no business \
cards, no preparation, no drink in your hand. If you want to leave after the first round, leave; nobody minds."""

HOUSE_RULES = """\
- What is said at a table stays at the table.
- No selling and no recruiting during the rounds. At the bar you may.
- Ask before you take a photo.
- Be kind. If somebody is not, tell the host: Amara will sort it out."""

HOST_INTRO = """\
Amara Nwosu has run project offices for eleven years, the last five in the NHS. She started PMO Flashmob with six \
friends and a borrowed room, because she wanted somebody to ask."""

AGENDA = """\
- **18:30** Doors and the bar
- **19:00** Welcome and how it works
- **19:10** Three rounds at small tables
- **20:20** What we noticed
- **20:40** The bar, for as long as you like"""

ENTRANCE = """\
The black door to the left of the main bar, on Park Street. Go up one flight of stairs, or ask at the bar for the \
lift: it comes out right beside our room."""

TITLES = [
    "What does a good week look like?",
    "Reports nobody reads",
    "The risk register, honestly",
    "How did you end up here?",
    "Saying no to a sponsor",
    "Resource planning without tears",
    "Contract or permanent?",
    "The tool we all complain about",
    "Lessons that were learned",
    "What would you stop doing?",
    "Benefits, really?",
    "A year in one evening",
]
NEXT_TITLES = ["Governance people like", "The first ninety days", "Small offices, big portfolios"]

DESCRIPTIONS = {
    "Governance people like": (
        "Everybody complains about governance, and everybody has seen one piece of it that helped. Bring that one "
        "piece. We collect them, table by table, and go home with a list."
    ),
    "The first ninety days": (
        "New job, new office, old problems. What did you do first, and what would you leave until later? Good for "
        "people who have just started, and for those who remember."
    ),
    "Small offices, big portfolios": (
        "Two people, eighty projects. How do you choose what not to look at? An evening about doing enough."
    ),
}

THANKS_SUBJECT = "Yours? A green scarf, and the list we made"
THANKS = """Thank you for coming. Two things:

- A **green scarf** stayed on the coat rack. It waits behind the bar of the Market Porter.
- Several of you asked for the list from table four. Reply to this mail, and I will send it."""

# What tables noticed at the last evenings, the last one first, by the headings of their activities.
NOTICED: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "Early signs": (
            "The project manager stops bringing the plan to the meeting.",
            "Nobody asks questions any more. Silence comes before red.",
            "“Nearly done” three weeks running.",
        ),
        "Green that is not": (
            "Six of eight tables have a project that is green because red costs an extra meeting.",
            "Amber is where honesty goes to hide.",
            "We colour the past month, not the next one.",
        ),
        "Who may say it": (
            "The newest person at the table saw it first, and was told to wait.",
            "Contractors say it out loud. They are leaving anyway.",
        ),
        "What would help": (
            "A sponsor who says thank you for the first red.",
            "Asking “how sure are you?” instead of “what colour is it?”",
            "Ten minutes with the team, without a slide.",
        ),
    },
    {
        "Helping": (
            "We help most when nobody has asked for it yet.",
            "Templates are help; a deadline for the template is a check.",
        ),
        "Checking": (
            "Finance checks, we check, audit checks. Nobody has read all three.",
            "A check that never fails is a habit.",
        ),
        "The gap": (
            "We stood by the bar; our project managers would put us at the opposite wall.",
            "The gap is widest where we only meet people in writing.",
        ),
        "What moved us": (
            "A good chat in the kitchen moves you three steps.",
            "One person who rings before the report is due.",
        ),
    },
    {
        "Stop it": (
            "The weekly highlight report: four tables, four owners, no reader.",
            "Status meetings about status mails.",
        ),
        "Keep it": ("The decision log. It is the one thing people look up after a year.",),
        "Make it smaller": (
            "Forty risks are none. Five, with names.",
            "One page, and the question you want answered on top.",
        ),
        "Who reads it": ("Somebody’s assistant prints it, and it is used as scrap paper. The back is read more.",),
    },
)

HOW_IT_WAS = (
    "The second table was the best: nobody knew anybody.",
    "A little loud by the bar.",
    "I said less than I wanted, and heard more than I hoped.",
)

STORIES = (
    "Nobody made me stand up and introduce myself. That alone was worth coming for.",
    "I stood outside for five minutes and nearly went home. The first person I met had been coming for two years, and "
    "walked me to my table. By half past eight somebody had answered the question I had carried since spring.",
    "I was one year into the job and afraid that everybody would know more. At the second table sat somebody from the "
    "very trust I was about to join. I have never learned so much for five pounds.",
)

PROMISES = (
    "my risk register template",
    "the name of our planning tool’s trainer",
    "the one-page report we settled on",
    "an introduction to our benefits lead",
    "that article about small portfolios",
)
QUESTIONS = (
    "How do you get a sponsor to read one page?",
    "Contract or permanent outside the M25?",
    "Which qualification was worth it?",
    "How many projects does one person look after in your office?",
    "Who does resource planning without a tool?",
    "How did you move from public sector to a bank?",
)
FEEDBACK = (
    "I almost stayed at home. Glad I did not.",
    "A round less, and longer at the bar.",
    "The person from the health service answered in two minutes what I had asked for months.",
    "Loud at the back, good otherwise.",
    "First time I have explained my job without being asked what it is for.",
    "Please start on time.",
)
