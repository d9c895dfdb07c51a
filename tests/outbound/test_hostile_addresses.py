"""Whatever is typed, nothing is opened to an address where no request may go."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.outbound import OutboundError, fetch
from casemgr.outbound.addresses import is_inner, is_public

pytestmark = pytest.mark.nodb

NOWHERE = "0.0.0.0"  # noqa: S104 - typed by somebody, bound by nobody
WRITTEN = [
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "//example.org/",
    "example.org",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://",
    "https:// /",
    "https://?x",
    "https://:443/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0x7f.1/",
    "https://127.0x0.0.01/",
    "https://127.0.0.1./",
    "https://0/",
    "https://0.0.0.0/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://0xa9fea9fe/",
    "https://10.0.0.1/",
    "https://192.168.0.1/",
    "https://8.8.8.8/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1%25eth0]/",
    "https://[fe80::1%eth0]/",
    "https://[fd00:ec2::254]/",
    "https://[v1.x]/",
    "https://[::1/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://metadata/",
    "https://example.org./",
    "https://example..org/",
    "https://.example.org/",
    "https://-a.example.org/",
    "https://a_b.example.org/",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://@example.org/",
    "https://example.org@127.0.0.1/",
    "https://example.org%40127.0.0.1/",
    "https://example.org%2f@127.0.0.1/",
    "https://127.0.0.1%2f.example.org/",
    "https://127.0.0.1%00.example.org/",
    "https://example.org\\@127.0.0.1/",
    "https://example.org\\.internal/",
    "https://example.org\t/",
    "https://exam\nple.org/",
    "https://example.org/\r\nHost: internal",
    " https://example.org/",
    "https://example.org/ ",
    "https://example.org/#x",
    "https://example.org/#",
    "https://example.org:22/",
    "https://example.org:80/",
    "https://example.org:8443/",
    "https://example.org:0/",
    "https://example.org:0443/",
    "https://example.org:/",
    "https://example.org:65979/",  # 443 more than 65536
    "https://example.org:-1/",
    "https://example.org:443:443/",
    "https://①②⑦.0.0.1/",
    "https://١٢٧.٠.٠.١/",
    "https://127。0。0。1/",
    "https://ｅxample.org/",
    "https://exаmple.org/",
    "https://example.org:４４３/",
    "https://\u200bexample.org/",
    "https://example.org/é",
    "https://" + "a" * 64 + ".org/",
    "https://" + "a." * 130 + "org/",
    "https://example.org/" + "a" * 2000,
]
LEADING = [
    "127.0.0.1", "127.255.255.254", NOWHERE, "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "100.100.100.200", "169.254.169.254", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b::5db8:d70e",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:5db8:d70e::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo",
    "fec0::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("url", WRITTEN)
def test_a_hostile_way_of_writing_opens_nothing_and_asks_nobody(url, opened, resolver):
    with pytest.raises(OutboundError) as refusal:
        fetch(url)
    assert (refusal.value.code, opened, resolver.asked) == ("address", [], [])


@pytest.mark.parametrize("address", LEADING)
@pytest.mark.parametrize("more", [[], ["93.184.215.14"]], ids=["alone", "with a public one"])
def test_a_name_that_leads_into_a_network_of_somebodys_own_opens_nothing(address, more, opened, resolver):
    resolver.says = [[*more, address]]
    with pytest.raises(OutboundError) as refusal:
        fetch("https://example.org/")
    assert (refusal.value.code, opened) == ("forbidden", [])


def test_a_name_that_leads_elsewhere_at_the_second_look_is_looked_up_once(opened, resolver):
    resolver.says = [["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], ["127.0.0.1"]]
    with pytest.raises(OutboundError) as refusal:
        fetch("https://example.org/")
    assert refusal.value.code == "unreachable"
    assert opened == ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
    assert resolver.asked == ["example.org"]


def test_a_name_that_leads_nowhere_says_so(opened, resolver):
    resolver.says = [[]]
    with pytest.raises(OutboundError) as refusal:
        fetch("https://example.org/")
    assert (refusal.value.code, opened) == ("name", [])


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_asked(name, monkeypatch, opened, resolver):
    monkeypatch.setenv(name, "http://127.0.0.1:3128")
    with pytest.raises(OutboundError):
        fetch("https://example.org/")
    assert opened == ["93.184.215.14"]


def test_what_the_operator_allows_may_lie_inside_but_not_where_clouds_keep_credentials(settings, opened, resolver):
    settings.CASEMGR_OUTBOUND_ALLOW = ["login.home:8443"]
    inside = ("10.1.2.3", "127.0.0.1", "fd12::1")
    beyond = ("169.254.169.254", "fe80::1", "224.0.0.1", NOWHERE, "fd00:ec2::254", "100.100.100.200")
    for address in (*inside, *beyond):
        resolver.says = [[address]]
        with pytest.raises(OutboundError) as refusal:
            fetch("https://login.home:8443/")
        assert refusal.value.code == ("unreachable" if address in inside else "forbidden")
    for other in ("https://login.home/", "https://login.home:8444/", "https://other.home:8443/"):
        with pytest.raises(OutboundError) as refusal:
            fetch(other)
        assert refusal.value.code in ("address", "forbidden")
    assert opened == list(inside)


def forms_of(address):
    """Ways of writing an IPv4 address that some resolver somewhere understands, and the IPv6 ones that carry it."""
    number, parts = int(address), str(address).split(".")
    hexed, octal = [hex(int(part)) for part in parts], [f"0{int(part):o}" for part in parts]
    inside = f"{number >> 16:x}:{number & 0xFFFF:x}"
    yield from (str(address), str(number), hex(number), f"0{number:o}", ".".join(hexed), ".".join(octal))
    yield from (".".join([hexed[0], octal[1], *parts[2:]]), f"{parts[0]}.{number & 0xFFFFFF}", f"{address}.")
    yield from (f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{inside}]", f"[2002:{inside}::1]")


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.integers(0, 2**32 - 1).map(IPv4Address), st.data())
def test_no_address_is_taken_for_a_name_however_it_is_written(opened, resolver, address, data):
    url = f"https://{data.draw(st.sampled_from(list(forms_of(address))))}/"
    with pytest.raises(OutboundError) as refusal:
        fetch(url)
    assert (refusal.value.code, opened, resolver.asked) == ("address", [], [])


ADDRESSES = st.one_of(
    st.integers(0, 2**32 - 1).map(IPv4Address),
    st.integers(0, 2**128 - 1).map(IPv6Address),
    st.integers(0x2000 << 112, (0x4000 << 112) - 1).map(IPv6Address),
    st.sampled_from([ip_address(one) for one in LEADING if "%" not in one]),
)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(ADDRESSES, min_size=1, max_size=4))
def test_only_what_python_too_calls_global_is_connected_to(opened, resolver, found):
    opened.clear()
    resolver.says = [[str(one) for one in found]]
    with pytest.raises(OutboundError) as refusal:
        fetch("https://example.org/")
    if all(is_public(one) for one in found):
        assert opened == list(dict.fromkeys(map(str, found)))
        assert all(one.is_global and not one.is_multicast for one in found)
        assert not any(hidden(one) for one in found)
    else:
        assert (refusal.value.code, opened) == ("forbidden", [])


def hidden(address):
    """An IPv4 address that an IPv6 one carries."""
    return address.version == 6 and (address.ipv4_mapped or address.sixtofour or address.teredo)


@settings(max_examples=500, deadline=None)
@given(ADDRESSES)
def test_nothing_is_both_public_and_inside(address):
    assert not (is_public(address) and is_inner(address))
