"""Every scene of houses with 120 objectives and names as long as people make them."""

from tests.golden.checks import Pictures

HOUSES = ("crowded",)


class TestCrowded(Pictures):
    pass
