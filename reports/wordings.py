"""Lets the articles of decisions speak in the commune's own words."""

from awards.services.decision_words import word_articles
from reports.documents.award_decision import own_articles

word_articles(own_articles)
