"""What counts as a name, and which part of it: a table of what customers type."""

from __future__ import annotations

import pytest

from actions.names import PersonName, display, read_correction, read_name

NAMES = [
    # First then family name, as asked
    ("Jean-Pierre Dupont", "Jean-Pierre", "Dupont"),
    ("marie durand", "Marie", "Durand"),
    ("SOPHIE BERNARD", "Sophie", "Bernard"),
    ("Sonia Delcourt 🙂", "Sonia", "Delcourt"),
    ("rose blanc", "Rose", "Blanc"),
    ("pierre petit", "Pierre", "Petit"),
    ("jean pierre martin", "Jean-Pierre", "Martin"),
    ("Anne-Sophie Le Bihan", "Anne-Sophie", "Le Bihan"),
    ("paul de la tour", "Paul", "de la Tour"),
    ("louis-marie de kervella", "Louis-Marie", "de Kervella"),
    ("Charles Henri Du Pré", "Charles-Henri", "du Pré"),
    ("Maïwenn Quéméneur", "Maïwenn", "Quéméneur"),
    ("ainhoa etcheverry", "Ainhoa", "Etcheverry"),
    ("ghjulia santoni", "Ghjulia", "Santoni"),
    ("Hansi Schaeffer", "Hansi", "Schaeffer"),
    ("karim benali", "Karim", "Benali"),
    ("Fatima-Zahra El Khatib", "Fatima-Zahra", "El Khatib"),
    ("fatou binta diop", "Fatou Binta", "Diop"),
    ("Cheikh N'Diaye", "Cheikh", "N'Diaye"),
    ("aminata n'diaye", "Aminata", "N'Diaye"),
    ("koffi kouassi", "Koffi", "Kouassi"),
    ("moinaecha soilihi", "Moinaecha", "Soilihi"),
    ("voahirana rakotomalala", "Voahirana", "Rakotomalala"),
    ("Maria da Silva Pereira", "Maria", "Da Silva Pereira"),
    ("joão gonçalves", "João", "Gonçalves"),
    ("Concepción Hernández", "Concepción", "Hernández"),
    ("giuseppe esposito", "Giuseppe", "Esposito"),
    ("Małgorzata Wiśniewska", "Małgorzata", "Wiśniewska"),
    ("razvan ionescu", "Razvan", "Ionescu"),
    ("özlem yılmaz", "Özlem", "Yılmaz"),
    ("hovhannes petrosyan", "Hovhannes", "Petrosyan"),
    ("Xiaoling Chen", "Xiaoling", "Chen"),
    ("tharani sivakumar", "Tharani", "Sivakumar"),
    ("ekaterina smirnova", "Ekaterina", "Smirnova"),
    ("hannah whitfield", "Hannah", "Whitfield"),
    ("Wolfgang Zimmermann", "Wolfgang", "Zimmermann"),
    ("pieter van der berg", "Pieter", "van der Berg"),
    ("alan macdonald", "Alan", "MacDonald"),
    ("fiona mcgregor", "Fiona", "McGregor"),
    ("sean o'connor", "Sean", "O'Connor"),
    ("fatoumata b. diarra", "Fatoumata", "Diarra"),
    ("Chloé Dupont-Martin", "Chloé", "Dupont-Martin"),
    # Labels behind, ordinary words after a title
    ("Martin de mon nom, Paul de mon prénom", "Paul", "Martin"),
    ("Madame Durand, Océane de mon prénom", "Océane", "Durand"),
    ("Madame Petit", None, "Petit"),
    # Family name first
    ("dupont marie", "Marie", "Dupont"),
    ("DUPONT Marie", "Marie", "Dupont"),
    ("Marie DUPONT", "Marie", "Dupont"),
    ("LAURENT Michel", "Michel", "Laurent"),
    ("Michel LAURENT", "Michel", "Laurent"),
    ("Le Goff Yann", "Yann", "Le Goff"),
    ("martin paul", "Paul", "Martin"),
    ("petit sophie", "Sophie", "Petit"),
    ("durand jean claude", "Jean-Claude", "Durand"),
    ("nguyen thi lan", "Thi Lan", "Nguyen"),
    ("pham van hung", "Van Hung", "Pham"),
    ("le thi hoa", "Thi Hoa", "Le"),
    ("tran minh chau", "Minh Chau", "Tran"),
    ("benkhelifa nadir", "Nadir", "Benkhelifa"),
    ("zylberstein aurore", "Aurore", "Zylberstein"),
    ("Dupont, Marie", "Marie", "Dupont"),
    ("dupont / marie", "Marie", "Dupont"),
    ("DE LA TOUR Hélène", "Hélène", "de la Tour"),
    ("van der berg pieter", "Pieter", "van der Berg"),
    # In a sentence
    ("moi c'est Karim", "Karim", None),
    ("moi, c'est karim", "Karim", None),
    ("je m'appelle Élodie d'Almeida, enchantée", "Élodie", "d'Almeida"),
    ("je m’appelle élodie d’almeida", "Élodie", "d'Almeida"),
    ("jm'appelle théo vasseur", "Théo", "Vasseur"),
    ("je mapelle kevin", "Kevin", None),
    ("bonjour je suis marie durand", "Marie", "Durand"),
    ("Bonjour, je me nomme Yves Moreau.", "Yves", "Moreau"),
    ("c'est Paul", "Paul", None),
    ("c paul", "Paul", None),
    ("c'est claire", "Claire", None),
    ("chui nabil benali", "Nabil", "Benali"),
    ("my name is John Smith", "John", "Smith"),
    ("hi, I'm Hannah", "Hannah", None),
    ("this is john smith speaking", "John", "Smith"),
    ("I'm Hannah, Hannah Whitfield", "Hannah", "Whitfield"),
    ("ici Fatou Diop", "Fatou", "Diop"),
    ("alors euh bonjour, moi c'est Sandrine Kermarrec 😊😊", "Sandrine", "Kermarrec"),
    ("appelez-moi Jo", "Jo", None),
    ("la ligne est au nom de Georges Picard", "Georges", "Picard"),
    ("je m'appelle tchouameni", None, "Tchouameni"),
    ("je m'appelle Petit", None, "Petit"),
    ("oui bien sûr : Özlem Karakaya", "Özlem", "Karakaya"),
    ("Paul, mais ma box marche pas", "Paul", None),
    ("Marie Dupont, voilà mon problème : la box clignote depuis lundi", "Marie", "Dupont"),
    ("dupont marie voila mon probleme depuis lundi plus rien", "Marie", "Dupont"),
    ("ma box est en panne. Marie Dupont", "Marie", "Dupont"),
    ("Marie Dupont marie.d@example.org 06 39 98 41 07", "Marie", "Dupont"),
    ("c'est pas Paul mais Pablo", "Pablo", None),
    ("non, Karim", "Karim", None),
    ("Karim de Lyon", "Karim", None),
    # With a label
    ("prénom sonia nom delcourt", "Sonia", "Delcourt"),
    ("nom: Martin prénom: Paul", "Paul", "Martin"),
    ("Nom : DURAND\nPrénom : Zoé", "Zoé", "Durand"),
    ("mon prénom c'est Rui et mon nom c'est Da Costa", "Rui", "Da Costa"),
    ("prénom et nom : Paul Durand", "Paul", "Durand"),
    ("mon nom est Marie Durand", "Marie", "Durand"),
    ("mon nom de famille c'est lefebvre", None, "Lefebvre"),
    ("prénom : Inès", "Inès", None),
    ("first name Amy, last name Walker", "Amy", "Walker"),
    # With a title
    ("M. Benali", None, "Benali"),
    ("mme lefevre", None, "Lefevre"),
    ("Mme Olszewski", None, "Olszewski"),
    ("c'est monsieur Garcia", None, "Garcia"),
    ("madame Marie Durand", "Marie", "Durand"),
    ("mr zylberstein, ma box est en panne", None, "Zylberstein"),
    # One word alone
    ("O'Connor", None, "O'Connor"),
    ("Giulia", "Giulia", None),
    ("pierre", "Pierre", None),
    ("rose", "Rose", None),
    ("thomas", "Thomas", None),
    ("Martin", None, "Martin"),
    ("leroy", None, "Leroy"),
    ("petit", None, "Petit"),
    ("blanc", None, "Blanc"),
    ("tchouameni", None, "Tchouameni"),
    ("zubrowkian", None, "Zubrowkian"),
    ("krzeptowska jadzia", "Krzeptowska", "Jadzia"),
    ("jean-pierre", "Jean-Pierre", None),
    ("jean pierre", "Jean-Pierre", None),
    ("Le Guellec", None, "Le Guellec"),
    ("garcia lopez", None, "Garcia Lopez"),
]

NOT_NAMES = [
    "je suis perdu",
    "pourquoi ?",
    "ma box marche pas",
    "12345",
    "paul@example.org",
    "0639981234",
    "06 39 98 12 34",
    "connard",
    "bonjour",
    "Bonjour madame",
    "merci",
    "mercii",
    "oui",
    "non",
    "ok",
    "je veux parler à quelqu'un",
    "rien à voir",
    "ça vous regarde pas",
    "ca te regarde pas",
    "j'ai un problème de facture",
    "internet",
    "Free",
    "freebox pop",
    "la fibre orange",
    "Paris",
    "aide",
    "annule",
    "je ne veux pas donner mon nom",
    "pourquoi vous voulez mon nom et mon prénom",
    "anonyme",
    "hein",
    "asdfgh",
    "azerty",
    "xxx",
    "c'est quoi",
    "c'est nul",
    "C'est inadmissible",
    "c'est parfait",
    "parfait",
    "je suis en colère",
    "je suis marié",
    "je suis abonné depuis 2010",
    "je m'appelle pas",
    "mon mari",
    "I am lost",
    "I'm confused",
    "why",
    "no internet",
    "lol",
    "mdr",
    "jsp",
    "jpeux pas",
    "😀",
    "",
    "   ",
    "!!!",
    "le wifi",
    "L'écran reste noir",
    "appelez-moi demain",
    "le nom du wifi a changé",
    "bougez pas je cherche ma facture",
    "Mon conseiller est nul, j'attends depuis trois semaines",
    "re",
    "Netgear",
    "Je Suis Enseignante",
    "SASU",
    "Lisbonne",
]


@pytest.mark.parametrize(("text", "first", "last"), NAMES)
def test_a_name_is_read_whatever_its_order_and_its_sentence(
    text: str, first: str | None, last: str | None
) -> None:
    assert read_name(text) == PersonName(first, last)


@pytest.mark.parametrize("text", NOT_NAMES)
def test_ordinary_words_are_never_taken_for_a_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    "text", ["oui", "je suis perdu", "c'est nul", "internet", "pourquoi", "😀"]
)
def test_ordinary_words_are_no_name_either_when_one_part_is_asked_for(text: str) -> None:
    assert read_name(text, expecting="first") is None
    assert read_name(text, expecting="last") is None


def test_a_long_story_without_a_name_gives_none() -> None:
    sentence = "depuis lundi la box clignote et le technicien n'est pas venu, je suis très déçue. "

    assert read_name(sentence * 20) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("durand", "Durand"),
        ("Durand avec un d", "Durand"),
        ("c'est durand", "Durand"),
        ("c'est tchouameni", "Tchouameni"),
        ("martin", "Martin"),
        ("Thomas", "Thomas"),
        ("rose", "Rose"),
        ("petit", "Petit"),
        ("de la tour", "de la Tour"),
        ("ben ali", "Ben Ali"),
        ("N'DIAYE", "N'Diaye"),
        ("mon nom c'est Le Goff", "Le Goff"),
    ],
)
def test_a_lone_name_is_the_family_name_when_that_was_asked(text: str, last: str) -> None:
    assert read_name(text, expecting="last") == PersonName(None, last)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("c'est sophie", "Sophie"),
        ("Martin", "Martin"),
        ("anne-flore", "Anne-Flore"),
        ("anna lena", "Anna Lena"),
        ("kelyanne", "Kelyanne"),
    ],
)
def test_a_lone_name_is_the_first_name_when_that_was_asked(text: str, first: str) -> None:
    assert read_name(text, expecting="first") == PersonName(first, None)


def test_a_name_that_is_only_a_family_name_is_never_taken_for_a_first_name() -> None:
    assert read_name("dupont", expecting="first") == PersonName(None, "Dupont")


def test_both_parts_are_read_even_when_one_was_asked_for() -> None:
    assert read_name("marie durand", expecting="last") == PersonName("Marie", "Durand")


def test_a_person_whom_a_model_finds_is_the_last_resort() -> None:
    text = "suivez Zylberstein Tchouameni"

    found = read_name(text, entities=lambda _: ["Zylberstein Tchouameni"])

    assert read_name(text) is None
    assert found == PersonName("Zylberstein", "Tchouameni")


def test_a_person_in_the_middle_of_a_story_is_not_its_author() -> None:
    story = "depuis lundi plus rien ne marche et votre technicien Marc Lambert n'a pas su réparer"

    assert read_name(story, entities=lambda _: ["Marc Lambert"]) is None


@pytest.mark.parametrize(
    "text", ["je suis la femme de Marc Lambert", "votre technicien Marc Lambert est nul"]
)
def test_a_person_whom_the_customer_speaks_of_is_not_the_customer(text: str) -> None:
    assert read_name(text, entities=lambda _: ["Marc Lambert"]) is None


def test_ordinary_words_that_a_model_takes_for_a_person_are_refused() -> None:
    assert read_name("Freebox Pop", entities=lambda text: [text]) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("en fait c'est Durand pas Dupont", "Marie", "Durand"),
        ("c'est Durand et pas Dupont", "Marie", "Durand"),
        ("non, Durand", "Marie", "Durand"),
        ("non c'est durand", "Marie", "Durand"),
        ("je m'appelle pas Dupont mais Durand", "Marie", "Durand"),
        ("c'est pas Dupont, c'est Durand", "Marie", "Durand"),
        ("non plutôt Dupond", "Marie", "Dupond"),
        ("Dupond avec un d", "Marie", "Dupond"),
        ("tchouameni pas dupont", "Marie", "Tchouameni"),
        ("c'est pas Marie c'est Maria", "Maria", "Dupont"),
        ("pas Marie, Thomas", "Thomas", "Dupont"),
        ("Thomas pas Marie", "Thomas", "Dupont"),
        ("mon prénom c'est Julie", "Julie", "Dupont"),
        ("mon nom de famille c'est Thomas", "Marie", "Thomas"),
        ("sorry it's Dumont not Dupont", "Marie", "Dumont"),
        ("en fait je m'appelle Paul Martin", "Paul", "Martin"),
    ],
)
def test_a_correction_changes_the_part_it_is_about_and_keeps_the_other(
    text: str, first: str, last: str
) -> None:
    assert read_correction(text, PersonName("Marie", "Dupont")) == PersonName(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "non",
        "non c'est pas ça",
        "c'est la télé le problème",
        "il manque un e à mon nom",
        "je me suis trompé de mail",
        "il faut inverser mon nom et mon prénom",
        "c'est pas la box qui bug c'est le répéteur",
        "Marie Dupont",
        "zubrowkian",
        "Sophie du service client m'a raccroché au nez",
        "non mais Sophie du service client m'a raccroché au nez",
        "",
    ],
)
def test_what_gives_no_new_name_corrects_nothing(text: str) -> None:
    assert read_correction(text, PersonName("Marie", "Dupont")) is None


def test_a_correction_fills_the_part_that_was_missing() -> None:
    corrected = read_correction("non, Durand", PersonName("Karim", None))

    assert corrected == PersonName("Karim", "Durand")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("élodie", "d'almeida", "Élodie d'Almeida"),
        ("MARIE", "DUPONT", "Marie Dupont"),
        ("jean-pierre", "de la tour", "Jean-Pierre de la Tour"),
        ("yann", "le goff", "Yann Le Goff"),
        (None, "o'connor", "O'Connor"),
        ("awa", "n'diaye", "Awa N'Diaye"),
        ("alan", "macdonald", "Alan MacDonald"),
        ("brigitte", "macron", "Brigitte Macron"),
        ("pieter", "van der berg", "Pieter van der Berg"),
        ("Léa", "DeLuca", "Léa DeLuca"),
        ("Karim", None, "Karim"),
    ],
)
def test_a_name_is_shown_with_its_usual_capitals(
    first: str | None, last: str | None, shown: str
) -> None:
    assert display(PersonName(first, last)) == shown


@pytest.mark.parametrize(("text", "first", "last"), NAMES)
def test_a_name_that_was_shown_reads_back_as_itself(
    text: str, first: str | None, last: str | None
) -> None:
    name = PersonName(first, last)

    if first and last:
        assert read_name(display(name)) == name
