"""Rasa's custom actions: they translate between a tracker and the domain, one action a file.

No SQL, no ranking and no wording here: tickets/ and knowledge_base/ decide, domain.yml speaks.
"""
