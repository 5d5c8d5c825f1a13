"""Pages travel compressed; files keep their length."""

import gzip
from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from emulation.compression import CompressMiddleware

PAGE = "<p>Trả kết quả đúng hẹn.</p>" * 40


def answered(response):
    """Return an answer as it leaves for a browser that reads gzip."""
    asked = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
    return CompressMiddleware(lambda request: response)(asked)


def test_a_page_is_sent_compressed_and_reads_the_same():
    sent = answered(HttpResponse(PAGE))

    assert sent["Content-Encoding"] == "gzip"
    assert int(sent["Content-Length"]) < len(PAGE.encode()) // 4
    assert gzip.decompress(sent.content).decode() == PAGE


def test_the_same_page_is_never_sent_in_one_length_alone():
    lengths = {len(answered(HttpResponse(PAGE)).content) for _ in range(40)}

    assert len(lengths) > 1


def test_a_file_is_sent_as_it_is():
    papers = FileResponse(BytesIO(b"%PDF-1.7" * 100), content_type="application/pdf")
    workbook = HttpResponse(b"PK" * 400, content_type="application/vnd.openxmlformats-officedocument")

    assert not any(answered(each).has_header("Content-Encoding") for each in (papers, workbook))


def test_the_sign_in_page_comes_compressed_to_who_asks(client, db):
    answer = client.get("/tai-khoan/login/", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert "Tên đăng nhập" in gzip.decompress(answer.content).decode()
