"""The server of the tests of submissions."""

from tests.intake.conftest import pages, server

__all__ = ["pages", "server"]
