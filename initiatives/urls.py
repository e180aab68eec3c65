"""Addresses of the room."""

from django.urls import path

from initiatives import item_views, scale_views, views

app_name = "initiatives"

initiative_urls = [
    path("initiatives/<int:pk>/history/", views.initiative_history, name="initiative-history"),
]

responsibility_urls = [
    path(
        "initiatives/<int:pk>/responsibility/",
        views.responsibility_assign,
        name="responsibility-assign",
    ),
    path(
        "initiatives/<int:pk>/responsibility/<int:responsibility_pk>/revoke/",
        views.responsibility_revoke,
        name="responsibility-revoke",
    ),
]

scale_urls = [
    path("scales/", scale_views.scale_list, name="scale-list"),
    path("scales/add/", scale_views.scale_add, name="scale-add"),
    path("plans/<slug:slug>/scale/", scale_views.scale_choose, name="scale-choose"),
]

item_urls = [
    path("plans/<slug:slug>/items/", item_views.itemlist_list, name="itemlist-list"),
    path("items/<int:pk>/", item_views.itemlist_show, name="itemlist-show"),
    path("items/<int:list_pk>/rows/<int:pk>/", item_views.item_edit, name="item-edit"),
]

urlpatterns = scale_urls + initiative_urls + responsibility_urls + item_urls
