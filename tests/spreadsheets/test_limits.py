"""A hundred megabytes are heard and thrown away, piece by piece, and answered in words."""

import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from spreadsheets import limits, uploading
from tests.spreadsheets.making import an_upload

MEGA = 1024 * 1024


class Endless(io.RawIOBase):
    """As many bytes as one reads, none of them kept; it remembers the greatest piece asked for."""

    def __init__(self):
        self.read_so_far, self.greatest = 0, 0

    def read(self, size=-1):
        assert size >= 0, "all of it at once"
        self.read_so_far += size
        self.greatest = max(self.greatest, size)
        return b"x" * size


@limits.limited
def view(request):
    files = request.FILES.getlist("file")
    return HttpResponse(f"{request.too_large} {len(request.POST)} {len(files)}")


def a_request(stream, length):
    request = RequestFactory().post("/", data=b"", content_type="multipart/form-data; boundary=x")
    request._dont_enforce_csrf_checks = True
    request.environ["wsgi.input"], request.environ["CONTENT_LENGTH"] = stream, str(length)
    return type(request)(request.environ)


def test_a_hundred_megabytes_are_heard_out_and_not_taken_in():
    stream = Endless()
    assert view(a_request(stream, 100 * MEGA)).content == f"{100 * MEGA} 0 0".encode()
    assert stream.read_so_far == 100 * MEGA
    assert stream.greatest <= limits.PIECE


def test_nobody_listens_for_ever(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0)
    stream = Endless()
    view(a_request(stream, 10**15))
    assert stream.read_so_far <= limits.PIECE


@pytest.mark.parametrize("length", ["", "-1", "abc", "1e9", "9" * 40])
def test_an_odd_length_announces_nothing(length):
    request = RequestFactory().get("/")
    request.META["CONTENT_LENGTH"] = length
    assert limits._announced(request) == 0


def test_the_answer_says_how_large_it_is_and_how_large_it_may_be():
    assert uploading.too_large(100 * MEGA) == (
        "这个文件有100MB，最大只收10MB。请去掉图片和用不到的工作表，或分成几份再传。"
    )


def test_what_is_taken_in_goes_to_the_disk_whatever_its_size():
    @limits.limited
    def takes(request):
        return HttpResponse(type(request.FILES["file"]).__name__)

    request = RequestFactory().post("/", {"file": an_upload(b"small")})
    request._dont_enforce_csrf_checks = True
    assert takes(request).text == "TemporaryUploadedFile"


def test_without_the_token_nothing_is_taken_in():
    request = RequestFactory().post("/", {"file": an_upload(b"small")})
    assert view(request).status_code == 403
