"""``hub-kiosk``: run the agent, check its settings, set a screen up or take it down again."""

from hub_kiosk.verbs import exit_with_status

exit_with_status()
