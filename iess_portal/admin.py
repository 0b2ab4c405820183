"""What the desk does not show: allauth's tables hold e-mails and no officer has a use for them."""

from allauth.account.models import EmailAddress
from django.contrib import admin

admin.site.unregister(EmailAddress)
