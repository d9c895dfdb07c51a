"""How often the person meant is among the first ten: figures, held to the targets, in many scripts."""

import random
import unicodedata

import pytest

from cases import names
from cases.sample import names as pool

pytestmark = pytest.mark.nodb
TEN = 10
VARIANTS = (
    "Mohammed/Muhammad Fatima/Fatma Aisha/Ayesha Hussein/Husayn Yusuf/Yousef Amina/Aminah Leila/Layla Sophia/Sofia "
    "Natalia/Nataliya Ahmed/Ahmad Khadija/Khadidja Zeinab/Zaynab Maryam/Mariam Oksana/Oxana Svetlana/Svitlana "
    "Olena/Olenna Dmitry/Dmitri Sergey/Serhiy Catherine/Katherine Philip/Filip Jessica/Jesica Noor/Nour Samira/Sameera "
    "Abdullah/Abdallah Nasreen/Nasrin Chidi/Chidy Ngozi/Ngozy Somchai/Somchay Nguyet/Nguyeth Rashid/Rasheed "
    "Nadia/Nadiya Yasmin/Jasmin Viktor/Victor Elena/Yelena Kateryna/Katerina Tetiana/Tatiana Bilal/Belal Omar/Umar "
    "Mustafa/Moustapha Mahmoud/Mahmud Salma/Selma Hanna/Hannah Teresa/Theresa Marta/Martha Cristina/Christina"
).split()
SCRIPTS = {
    "Mohammed": "محمد", "Fatima": "فاطمة", "Maryam": "مريم", "Yusuf": "يوسف", "Zeinab": "زينب", "Karim": "كريم",
    "Oksana": "Оксана", "Dmitri": "Дмитрий", "Natalia": "Наталія", "Svetlana": "Светлана", "Viktor": "Віктор",
    "Priya": "प्रिया", "Sunita": "सुनीता", "Anil": "अनिल", "Somchai": "สมชาย", "Kim": "김", "Elena": "Елена",
}  # fmt: skip


@pytest.fixture(scope="module")
def people():
    """Two thousand invented names of two words, as different as the sample's."""
    dice = random.Random(7)
    found = sorted({name for group in _groups() for name in group})
    return [f"{dice.choice(found)} {dice.choice(found)}" for _n in range(2000)]


def _groups():
    for naming in [*pool.BY_COUNTRY.values(), pool.OTHER]:
        for value in vars(naming).values() if hasattr(naming, "__dict__") else naming:
            if isinstance(value, str):
                yield value.split()
            elif isinstance(value, tuple | list):
                yield [one for one in value if isinstance(one, str)]


def found(query, wanted, crowd):
    """Whether `wanted` is among the ten best answers."""
    asked = names.prepare(query)
    scored = sorted(((names.likeness(asked, prepared), name) for name, prepared in crowd), reverse=True)
    best = [name for score, name in scored if score >= names.CLOSE][:TEN]
    return wanted in best


def edited(dice, name):
    """One letter left out, doubled, exchanged with its neighbour or replaced by another of the name."""
    place = dice.randrange(1, len(name))
    how = dice.randrange(4)
    if how == 0:
        return name[:place] + name[place + 1 :]
    if how == 1:
        return name[:place] + name[place] + name[place:]
    if how == 2 and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + dice.choice(name.replace(" ", "")) + name[place + 1 :]


def recall(queries, crowd):
    prepared = [(name, names.prepare(name)) for name in crowd]
    return sum(found(query, wanted, prepared) for query, wanted in queries) / len(queries)


def test_one_edit_is_forgiven(people):
    dice = random.Random(11)
    some = dice.sample(sorted(set(people)), 120)
    assert recall([(edited(dice, name), name) for name in some], people) >= 0.95


def test_one_edit_is_forgiven_in_every_script(people):
    dice = random.Random(12)
    other = [name for name in sorted(set(people)) if not name.isascii()]
    scripts = {unicodedata.name(name[0]).split()[0] for name in other}
    assert len(scripts) >= 3, scripts
    some = dice.sample(other, min(100, len(other)))
    assert recall([(edited(dice, name), name) for name in some], people) >= 0.9


def test_spellings_of_one_name_meet(people):
    dice = random.Random(13)
    second = [dice.choice(people).split()[-1] for _pair in VARIANTS]
    pairs = [(*pair.split("/"), last) for pair, last in zip(VARIANTS, second, strict=True)]
    crowd = [*people, *(f"{one} {last}" for one, _other, last in pairs)]
    assert recall([(f"{other} {last}", f"{one} {last}") for one, other, last in pairs], crowd) >= 0.93


def test_scripts_meet(people):
    crowd = [*people, *SCRIPTS.values()]
    assert recall(list(SCRIPTS.items()), crowd) >= 0.7


def test_different_names_stay_apart():
    for one, other in (("Amina", "Omar"), ("Leila", "Lucas"), ("Sara", "Rosa"), ("Fatima", "Farid"), ("Ann", "Omer")):
        assert names.score(one, other) < names.CLOSE
