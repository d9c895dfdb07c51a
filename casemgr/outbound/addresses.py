"""Which IP addresses a request may go to. Written out, so that it doesn't change with the version of Python.

Source: the IANA special-purpose address registries (RFC 6890 and its updates), read in November 2026.
"""

from ipaddress import IPv4Address, IPv6Address, ip_network

Address = IPv4Address | IPv6Address


def _networks(words: str) -> tuple:
    return tuple(ip_network(word) for word in words.split())


GLOBAL_IPV6 = ip_network("2000::/3")  # all else isn't out yet, is somebody's own, or hides an IPv4 address
NEVER = _networks(
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
    "168.63.129.16/32 "  # a cloud's own control address, public by its number only
    "2001::/23 2001:db8::/32 2002::/16 3fff::/20"  # protocols and Teredo, documentation, 6to4, documentation
)
# an operator may open these by name; never link-local, where clouds keep their machines' credentials
INNER = _networks("10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7")
CREDENTIALS = _networks("100.100.100.200/32 fd00:ec2::254/128")


def is_public(address: Address) -> bool:
    """Whether the address is one machine in the open internet, and carries no other address inside."""
    if address.version == 6 and address not in GLOBAL_IPV6:
        return False
    return not _in(address, NEVER)


def is_inner(address: Address) -> bool:
    """Whether the address lies in a network of somebody's own, or on this machine."""
    return _in(address, INNER) and not _in(address, CREDENTIALS)


def _in(address: Address, networks: tuple) -> bool:
    return any(address in network for network in networks if network.version == address.version)
