from django.contrib.admin import AdminSite


class SitioAdmin(AdminSite):
    """The officers' desk: Django's admin under the institution's name.

    Django's `r/<content type>/<id>/` shortcut redirects to an object's public page whoever asks,
    which would hand one province the links of another; this site does not have it.
    """

    site_header = "Ventanilla virtual del IESS"
    site_title = "Ventanilla virtual"
    index_title = "Escritorio"
    site_url = "/"
    enable_nav_sidebar = False

    def get_urls(self):
        return [ruta for ruta in super().get_urls() if getattr(ruta, "name", "") != "view_on_site"]
