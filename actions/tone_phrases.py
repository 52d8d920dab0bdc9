"""The phrases that tell a tone: insults, threats, weariness, irony. Pure; French and English.

Every pattern reads text that `actions.tones` has folded: no accents, no capitals, apostrophes as
spaces. A word that is harmless beside others ("l'arnaque par SMS", "je suis avocate", "déclaration
de vol") stands here with the words that make it an attack.
"""

from __future__ import annotations

import re


def _any_of(phrases: str) -> re.Pattern[str]:
    """Any of the patterns, which commas separate."""
    found = [phrase.strip() for phrase in re.split(r", |,?\n", phrases)]
    return re.compile(rf"\b(?:{'|'.join(filter(None, found))})\b")


INSULT = _any_of(
    r"""
    connards?, connasses?, abrutis?, imbeciles?, debiles?, cretins?, idiote?s?, morons?,
    assholes?, bitch, incapables?, incompetente?s?, menteurs?, menteuses?, voleurs?, escrocs?,
    escroquerie, arnaqueurs?, clowns, guignols, rigolos, charlots, branquignols, charlatans,
    tocards?, bouffons?, ordures?, salauds?, salope?s?, batards?, encule?s?, golmon, crooks?,
    liars?, thieves, scammers?, stupid, pathetic, ntm, fdp, vtff, ftg, tg, pauvres? types?,
    bande (?:de|d) (?!passante|\d)\w+, (?:t es|vous etes|gros|pauvre|sale|un|de) cons?,
    gros nuls?, bons? a rien, ta gueule, bunch of, nique ta, fils de p
    """
)
VULGAR = _any_of(
    r"""
    bordel, mepris, vomir, merde, merdique, merdier, putain, ptain, ptn, chier, chiez, foutre,
    foutez, foutage, conneries?, degueulasse, crever, degage, degagez, fuck\w*, shit\w*,
    bullshit, wtf, plein le cul, ras le (?:cul|bol), fous de (?:moi|nous), cassez vous,
    barrez vous, screw you, go to hell, piss(?:ed|ing)? off
    """
)
THREAT = _any_of(
    r"""
    (?:mon|mes|un|l|notre) avocate?s?, (?:my|a|our) (?:lawyer|solicitor)s?, plainte deposee,
    saisi\w* le (?:conciliateur|mediateur), j attaque,
    (?:porte|porter|porterai|depose|deposer|deposerai) (?:\w+ )?plainte,
    (?:saisi\w*|au|devant le|le) tribunal(?! de commerce), huissier, en justice, en demeure,
    60 millions, dgccrf, repression des fraudes, que choisir, entendre parler de (?:moi|nous),
    bloque\w* (?:le|les|mes|vos) prelevements?, tout casser, (?:will|going to|ll) sue, sue you,
    (?:to|call|calling) the police, dernier avertissement
    """
)
OUTRAGE = _any_of(
    r"""
    honteux, honteuse, scandale, scandaleux, scandaleuse, inadmissible, inacceptable,
    intolerable, criminel, furieux, furieuse, furious, outraged, disgrace, disgraceful, degoutez,
    degoute, outree?, (?:une|la|quelle|aucune|pas) honte(?! y), hors de moi, honte a vous,
    a la con, vous (?:deteste|hais), plus jamais (?:free|chez vous|ca), fuyez, en colere,
    c est du vol(?! de), (?:vous|ils) (?:nous )?vol(?:ez|ent),
    (?:vous|m avez|nous avez|me suis fait) arnaqu\w+,
    (?:c est|quelle|de l|pure) (?:une |l )?arnaque, is a scam,
    pire (?:boite|operateur|service|entreprise), worst (?:company|provider|service),
    prene[zs] (?:moi|nous|me|les gens) pour, (?:me|nous) prenez pour, money back or
    """
)
WEARY = _any_of(
    r"""
    marre, lassant, lasse, lassee, fatigant, fatigue[es]?, usant, usante, penible, enieme,
    decue?s?, decevante?, agace\w*, agacant, enerve\w*, enervant, excede\w*, desespere\w*,
    desesperant, hallucinant, abuse, abusez, injoignables?, inutile, ridicule, serieusement,
    pff+, minable, lamentable, catastrophique, nul, nulle, nulles, pourrie?s?, nawak, ridiculous,
    unbelievable, disappointed, disappointing, frustrat\w+, annoying, annoyed, useless, terrible,
    awful, hopeless, seriously, sick of, tired of, fed up, had enough, enough is enough,
    n importe quoi, (?:perd\w*|perte de) (?:mon |ma |du |patience)?(?:temps|patience),
    waste of (?:my )?time, (?:se|vous) (?:moque|fout|fiche|moquez|fichez)\w*, tourne\w* en rond,
    sert a rien, pour rien, for nothing, a quoi bon, plus quoi faire, peux? plus?(?= de| d|$),
    (?:en|jen|n en) peux? plus?, ca suffit, en dessous de tout, pas serieux, voir ailleurs,
    changer d operateur, renvoient la balle, je regrette, franchement vous,
    (?:vous etes|etes vraiment|trop) mauvais
    """
)
WAITING = _any_of(
    r"""
    (?:ca|cela) (?:va )?fai(?:t|re) (?:\w+ ){1,3}(?:heures?|jours?|semaines?|mois)(?= que| dem|$),
    (?:\w+) (?:heures?|jours?|semaines?|mois) (?:sans|que),
    depuis des (?:heures|jours|semaines|mois), (?:for|after) (?:\w+ )?(?:days|weeks|months),
    (?:attends?|attendu) (?:encore|toujours), (?:on|vous) m avai(?:t|ent|ez) promis,
    combien de temps encore, (?:toujours|tjs|tjrs|encore) (?:pas|rien|aucun\w*),
    still (?:no|not|nothing|waiting|don t|doesn t),
    (?:personne|nobody) (?:\w+ )?(?:repond|ever|calls|answers)\w*,
    (?:repond\w*|rappel\w*) jamais, never (?:calls?|answers?|works?),
    aucune? (?:nouvelles?|rappel|reponse), commence a faire, bout de combien
    """
)
REPEATING = _any_of(
    r"""
    deja (?:dit|explique\w*|repondu|signale|appele|fait \w+ fois),
    already (?:told|said|explained|tried), how many times, combien de fois,
    (?:trois|quatre|cinq|six|dix|vingt|cent|[3-9]|\d\d+) ?fois(?! par),
    (?:toujours|encore) (?:la|le|les) memes?, toujours pareil,
    encore (?:une? (?!fois)\w+|et encore),
    (?:deux|trois|quatr|troisi|deuxi|second|x)i?eme (?:fois|panne|appel|rendez vous|technicien),
    again and again, (?:down|offline|broken) again, tout essaye, lisez pas, (?:even|not) reading,
    tout repeter
    """
)
PAYING = re.compile(
    r"\b(?:je (?:paie|paye)|paying|i pay|merite pas)\b.*"
    r"\b(?:rien|pas|plus|nothing|not|doesn|balles|euros?)\b"
)
PRAISE = re.compile(
    r"\b(?:bravo|felicitations|chapeau|genial|super|sympa|formidable|magnifique|merveilleux|top|"
    r"quelle (?:belle|bonne|joie)|(?:great|good|nice|wonderful|brilliant|lovely|fantastic|amazing|"
    r"wow)|merci (?:beaucoup )?(?:vraiment|free|bien))\b"
)
TROUBLE = re.compile(
    r"\b(?:coupures?|coupez|panne|sans|plus (?:de|d|aucun|rien)|attend\w*|annule\w*|semaines?|"
    r"facture de|encore|toujours|pas recu|rien|offline|again|down|bill|charged|outage|broken|"
    r"late)\b"
)
SOLVED = re.compile(
    r"\b(?:remarche|marche bien|marche mieux|marche enfin|ca marche|regle\w*|resolu\w*|revenue?s?|"
    r"repare\w*|(?<!not )(?<!n t )(?<!never )(?:works|working|fixed|solved|back))\b"
    r"(?! (?:\w+ )?(?:pas|pa|plus|jamais|mal|again)\b)"
)
POLITE = re.compile(
    r"\b(?:s il vous plait|svp|stp|s il te plait|please|merci (?:d avance|de|pour|a)|thank you|"
    r"pourriez|auriez|je souhaite\w*|bonne journee)\b"
)
DENIED = re.compile(
    r"\b(?:pas|plus|sans|aucune?|not|n t|jamais|nothing|rien) (?:\w+ ){0,1}?"
    r"(?:en colere|furieu\w+|enerve\w*|fache\w*|decue?s?|agace\w*|plainte|upset|angry|annoyed|"
    r"disappointed|grave|frustrated)\b"
    r"|\b(?:est ce(?: que)?|si|sms|mail|appel) (?:c est )?(?:une |l |d )?arnaque\b"
)
DEMAND = re.compile(
    r"\b(?:veux|exige|rendez|rembours\w*|reparez|retablissez|repondez|maintenant|immediatement|"
    r"tout de suite|attends?|honte|nuls?|encore|toujours|rien|jamais|semaines|mois|stop|fix|give|"
    r"now|answer|want|marche pas|pas normal|marre)\b"
)
FURIOUS_SIGNS = re.compile("[🤬🖕😡👿]")
WEARY_SIGNS = re.compile("[😤🙄😠😒😑]")
