"""Every scene of houses with four objectives, without a figure, and without anything."""

from tests.golden.checks import Pictures

HOUSES = ("few", "bare", "empty")


class TestSmall(Pictures):
    pass
