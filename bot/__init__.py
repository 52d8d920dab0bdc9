"""What runs inside Rasa: the NLU components that `config.yml` names. Imports no other folder."""
