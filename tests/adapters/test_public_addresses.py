from ipaddress import ip_address

import pytest

from adapters.outbound.net.address_rules import AddressRules


def permits(rules: AddressRules, address: str, host: str = "example.org") -> bool:
    return rules.permit(host, ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_what_is_on_the_internet_may_be_reached(address: str) -> None:
    assert permits(AddressRules(), address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_on_the_internet_may_not_be_reached(address: str) -> None:
    assert not permits(AddressRules(), address)


def test_without_protection_everything_may_be_reached() -> None:
    assert permits(AddressRules(protected=False), "127.0.0.1")


def test_a_network_may_be_allowed() -> None:
    rules = AddressRules.of(allowed=["10.1.0.0/16", "fd00::7"])
    assert permits(rules, "10.1.2.3")
    assert permits(rules, "::ffff:10.1.2.3")
    assert permits(rules, "fd00::7")
    assert not permits(rules, "10.2.0.1")


def test_a_host_may_be_allowed_by_its_whole_name() -> None:
    rules = AddressRules.of(allowed=["Minio.internal"])
    assert permits(rules, "10.1.2.3", host="minio.internal")
    assert permits(rules, "10.1.2.3", host="minio.internal.")
    assert not permits(rules, "10.1.2.3", host="minio.internal.evil.org")
    assert not permits(rules, "10.1.2.3", host="evil.org")


def test_what_is_public_may_be_blocked() -> None:
    rules = AddressRules.of(allowed=["8.8.8.8"], blocked=["8.8.0.0/16"])
    assert not permits(rules, "8.8.4.4")
    assert not permits(rules, "::ffff:8.8.4.4")
    assert permits(rules, "8.8.8.8")
    assert permits(rules, "9.9.9.9")


@pytest.mark.parametrize("network", ["10.0.0.0/33", "10.0.0/8", "fe80::/129", "what/ever", "::g"])
def test_what_looks_like_a_network_has_to_be_one(network: str) -> None:
    with pytest.raises(ValueError, match="does not appear"):
        AddressRules.of(allowed=[network])
    with pytest.raises(ValueError, match="does not appear"):
        AddressRules.of(blocked=[network])


@pytest.mark.parametrize("schemes", [[], ["ftp"], ["https", "file"]])
def test_no_other_protocol_can_be_allowed(schemes: list[str]) -> None:
    with pytest.raises(ValueError, match="http, https or both"):
        AddressRules.of(schemes=schemes)
