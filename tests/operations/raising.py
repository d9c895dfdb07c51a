"""Views that go wrong in every way, with planted words in message and locals."""

from django.db import connection
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from rest_framework.views import APIView

PLANTED = "Amira-Planted-Haddad"


class Planted(Exception):
    """An error of the program that quotes a person."""


def in_view(request):
    legal_name = PLANTED
    raise Planted(f"can't save {legal_name}") from ValueError(legal_name)


def in_database(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::int", [PLANTED])
    return HttpResponse()


def constraint(request):
    """Its message holds the whole row: `Failing row contains (…)`, `Key (…)=(…) already exists`."""
    says = f"RAISE unique_violation USING DETAIL = 'Key (legal_name)=({PLANTED}) already exists.'"
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN {says}; END $$")
    return HttpResponse()


def in_stream(request):
    def pieces():
        yield b"first " * 2000
        raise Planted(PLANTED)

    return StreamingHttpResponse(pieces(), content_type="application/pdf", headers={"Content-Length": "99999"})


def in_body(request):
    return HttpResponse(Unspeakable())


def in_header(request):
    return HttpResponse(headers={"X-Name": f"{PLANTED}\r\nSet-Cookie: a=b"})


def ignored(request):
    """An error in `__del__`, which Python tells of by itself."""
    Unforgiving()
    return JsonResponse({})


class Unspeakable:
    def __str__(self):
        raise Planted(PLANTED)


class Unforgiving:
    def __del__(self):
        raise Planted(PLANTED)


class Program(APIView):
    permission_classes = []

    def get(self, request):
        raise Planted(PLANTED)


WAYS = {
    "view": in_view,
    "database": in_database,
    "constraint": constraint,
    "stream": in_stream,
    "body": in_body,
    "header": in_header,
    "ignored": ignored,
}
