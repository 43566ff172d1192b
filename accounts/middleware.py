"""The desk is left open on other people's tables: it closes by itself."""

from django.utils import timezone

from accounts import sessions


def session_limits(get_response):
    """Sign staff out after thirty idle minutes and after twelve hours whatever they do."""

    def middleware(request):
        user = request.user
        if user.is_authenticated and not user.is_worker:
            now = timezone.now().timestamp()
            why = sessions.why_over(request.session, now)
            if why:
                sessions.end(request, "accounts.timed_out")
                request.session["why_over"] = why
            else:
                sessions.note_seen(request.session, now)
        return get_response(request)

    return middleware
