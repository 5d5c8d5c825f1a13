"""Templates without the blanks by which their lines are set in: nobody reads them in a page."""

import re

from django.template.loaders import app_directories, filesystem

_SET_IN = re.compile(r"\n[ \t]+")


class _Tight:
    """The words of a template; the lines of a page begin at their first sign, and keep their numbers."""

    def get_contents(self, origin):
        """Return the words of a template."""
        words = super().get_contents(origin)
        return _SET_IN.sub("\n", words) if origin.name.endswith(".html") else words


class Loader(_Tight, filesystem.Loader):
    """Django's loader of our own templates."""


class AppLoader(_Tight, app_directories.Loader):
    """Django's loader of the templates of packages."""
