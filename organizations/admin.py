"""The configuration admin may look at the tree; changes go through the desk, where they are
checked and recorded.
"""

from django.contrib import admin

from organizations.models import Division, Organization


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Division)
class DivisionAdmin(ReadOnly):
    list_display = ("name", "level", "code", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")


@admin.register(Organization)
class OrganizationAdmin(ReadOnly):
    list_display = ("name", "kind", "division", "parent", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("division", "parent")
    search_fields = ("name", "code")
