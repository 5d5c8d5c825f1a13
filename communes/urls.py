"""Addresses below `<slug:commune>/`."""

from django.urls import path

from communes.views import accounts, days_off, finding, history, people, places, registers, sheets

app_name = "communes"
urlpatterns = [
    path("settings/", places.settings, name="settings"),
    path("units/", places.unit_list, name="units"),
    path("units/create/", places.unit_create, name="unit-create"),
    path("units/<int:pk>/", places.unit_detail, name="unit"),
    path("units/<int:pk>/edit/", places.unit_edit, name="unit-edit"),
    path("units/<int:pk>/end/", places.unit_end, name="unit-end"),
    path("people/", people.person_list, name="people"),
    path("people/create/", people.person_create, name="person-create"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/end/", people.person_end, name="person-end"),
    path("people/<int:pk>/account/", accounts.account_create, name="account-create"),
    path("people/<int:pk>/account/reset/", accounts.account_reset, name="account-reset"),
    path("people/<int:pk>/account/lock/", accounts.account_lock, name="account-lock"),
    path("people/<int:pk>/account/unlock/", accounts.account_unlock, name="account-unlock"),
    path("people/<int:pk>/account/lift-throttle/", accounts.account_lift_throttle, name="account-lift-throttle"),
    path(
        "people/<int:pk>/account/remove-second-factor/",
        accounts.account_remove_second_factor,
        name="account-remove-second-factor",
    ),
    path("people/<int:pk>/roles/create/", accounts.role_create, name="role-create"),
    path("roles/<int:pk>/end/", accounts.role_end, name="role-end"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("sheets/", sheets.index, name="sheets"),
    path("sheets/<slug:kind>/", sheets.upload, name="sheet-upload"),
    path("sheets/<slug:kind>/template/", sheets.template, name="sheet-template"),
    path("sheet-readings/<int:pk>/", sheets.detail, name="sheet"),
    path("sheet-readings/<int:pk>/choose/", sheets.choose, name="sheet-choose"),
    path("sheet-readings/<int:pk>/apply/", sheets.apply, name="sheet-apply"),
    path("sheet-readings/<int:pk>/discard/", sheets.discard, name="sheet-discard"),
    path("sheet-readings/<int:pk>/file/", sheets.file, name="sheet-file"),
    path("numbers/", registers.number_list, name="numbers"),
    path("history/", history.history_list, name="history"),
    path("search/", finding.find, name="search"),
    path("days-off/", days_off.day_list, name="days-off"),
    path("days-off/create/", days_off.day_create, name="day-off-create"),
    path("days-off/propose/<int:year>/", days_off.propose, name="days-off-propose"),
    path("days-off/<int:pk>/edit/", days_off.day_edit, name="day-off-edit"),
    path("days-off/<int:pk>/remove/", days_off.day_remove, name="day-off-remove"),
]
