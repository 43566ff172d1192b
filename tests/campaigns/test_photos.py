"""Photos of activities: never required, private, gone when taken away."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.refusal import Refused
from campaigns import photos, verifying
from campaigns.models import ActivityPhoto
from tests.campaigns.typed import submitted
from tests.factories import a_picture

pytestmark = pytest.mark.usefixtures("private_folder")
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def activity(campaign, city, officer):
    return submitted(campaign, city.ganzhou_federation, officer)


@pytest.fixture
def photo(activity, officer):
    return photos.add(activity, upload=a_picture(), actor=officer)


def at(photo, name="activity-photo"):
    return reverse(f"campaigns:{name}", args=[photo.activity_id, photo.pk])


def test_a_photo_is_kept_under_a_name_of_ours(photo):
    assert photo.file.name.startswith("activities/")
    assert "我的照片" not in photo.file.name
    assert photo.size == len(photo.file.read())


def test_six_are_enough(activity, officer):
    for _ in range(photos.MOST):
        photos.add(activity, upload=a_picture(), actor=officer)

    with pytest.raises(Refused, match="已经够了"):
        photos.add(activity, upload=a_picture(), actor=officer)


def test_what_is_verified_keeps_the_photos_it_had(activity, photo, officer, city_officer):
    verifying.verify(activity, actor=city_officer)

    with pytest.raises(Refused, match="照片不能再改"):
        photos.add(activity, upload=a_picture(), actor=officer)
    with pytest.raises(Refused, match="照片不能再改"):
        photos.remove(photo, actor=officer)


def test_another_district_adds_and_removes_nothing(activity, photo, other_officer):
    with pytest.raises(Refused, match="不能替这个工会"):
        photos.add(activity, upload=a_picture(), actor=other_officer)
    with pytest.raises(Refused, match="不能替这个工会"):
        photos.remove(photo, actor=other_officer)


def test_a_disk_that_takes_nothing_leaves_no_row(activity, officer, settings, tmp_path):
    (tmp_path / "full").write_text("no directory")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "full")},
        }
    }
    with pytest.raises(Refused, match="活动已经记下了"):
        photos.add(activity, upload=a_picture(), actor=officer)
    assert not ActivityPhoto.objects.exists()


def test_it_is_shown_to_who_may_see_the_activity_and_nobody_else(
    signed_in, photo, city_officer, other_officer, client
):
    answer = signed_in(city_officer).get(at(photo))

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert "no-store" in answer["Cache-Control"]
    assert signed_in(other_officer).get(at(photo)).status_code == 404
    assert "sign-in" in client.get(at(photo)).url


def test_a_photo_of_another_activity_is_not_found_under_this_one(
    signed_in, campaign, city, officer, photo
):
    other = submitted(campaign, city.ganzhou_federation, officer)
    address = reverse("campaigns:activity-photo", args=[other.pk, photo.pk])

    assert signed_in(officer).get(address).status_code == 404


def test_a_file_that_is_gone_is_not_found(signed_in, photo, officer):
    default_storage.delete(photo.file.name)

    assert signed_in(officer).get(at(photo)).status_code == 404


def test_added_and_taken_away_on_its_page(
    signed_in, officer, activity, django_capture_on_commit_callbacks
):
    client = signed_in(officer)
    address = reverse("campaigns:activity-photo-add", args=[activity.pk])
    assert (
        "照片已收到。" in client.post(address, {"photo": a_picture()}, follow=True).content.decode()
    )
    kept = ActivityPhoto.objects.get()
    name = kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(at(kept, "activity-photo-remove"), follow=True)

    assert "照片已删掉。" in answer.content.decode()
    assert not default_storage.exists(name)
    assert client.post(at(kept, "activity-photo-remove")).status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请先选一张照片"),
        ({"photo": SimpleUploadedFile("a.jpg", b"")}, "空的"),
        ({"photo": SimpleUploadedFile("a.jpg", b"no picture")}, "不是能打开的照片"),
    ],
)
def test_what_is_no_photo_is_said_to_person_and_script(
    signed_in, officer, activity, given, sentence
):
    client = signed_in(officer)
    address = reverse("campaigns:activity-photo-add", args=[activity.pk])
    told = client.post(address, given, headers=SCRIPT)
    assert told.status_code == 422
    assert sentence in told.json()["errors"]["photo"]
    for upload in given.values():
        upload.seek(0)
    assert sentence in client.post(address, given, follow=True).content.decode()


def test_the_script_is_told_that_it_arrived(signed_in, officer, activity):
    address = reverse("campaigns:activity-photo-add", args=[activity.pk])

    answer = signed_in(officer).post(address, {"photo": a_picture()}, headers=SCRIPT)
    assert answer.json() == {"saved": True, "errors": {}}
