"""Sources asked over the network: what a connector fetches becomes a file, read like any other."""
