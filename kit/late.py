"""Functions whose module is loaded when they are first called.

Libraries that draw papers and read workbooks are large; a process that serves pages seldom needs them and never keeps
them loaded for nothing. What makes papers loads them before it divides (`Late.load`), so that its parts share them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Late:
    """A function named as `module:function`; called as that function is."""

    name: str

    def load(self) -> Callable:
        """Load the module and return the function; raise ImportError or AttributeError where there is none."""
        module, _, function = self.name.partition(":")
        return getattr(import_module(module), function)

    def __call__(self, *args, **kwargs) -> Any:
        """Do what the function does."""
        return self.load()(*args, **kwargs)
