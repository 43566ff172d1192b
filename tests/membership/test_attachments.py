import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.refusal import Refused
from membership import attachments
from membership.models import Attachment
from tests.factories import a_picture

pytestmark = pytest.mark.usefixtures("private_folder")


def test_a_photo_is_kept_as_a_fresh_jpeg_under_a_name_of_ours(application, worker):
    kept = attachments.add(application, upload=a_picture("PNG"), actor=worker)

    assert Image.open(io.BytesIO(kept.file.read())).format == "JPEG"
    assert "我的照片" not in kept.file.name


def test_what_is_no_picture_is_refused_and_leaves_no_row(application, worker):
    with pytest.raises(Refused, match="不是能打开的照片") as refused:
        attachments.add(
            application, upload=SimpleUploadedFile("photo.jpg", b"no picture"), actor=worker
        )

    assert refused.value.field == "photo"
    assert not Attachment.objects.exists()


def test_three_are_enough_and_only_the_applicants_own(application, worker, other_worker):
    for _ in range(attachments.MOST):
        attachments.add(application, upload=a_picture(), actor=worker)

    with pytest.raises(Refused, match="已经够了"):
        attachments.add(application, upload=a_picture(), actor=worker)
    with pytest.raises(Refused, match="申请人本人"):
        attachments.add(application, upload=a_picture(), actor=other_worker)


def test_a_disk_that_takes_nothing_leaves_no_row_and_is_said_kindly(
    application, worker, settings, tmp_path
):
    (tmp_path / "full").write_text("no directory")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "full")},
        }
    }
    with pytest.raises(Refused, match=r"现在存不下.*申请不受影响"):
        attachments.add(application, upload=a_picture(), actor=worker)
    assert not Attachment.objects.exists()
