"""Servers on this machine may be asked; nothing else may."""

from __future__ import annotations

import pytest
from pytest_socket import enable_socket, socket_allow_hosts


@pytest.fixture
def loopback(_no_network: None) -> None:
    """Open sockets again, for loopback addresses only."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
