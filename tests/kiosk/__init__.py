"""The kiosk host: the agent in a real browser, and the installer in a folder."""
