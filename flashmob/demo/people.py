"""A hundred and twenty invented people. The first sixty are the regulars."""

from dataclasses import dataclass

from attendees.models import SignUp

REGULARS = 60
NAMES = """
Amara Nwosu|Tom Whitfield|Priya Raman|Siobhan Keane|Daniel Osei|Mei-Ling Chao|Karol Zielinski|Fatima Siddiqui
Owen Pritchard|Grace Adeyemi|Luca Ferrante|Hannah Goldberg|Rohan Mehta|Ines Carvalho|Jamal Henry|Kirsty MacLeod
Yusuf Demir|Chloe Bennett|Andrei Popa|Naledi Khumalo|Sofia Marin|Ben Thackray|Aisha Rahman|Patrick Doyle
Wei Zhang|Olivia Hartley|Samuel Boateng|Nadia Haddad|Gareth Llewellyn|Zofia Nowak|Marcus Bell|Leila Farahani
Emily Cartwright|Kwame Mensah|Radhika Iyer|Callum Fraser|Beatriz Lopes|Hugo Lindqvist|Tanya Brooks|Ibrahim Sesay
Joanna Kowal|Theo Papadakis|Shanice Clarke|Viktor Novak|Maryam Yousafzai|Stephen Airey|Lucy Tran|Femi Balogun
Ruth Abrahams|Diego Salazar|Freya Nilsen|Arjun Nair|Maeve Gallagher|Christopher Dunne|Sana Malik|Piotr Wrobel
Jasmine Reid|Alan Cheung|Ewa Duda|Nikhil Bose|Holly Armitage|Mateo Rojas|Abigail Stone|Tariq Aziz
Charlotte Eze|Lars Eriksen|Bukola Ojo|Simon Peake|Anjali Kapoor|Dominic Farrell|Yuki Tanabe|Rebecca Lowe
Musa Kamara|Isla Munro|Gabriel Costa|Pooja Shah|Edward Finch|Zainab Bello|Martin Kessler|Keisha Grant
Alice Pemberton|Sunil Gurung|Rosie Tattersall|Omar Haddou|Natalie Wong|Cian Murphy|Teresa Silva|Duncan Rae
Farah Jamil|Joel Mwangi|Katarina Horvat|Liam Sutcliffe|Deepa Menon|Adrian Vlad|Monique Laurent|Raj Sandhu
Eleanor Voss|Winston Parkes|Hiba Saleh|George Antoniou|Megan Howells|Tobias Engel|Camille Roche|Ngozi Ike
Neil Barraclough|Asha Patel|Jonas Weber|Bronwen Hughes|Emeka Obi|Lydia Marsh|Hassan Abdi|Vera Sokol
Paul Ingleby|Mina Sato|Oluwaseun Ade|Carys Bowen|Felix Baum|Sade Coker|Ravi Pillai|Judith Crane
"""


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    sector: str
    years: str


def everyone() -> list[Person]:
    """The same people each time, sectors and years spread evenly; addresses end in .example and reach nobody."""
    names = [name for line in NAMES.split("\n") for name in line.split("|") if name]
    sectors = [key for key, _ in SignUp.SECTORS]
    years = [key for key, _ in SignUp.YEARS]
    return [
        Person(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@mail.example",
            sector=sectors[number * 7 % len(sectors)],
            years=years[number * 5 % len(years)],
        )
        for number, name in enumerate(names)
    ]
