from accounts.permissions import PUBLIC, SIGNED_IN
from accounts.routing import route
from accounts.views import own

app_name = "accounts"

# The sign-in library's own list of routes is not included: it opens sign-up, e-mail and reset.
own_account = [
    route("masuk/", own.sign_in, name="sign_in", needs=PUBLIC),
    route("keluar/", own.sign_out, name="sign_out", needs=PUBLIC),
    route("akun/", own.account, name="account", needs=SIGNED_IN),
    route("akun/sandi/", own.change_password, name="change_password", needs=SIGNED_IN),
    route("akun/masih-di-sini/", own.still_here, name="still_here", needs=SIGNED_IN),
]

urlpatterns = own_account
