"""Addresses of the campaign's awards, the board of the commune, the fund and the ranking."""

from django.urls import path

from awards.views import board, funds, ranking

RANKING = "campaigns/<int:pk>/rounds/<int:round_pk>/ranking/"

urlpatterns = [
    path("campaigns/<int:pk>/awards/", board.campaign_awards, name="campaign-awards"),
    path("award-board/", board.commune_board, name="board"),
    path("award-fund/", funds.detail, name="fund"),
    path("award-fund/<int:year>/set/", funds.set_fund, name="fund-set"),
    path(RANKING, ranking.detail, name="ranking"),
    path(f"{RANKING}settle/", ranking.settle, name="ranking-settle"),
    path(f"{RANKING}choose/", ranking.choose, name="ranking-choose"),
    path("nominations/<int:pk>/promote/", ranking.promote, name="ranking-promote"),
    path("nominations/<int:pk>/priorities/", ranking.priorities, name="ranking-priorities"),
]
