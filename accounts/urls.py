from django.urls import path

from accounts import views_account, views_staff, views_worker

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views_worker.sign_in, name="sign-in"),
    path("sign-in/code/", views_worker.sign_in_code, name="sign-in-code"),
    path("sign-out/", views_worker.sign_out, name="sign-out"),
    path("desk/sign-in/", views_staff.sign_in, name="staff-sign-in"),
    path("desk/sign-in/code/", views_staff.second_page, name="staff-second-factor"),
    path("desk/sign-in/device/", views_staff.enrol, name="staff-enrol"),
    path("desk/account/", views_account.account, name="staff-account"),
    path("desk/account/step-up/", views_account.step_up, name="staff-step-up"),
    path("desk/account/password/", views_account.password, name="staff-password"),
    path("desk/account/device/", views_account.new_device, name="staff-device"),
    path("desk/account/phone/", views_account.phone, name="staff-phone"),
    path("desk/account/phone/code/", views_account.phone_code, name="staff-phone-code"),
    path(
        "desk/account/sessions/<uuid:pk>/end/", views_account.end_session, name="staff-end-session"
    ),
]
