from django.shortcuts import render


def csrf(request, reason=""):
    """What a person sees when the form's safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)
