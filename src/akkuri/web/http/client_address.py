"""Whose request it is: the address of the connection, or the forwarded one where a trusted proxy says it."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["client_address", "trusted_networks"]

_Network = IPv4Network | IPv6Network


def trusted_networks(texts: Sequence[str]) -> tuple[_Network, ...]:
    """Read addresses and networks of proxies; raises ValueError for what is neither."""
    return tuple(ip_network(text, strict=False) for text in texts)


def client_address(remote: str, forwarded: str, trusted: Sequence[_Network]) -> str:
    """Return the client's address; of IPv6 the network, since one client has all addresses in it.

    `forwarded` is X-Forwarded-For. Its last address was written by the proxy that asks us, the one before by
    the proxy before that: they are believed from the end as long as those who wrote them are trusted.
    """
    found = remote
    for text in reversed(forwarded.split(",") if forwarded else []):
        if not _is_in(found, trusted):
            break
        found = text.strip() or found
    try:
        address = ip_address(found)
    except ValueError:
        return remote
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(address, IPv6Address) else found


def _is_in(address: str, networks: Sequence[_Network]) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False
