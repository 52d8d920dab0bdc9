"""The knowledge base: its articles, its glossary, and the search that finds the right one."""
