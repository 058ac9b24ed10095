"""What stands between the network and the page: addresses, names, login, uploads, turns and bounds."""
