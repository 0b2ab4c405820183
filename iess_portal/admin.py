"""Keep allauth's tables, which hold e-mails and second factors, out of the desk."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])
