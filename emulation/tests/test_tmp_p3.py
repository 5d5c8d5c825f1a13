import pytest
from reports.tests.certificate_cases import make_stock, decided
from reports.tests.test_certificate_sheets import asked, finished
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
def test_shots(office, monkeypatch):
    from reports.models import PrinterOffset
    stock = make_stock(office.cast, preferred=True); PrinterOffset.objects.create(stock=stock, printer="HP 402", dx="1.5", dy="-0.5")
    d = decided(office.cast)
    doc = finished(asked(d, office.cast, stock=stock))
    page = office.sit("clerk")
    for n, a in (("certificate-stock", stock.pk), ("certificate-layout", stock.pk), ("certificates-of-decision", d.pk), ("certificates-printed", doc.pk)):
        page.goto(office.url(f"reports:{n}", a)); page.screenshot(path=f"/tmp/p3/{n}.png", full_page=True)
    page.goto(office.url("awards:certificates")); page.wait_for_timeout(2000); page.screenshot(path="/tmp/p3/register.png", full_page=True)
    page.goto(office.url("awards:decision", d.pk)); page.screenshot(path="/tmp/p3/decision.png", full_page=True)
