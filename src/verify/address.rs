//! IP addresses and ranges of them (CIDR) in fields of old APIs.
//!
//! The API server reads them more loosely than the standards: it takes leading zeros for nothing, and bits beyond a
//! range's length. From Kubernetes 1.36 on it refuses both in what is new (`StrictIPCIDRValidation`). Fields of newer
//! APIs want the canonical form, which is not asked for here.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::findings::Findings;
use super::rule::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::output::Minor;
use crate::syntax::Node;

/// The first Kubernetes that refuses addresses which are read in more than one way.
const STRICT: Minor = Minor::new(36);

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// As written, with the bits beyond the length.
    address: IpAddr,
    /// How many bits the addresses of the range share.
    length: u32,
}

/// What is odd about an address that can be read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Oddity {
    LeadingZeros,
    /// An IPv4 address written as one of IPv6.
    Mapped,
    /// Bits beyond a range's length.
    Beyond,
    /// An IPv6 address that is not written as RFC 5952 has it.
    Long,
}

/// The address that a node holds. Adds what the API server says of it.
pub fn address(code: Code, node: &Node, ground: Ground, findings: &mut Findings) -> Option<IpAddr> {
    let text = node.as_str()?;
    let Some((address, oddity)) = read_address(text) else {
        let found = Diagnostic::error(code, format!("`{text}` is not an IP address"));
        findings.add(node, found.help("write it as `192.0.2.10` or `2001:db8::10`"));
        return None;
    };
    if let Some(oddity) = oddity {
        let plain = plain(address).to_string();
        findings.add(node, oddity.finding(code, text, ground).help(format!("write `{plain}`")));
    }
    Some(address)
}

/// The range that a text at a node holds. Adds what the API server says of it.
pub fn range(code: Code, node: &Node, text: &str, ground: Ground, findings: &mut Findings) -> Option<Range> {
    let Some((range, oddity)) = read_range(text) else {
        let found = Diagnostic::error(code, format!("`{text}` is not a range of IP addresses"));
        findings
            .add(node, found.help("write its first address and a length: `192.0.2.0/24`, `2001:db8::/64`"));
        return None;
    };
    if let Some(oddity) = oddity {
        let help = match oddity {
            Oddity::Beyond => {
                let (first, one) = (range.first(), range.width());
                format!(
                    "write `{first}/{}` for the range, `{}/{one}` for the address",
                    range.length, range.address
                )
            }
            _ => format!("write `{}/{}`", plain(range.first()), range.plain_length()),
        };
        findings.add(node, oddity.finding(code, text, ground).help(help));
    }
    Some(range)
}

impl Oddity {
    fn finding(self, code: Code, text: &str, ground: Ground) -> Diagnostic {
        let what = match self {
            Oddity::LeadingZeros => "has leading zeros, which some read as octal",
            Oddity::Mapped => "is an IPv4 address written as one of IPv6",
            Oddity::Beyond => "names an address where a range should begin",
            Oddity::Long => "is not the usual form of this IPv6 address",
        };
        let message = format!("`{text}` {what}");
        if self == Oddity::Long {
            return Diagnostic::warning(code, message);
        }
        match ground.minor >= STRICT {
            true => Diagnostic::error(code, message),
            false => Diagnostic::warning(code, message).note("Kubernetes refuses it from 1.36 on"),
        }
    }
}

impl Range {
    /// Whether another range lies in this one and is smaller.
    pub fn holds(&self, other: &Range) -> bool {
        let same_width = self.width() == other.width();
        same_width
            && self.length < other.length
            && first(bits(other.address), self.length, self.width())
                == first(bits(self.address), self.length, self.width())
    }

    /// The bits of an address of this kind.
    fn width(&self) -> u32 {
        if self.address.is_ipv4() { 32 } else { 128 }
    }

    fn first(&self) -> IpAddr {
        let bits = first(bits(self.address), self.length, self.width());
        match self.address {
            IpAddr::V4(_) => Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX)).into(),
            IpAddr::V6(_) => Ipv6Addr::from_bits(bits).into(),
        }
    }

    /// The length that the range has once its addresses are written plainly.
    fn plain_length(&self) -> u32 {
        let is_mapped = self.address.is_ipv6() && plain(self.address).is_ipv4();
        if is_mapped { self.length.saturating_sub(96) } else { self.length }
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The bits that a range's addresses share, with zeros after them.
fn first(bits: u128, length: u32, width: u32) -> u128 {
    let beyond = width.saturating_sub(length);
    bits.checked_shr(beyond).and_then(|shared| shared.checked_shl(beyond)).unwrap_or(0)
}

/// An IPv4 address in IPv6 as what it is.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// Whether a text can be read as an address, odd or not.
pub fn is_address(text: &str) -> bool {
    read_address(text).is_some()
}

fn read_address(text: &str) -> Option<(IpAddr, Option<Oddity>)> {
    let trimmed = without_zeros(text);
    let address: IpAddr = trimmed.parse().ok()?;
    let oddity = match address {
        IpAddr::V6(inner) if inner.to_ipv4_mapped().is_some() => Some(Oddity::Mapped),
        _ if matches!(trimmed, Cow::Owned(_)) => Some(Oddity::LeadingZeros),
        IpAddr::V6(inner) => (!is_usual(inner, text)).then_some(Oddity::Long),
        IpAddr::V4(_) => None,
    };
    Some((address, oddity))
}

fn read_range(text: &str) -> Option<(Range, Option<Oddity>)> {
    let (address, length) = text.split_once('/')?;
    let (address, oddity) = read_address(address)?;
    if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let has_zeros = length.len() > 1 && length.starts_with('0');
    let range = Range { address, length: length.parse().ok()? };
    if range.length > range.width() {
        return None;
    }
    let oddity = match oddity {
        None | Some(Oddity::Long) if has_zeros => Some(Oddity::LeadingZeros),
        None | Some(Oddity::Long) if range.first() != address => Some(Oddity::Beyond),
        other => other,
    };
    Some((range, oddity))
}

/// Whether a text is how an address of IPv6 prints, without printing it where its letters tell.
fn is_usual(address: Ipv6Addr, text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_uppercase()) && address.to_string() == text
}

/// The IPv4 address, or the one at the end of an IPv6 address, without the zeros that its numbers begin with.
fn without_zeros(text: &str) -> Cow<'_, str> {
    let (before, numbers) = match text.rfind(':') {
        Some(at) => text.split_at_checked(at + 1).unwrap_or(("", text)),
        None => ("", text),
    };
    let has_zero = |number: &str| number.len() > 1 && number.starts_with('0');
    if !numbers.contains('.') || !numbers.split('.').any(has_zero) {
        return Cow::Borrowed(text);
    }
    let trim = |number: &str| match number.trim_start_matches('0') {
        "" if !number.is_empty() => "0".to_string(),
        rest => rest.to_string(),
    };
    let numbers: Vec<String> = numbers.split('.').map(trim).collect();
    Cow::Owned(format!("{before}{}", numbers.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oddity(text: &str) -> Result<Option<Oddity>, ()> {
        let read = if text.contains('/') {
            read_range(text).map(|(_, oddity)| oddity)
        } else {
            read_address(text).map(|(_, oddity)| oddity)
        };
        read.ok_or(())
    }

    #[test]
    fn addresses_and_ranges_are_read_as_the_api_server_does() {
        for good in
            ["10.0.0.1", "::1", "2001:db8::1", "0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "fe80::/10"]
        {
            assert_eq!(oddity(good), Ok(None), "{good}");
        }
        for (text, odd) in [
            ("010.0.0.1", Oddity::LeadingZeros),
            ("10.00.0.1", Oddity::LeadingZeros),
            ("10.0.0.0/08", Oddity::LeadingZeros),
            ("10.0.0.1/8", Oddity::Beyond),
            ("2001:db8::1/64", Oddity::Beyond),
            ("::ffff:10.0.0.1", Oddity::Mapped),
            ("::ffff:10.0.0.0/104", Oddity::Mapped),
            ("2001:DB8::1", Oddity::Long),
            ("2001:db8:0:0:0:0:0:1", Oddity::Long),
            ("2001:0db8::/32", Oddity::Long),
        ] {
            assert_eq!(oddity(text), Ok(Some(odd)), "{text}");
        }
        for bad in [
            "",
            "10.0.0",
            "10.0.0.256",
            "10.0.0.1.",
            "a",
            "1:2",
            ":::",
            "10.0.0.0/",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "fe80::1%eth0",
            " 10.0.0.1",
            "10.0.0.0/8/8",
        ] {
            assert_eq!(oddity(bad), Err(()), "{bad}");
        }
    }

    #[test]
    fn a_range_holds_what_is_smaller_and_in_it() {
        let range = |text: &str| read_range(text).unwrap().0;
        assert!(range("10.0.0.0/8").holds(&range("10.1.0.0/16")));
        assert!(range("0.0.0.0/0").holds(&range("10.1.0.0/16")));
        assert!(range("::/0").holds(&range("2001:db8::/32")));
        assert!(!range("10.0.0.0/8").holds(&range("10.0.0.0/8")));
        assert!(!range("10.0.0.0/8").holds(&range("11.0.0.0/16")));
        assert!(!range("10.0.0.0/16").holds(&range("10.0.0.0/8")));
        assert!(!range("0.0.0.0/0").holds(&range("::/64")));
    }
}
