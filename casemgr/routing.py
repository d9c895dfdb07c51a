"""Addresses as a tree: a request is compared with the parts of its own branch, not with every address there is."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Entry = URLPattern | URLResolver


def as_tree(entries: Sequence[Entry]) -> list[Entry]:
    """The same addresses under the same names, those that begin alike together; regular expressions come first.

    A part in words comes before one that stands for many: what names one address exactly is found whatever its place
    in the list was. Those that stand for many stay in their order.
    """
    leaves = [leaf for entry in entries for leaf in _leaves(entry)]
    plain = [(route, leaf) for route, leaf in leaves if isinstance(leaf.pattern, RoutePattern)]
    return [leaf for _route, leaf in leaves if not isinstance(leaf.pattern, RoutePattern)] + _grown(plain)


def _leaves(entry: Entry, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    if before and not isinstance(entry.pattern, RoutePattern):
        raise ImproperlyConfigured(f"A regular expression below another address: {entry}")
    route = before + str(entry.pattern)
    if isinstance(entry, URLPattern):
        yield route, entry
        return
    for inner in entry.url_patterns:
        yield from _leaves(inner, route)


def _grown(leaves: list[tuple[str, URLPattern]]) -> list[Entry]:
    parted = [(head + slash, rest, leaf) for route, leaf in leaves for head, slash, rest in [route.partition("/")]]
    words = [one for one in parted if "<" not in one[0]]
    words.sort(key=lambda one: one[0])
    many = [one for one in parted if "<" in one[0]]
    tree: list[Entry] = []
    for head, alike in groupby([*words, *many], key=lambda one: one[0]):
        branch = list(alike)
        further = [(rest, leaf) for _head, rest, leaf in branch if rest]
        tree += [_again(head, leaf) for _head, rest, leaf in branch if not rest]
        if len(further) == 1:
            tree += [_again(head + rest, leaf) for rest, leaf in further]
        elif further:
            tree.append(URLResolver(RoutePattern(head), _grown(further)))
    return tree


def _again(route: str, leaf: URLPattern) -> URLPattern:
    pattern = RoutePattern(route, name=leaf.name, is_endpoint=True)
    return URLPattern(pattern, leaf.callback, leaf.default_args, leaf.name)
