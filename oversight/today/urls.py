from accounts.permissions import SIGNED_IN
from accounts.routing import route
from oversight.today import views

app_name = "today"

urlpatterns = [route("", views.home, name="home", needs=SIGNED_IN)]
