"""What every test can ask for, and how examples are made up."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.browser", "tests.server", "tests.skips"]

# the same examples in every run, however slow the machine
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
