"""Every scene of a house with as many objectives as one map holds."""

from tests.golden.checks import Pictures

HOUSES = ("full",)


class TestFull(Pictures):
    pass
