#!/bin/sh
# The agent of the performance hub's screen, and the verbs to set it up.
PYTHONPATH=/usr/local/lib/hub-kiosk exec /usr/bin/python3 -B -m hub_kiosk "$@"
