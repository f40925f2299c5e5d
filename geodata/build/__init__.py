"""Scripts that made the committed data files, kept so that anybody can make them again.

They are the only part of `geodata` that uses the network, through the package managers' own
clients, and nothing of the tracker imports them.
"""
