from django.urls import path
from django.views.generic import RedirectView

from foundation.accounts.views import mail_works, sign_in, sign_out

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.ask_for_code, name="sign-in"),
    path("sign-in/code/", sign_in.enter_code, name="enter-code"),
    path("my/mail-works/", mail_works.say_it_works, name="mail-works"),
    path("accounts/logout/", sign_out.sign_out, name="sign-out"),
    path("accounts/signup/", RedirectView.as_view(pattern_name="accounts:sign-in"), name="sign-up"),
]
