from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_otp.admin import OTPAdminSite


class PortalAdminSite(OTPAdminSite):
    """Configuration only, and one door only: the desk's own sign-in with its second factor."""

    site_header = "工会门户 · 配置"
    site_title = "配置"
    index_title = "配置"

    def __init__(self, name: str = "admin"):
        super().__init__(name)

    def login(self, request, extra_context=None):
        """Send to the desk's sign-in; whoever is through it and still may not enter gets a 404."""
        if request.user.is_authenticated and request.user.is_verified():
            raise Http404
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('accounts:staff-sign-in')}?{query}")
