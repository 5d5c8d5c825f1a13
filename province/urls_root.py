"""Addresses of a province, below `tinh/<slug>/`."""

from django.urls import path

from province.views import acts, home, members, papers, roll_up, sheets

app_name = "province"
urlpatterns = [
    path("", home.home, name="home"),
    path("dia-phuong/", home.communes, name="communes"),
    path("dia-phuong/bang-tinh/", home.workbook, name="communes-workbook"),
    path("dia-phuong/them/", members.commune_add, name="commune-add"),
    path("dia-phuong/<int:pk>/", home.commune, name="commune"),
    path("dia-phuong/<int:pk>/thoi-theo-doi/", members.commune_leave, name="commune-leave"),
    path("van-ban/", papers.papers, name="papers"),
    path("van-ban/<slug:kind>/<int:pk>/<slug:format>/", papers.download, name="paper-file"),
    path("tong-hop/", roll_up.roll_up_page, name="roll-up"),
    path("tong-hop/<int:year>/bang-tinh/", roll_up.workbook, name="roll-up-workbook"),
    path("tong-hop/<int:year>/tao/", roll_up.make, name="roll-up-make"),
    path("tong-hop/bao-cao/<int:pk>/<slug:format>/", roll_up.file, name="roll-up-file"),
    path("nguoi/", members.members, name="members"),
    path("nguoi/them/", members.member_add, name="member-add"),
    path("nguoi/<int:pk>/mat-khau/", members.member_reset, name="member-reset"),
    path("nguoi/<int:pk>/ket-thuc/", members.member_end, name="member-end"),
    path("nguoi/<int:pk>/cho-dang-nhap-lai/", members.member_lift_throttle, name="member-lift-throttle"),
    path("nguoi/<int:pk>/go-xac-thuc-hai-buoc/", members.member_remove_second_step, name="member-remove-second-step"),
    path("quy-dinh-dang-nhap/", members.sign_in_policy, name="sign-in-policy"),
    path("phieu-giao-tai-khoan/", members.hand_over, name="hand-over"),
    path("lap-tu-excel/", sheets.index, name="sheets"),
    path("lap-tu-excel/mau/", sheets.template, name="sheet-template"),
    path("lap-tu-excel/<int:pk>/", sheets.detail, name="sheet"),
    path("lap-tu-excel/<int:pk>/lap/", sheets.apply, name="sheet-apply"),
    path("lap-tu-excel/<int:pk>/bo/", sheets.discard, name="sheet-discard"),
    path("lich-su/", acts.act_list, name="acts"),
    path("lich-su/xuat/", acts.export, name="acts-export"),
]
