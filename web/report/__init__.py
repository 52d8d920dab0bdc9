"""The report: a view of the figures on paper, as a page to print, as PDF, by mail each week."""
