from django.urls import path

from assistance import views_consent, views_file_forms, views_files, views_survey

urlpatterns = [
    path("desk/assistance/files/", views_files.files, name="files"),
    path("desk/assistance/files/add/", views_file_forms.add, name="file-add"),
    path("desk/assistance/files/<uuid:pk>/", views_files.file, name="file"),
    path("desk/assistance/files/<uuid:pk>/edit/", views_file_forms.edit, name="file-edit"),
    path("desk/assistance/files/<uuid:pk>/consent/", views_consent.consent, name="file-consent"),
    path("desk/assistance/files/<uuid:pk>/move/", views_files.move, name="file-move"),
    path("desk/assistance/files/<uuid:pk>/leave/", views_files.leave, name="file-leave"),
    path("desk/assistance/files/<uuid:pk>/number/", views_files.reveal, name="file-reveal"),
    path("desk/assistance/survey/", views_survey.survey, name="survey"),
    path("desk/assistance/survey/template/", views_survey.template, name="survey-template"),
    path("desk/assistance/classes/", views_survey.hardship_classes, name="classes"),
]
