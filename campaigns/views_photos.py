"""Photos of an activity: added, shown to who may see the activity, taken away."""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from audit.refusal import Refused
from campaigns import photos
from campaigns.forms_logging import PhotoForm
from campaigns.models import ActivityPhoto
from campaigns.models.campaign import OFFICERS
from campaigns.views_activities import found_or_404
from organizations.decorators import post_required


@require_POST
@post_required(*OFFICERS)
def add(request, pk):
    found = found_or_404(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused(str(form.errors["photo"][0]), field="photo")
        photos.add(found, upload=form.cleaned_data["photo"], actor=request.user)
    except Refused as refused:
        return _told(request, found, refused.message)
    return _told(request, found, "")


def _told(request, found, problem: str):
    """Where one was; to the page's script in JSON."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        answer = {"saved": not problem, "errors": {"photo": problem} if problem else {}}
        return JsonResponse(answer, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, "照片已收到。")
    return redirect("campaigns:activity", found.pk)


@require_GET
@post_required(*OFFICERS)
def photo(request, pk, photo):
    found = get_object_or_404(ActivityPhoto, pk=photo, activity=found_or_404(request, pk))
    try:
        content = found.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, filename="photo.jpg", content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@post_required(*OFFICERS)
def remove(request, pk, photo):
    activity = found_or_404(request, pk)
    found = get_object_or_404(ActivityPhoto, pk=photo, activity=activity)
    try:
        photos.remove(found, actor=request.user)
        messages.success(request, "照片已删掉。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:activity", pk)
