"""What runs inside Rasa: the NLU components that `config.yml` names. Imports no other folder.

`ngrams` and `language` need no Rasa either; the other environment may use them.
"""
