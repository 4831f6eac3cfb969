"""The kiosk host: keeps one screen of the performance hub lit for months. Standard library only."""
