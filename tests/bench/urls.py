"""The product's addresses and one more: the empty signed-in page every other page is measured against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dxplan.urls import urlpatterns as product


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*product, path("empty/", empty)]
