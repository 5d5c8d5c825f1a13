"""Every address of the product, read from the table by which requests are answered."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse

# Addresses of django-allauth, which guards its own.
ACCOUNTS = "tai-khoan/"
# A parameter in a path as it is declared. What the resolver holds of its converters is shared by all empty paths, and
# holds those of their parents once an address was put together.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One address of the product: its name, its parameters below the commune, its view, its path as it is declared."""

    name: str
    below_commune: bool
    parameters: tuple[str, ...]
    view: object
    route: str = ""

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the view admits, empty for all."""
        view = self.view
        while view is not None:
            found = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
            if "request_method_list" in found:
                return tuple(found["request_method_list"])
            view = getattr(view, "__wrapped__", None)
        return ()

    @property
    def post_only(self) -> bool:
        """Whether the address takes acts alone."""
        return self.methods == ("POST",)

    @property
    def needs(self) -> tuple:
        """The capabilities of which the view asks one."""
        return getattr(self.view, "needs", ())

    def url(self, commune: str, **parameters) -> str:
        """Return the address in a commune."""
        return reverse(self.name, kwargs={"commune": commune, **parameters})


def addresses() -> list[Address]:
    """Return every address except those of django-allauth."""
    return list(_walk(get_resolver(), "", "", ()))


def _walk(resolver, prefix: str, path: str, above: tuple) -> Iterator[Address]:
    """Yield the addresses below a resolver."""
    for entry in resolver.url_patterns:
        parameters, route = (*above, *PARAMETER.findall(str(entry.pattern))), path + str(entry.pattern)
        if str(entry.pattern) == ACCOUNTS or str(entry.pattern).startswith(f"^{ACCOUNTS}"):
            continue
        if isinstance(entry, URLResolver):
            namespace = f"{entry.namespace}:" if entry.namespace else ""
            yield from _walk(entry, prefix + namespace, route, parameters)
        else:
            rest = tuple(name for name in parameters if name != "commune")
            yield Address(f"{prefix}{entry.name}", "commune" in parameters, rest, entry.callback, route)
