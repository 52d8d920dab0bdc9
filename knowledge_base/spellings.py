"""The tables of spellings that `normalise` applies; every spelling in them is folded."""

from __future__ import annotations

ELIDED = {
    "c": "ce",
    "d": "de",
    "j": "je",
    "jusqu": "jusque",
    "l": "le",
    "lorsqu": "lorsque",
    "m": "me",
    "n": "ne",
    "puisqu": "puisque",
    "qu": "que",
    "s": "se",
    "t": "te",
}

_LITTLE_WORDS = {
    "je": "j jeu jme",
    "je ai": "g jai ge",
    "je avais": "javais javai gave",
    "je ne": "jne jn",
    "je ne ai": "jnai",
    "je suis": "jsuis jss jsui chui chuis",
    "je veux": "jveux jveu jve jvx",
    "je voudrais": "jvoudrais jvoudrai jvoudre jvoudrait",
    "je peux": "jpeux jpeu jpe",
    "je sais": "jsais jsai chais",
    "je paie": "jpaie jpaye jpaies",
    "je recois": "jrecois jrecoi jresoi",
    "ce est": "cest c ct",
    "est ce que": "eske esk esce estce esque",
    "que est ce que": "keske kesk kecke keskeu kesque kestce keskil",
    "quoi": "koi kwa koua koa",
    "qui": "ki",
    "que": "ke keu q",
    "quel": "kel",
    "quelle": "kelle",
    "quand": "kan kand qd qand kant",
    "comment": "cmt cmnt coman comen coment commen koman koment kmt komen comant",
    "combien": "cb combi1 combi konbien kombien cmb cbien",
    "pourquoi": "pk pq pkoi pqoi prk prkoi pourkoi pourkwa purquoi pourqoi",
    "parce que": "pck pcq pcke psk paske parske parceke",
    "il y a": "ya yia",
    "il y a plus": "yapu yaplus yaplu",
    "pas": "pa ps po",
    "plus": "plu pluss plusse",
    "rien": "ri1 ryen rin",
    "bien": "bi1 bi1n",
    "tout": "tt",
    "tous": "ts",
    "toujours": "tjs tjrs tjr toujour tjours tjour toujrs tjrss",
    "temps": "tps tmps",
    "longtemps": "lgtps lgtmps lontan longtps lontemps",
    "jamais": "jms jamai jame",
    "maintenant": "mtn mnt mtnt mnan maintenan mtenan",
    "depuis": "dps dpuis depui dep dpui",
    "avec": "ac avk avc aveque",
    "sans": "ss",
    "pour": "pr pou",
    "dans": "ds dan",
    "sur": "sr",
    "aussi": "ossi",
    "encore": "encor ankor enkor",
    "beaucoup": "bcp bcoup boku",
    "meme": "mm mem",
    "quelque chose": "qqch qqchose qlq",
    "quelqu un": "qqn qqun kelkun quelquun",
    "vous": "vs vou",
    "nous": "ns",
    "de": "d",
    "fait": "fai fe",
    "faire": "fere fer faires",
    "faut": "fo fau",
    "veut": "veu",
    "etre": "etr",
    "avoir": "avoire avwar",
    "recu": "ressu resu",
    "marche": "marchent marchais marchait march marshe",
    "fonctionne": "fonctionnent fonctionnait foncionne fonctione",
    "bonjour": "bjr bjour slt salut bonsoir bsr coucou cc",
    "merci": "mci mrc merki",
    "se il vous plait": "svp stp silvouplait sivouplait",
    "aujourd hui": "aujourdhui ajd auj aujourdui ojd ojourdui ajrd",
    "demain": "dem1 2main demin",
    "semaine": "sem",
    "jour": "jr",
    "jours": "jrs",
    "probleme": "pb prob pbl pbm pblm problem soucis souci",
    "problemes": "pbs",
}

_TRADE_WORDS = {
    "rendez vous": "rdv rdvs rendezvous",
    "numero": "num numro",
    "telephone": "tel tell telef telfon",
    "ordinateur": "ordi pc",
    "ordinateurs": "ordis",
    "television": "tele tv",
    "internet": "net internette inernet internt intrenet",
    "connexion": "co conection connection conexion connec cnx cnxion conex",
    "reseau": "reso rezo rezeau resau reseaux resaux",
    "wifi": "wiffi wfi ouifi wify",
    "box": "freebox fbx boxe frebox bocks",
    "fibre": "fibr fib",
    "debit": "debi",
    "facture": "fact factur fakture",
    "prelevement": "prelevment prelevmnt prelevemen",
    "abonnement": "abo abonement abonmen abonnemen",
    "forfait": "forfai forfet forfe",
    "technicien": "tech techni technitien tecnicien tekniciens",
    "application": "appli app aplication",
    "message": "msg mess",
    "messages": "msgs",
    "sms": "texto textos",
    "mail": "email emails mails courriel courriels mel",
    "mot de passe": "mdp motdepasse",
    "information": "info infos informations",
    "service client": "sav",
    "commande": "cmd comande",
    "adresse": "adress adr",
    "remboursement": "rembours",
    "demenagement": "demenagment demenagemen",
    "repeteur": "repetteur repeter",
    "telecommande": "telecomande zapette zappette",
    "panne": "pane hs",
    "decodeur": "dekodeur player",
    "operateur": "ope opera operator",
    "donnees": "data",
}

WORDS = {
    written: word
    for table in (_LITTLE_WORDS, _TRADE_WORDS)
    for word, spellings in table.items()
    for written in spellings.split()
}

# What can follow "sa" only when it stands for "ça", and "pu" or "p" only when they mean "plus".
_VERBS = (
    "marche|fonctionne|fait|bug|bugue|coupe|capte|rame|change|veut|va|passe|reste|charge|met|vient|"
    "arrive|sert|dure|continue|commence|recommence|saute|bloque|plante|affiche|dit|ne|sonne|tourne|"
    "lag|deconnecte|repond|demarre|s|m|me|est|a"
)
_THINGS = (
    "de|du|des|d|rien|internet|wifi|reseau|connexion|television|telephone|box|fibre|son|image|"
    "acces|aucun|aucune|la|le|les|un|une|mon|ma|mes|ligne|debit|code|tonalite"
)
IN_CONTEXT = (
    (rf"\bsa (?=(?:{_VERBS})\b)", "ca "),
    (rf"\b(?:pu|p) (?=(?:{_THINGS})\b)", "plus "),
    (r"\ba pu\b(?= *$)", "a plus"),
    (r"\b(marche|fonctionne|capte|passe|charge|repond|demarre|allume) pu\b", r"\1 plus"),
    (r"\bwi fi\b", "wifi"),
    (r"\be sim\b", "esim"),
    (r"\ble etranger\b", "etranger"),
    (r"\bquelqu 1\b", "quelqu un"),
)
