//! The formats of text that the API server knows (`format` of a schema), by what Go takes for one.
//!
//! A format that is not among them is no limit: the server passes over it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use super::pattern::Pattern;
use super::{base64, time};

/// The format of bytes in text.
pub const BASE64: &str = "base64";

/// What a format asks of text.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is in a message's words, with its article.
    pub words: &'static str,
    fits: fn(&str) -> bool,
}

impl Format {
    /// The format of that name; `None` where the server has none, or takes anything for it.
    pub fn named(name: &str) -> Option<Format> {
        let (words, fits): (_, fn(&str) -> bool) = match name {
            "bsonobjectid" => ("an object id of 24 hexadecimal digits", |text| is_hex(text, 24)),
            "byte" => (BASE64, |text| base64::length(text).is_some()),
            "cidr" => ("an address range such as 10.0.0.0/8", is_cidr),
            "creditcard" => ("the number of a credit card", is_card),
            "date" => ("a date such as 2026-01-31", |text| time::day(text).is_some()),
            "date-time" | "datetime" => {
                ("a point in time such as 2026-01-31T12:00:00Z", |text| time::instant(text).is_some())
            }
            "duration" => ("a duration such as 1h30m", is_duration),
            "email" => ("an e-mail address", is_email),
            "hexcolor" => ("a colour such as #ff0000", |text| {
                let digits = text.strip_prefix('#').unwrap_or(text);
                is_hex(digits, 3) || is_hex(digits, 6)
            }),
            "hostname" => ("the name of a host", is_hostname),
            "ipv4" => ("an IPv4 address", |text| text.contains('.') && is_address(text)),
            "ipv6" => ("an IPv6 address", |text| text.contains(':') && is_address(text)),
            "isbn" => ("an ISBN", |text| is_isbn10(text) || is_isbn13(text)),
            "isbn10" => ("an ISBN of ten digits", is_isbn10),
            "isbn13" => ("an ISBN of 13 digits", is_isbn13),
            "mac" => ("a hardware address such as 00:00:5e:00:53:01", is_mac),
            "rgbcolor" => ("a colour such as rgb(255, 0, 0)", is_colour),
            "ssn" => ("a social security number", is_ssn),
            "uri" => ("a URI", is_url),
            "uuid" => ("a UUID", |text| is_uuid(text, None)),
            "uuid3" => ("a UUID of version 3", |text| is_uuid(text, Some('3'))),
            "uuid4" => ("a UUID of version 4", |text| is_uuid(text, Some('4'))),
            "uuid5" => ("a UUID of version 5", |text| is_uuid(text, Some('5'))),
            _ => return None,
        };
        Some(Format { words, fits })
    }

    /// Whether text is of this format.
    pub fn fits(&self, text: &str) -> bool {
        (self.fits)(text)
    }
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An address as Go reads it for old objects' sake: with zeros before its numbers.
fn is_address(text: &str) -> bool {
    address(text).is_some()
}

fn address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let is_number =
        |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Option<Vec<u8>> =
        text.split('.').map(|part| if is_number(part) { part.parse().ok() } else { None }).collect();
    <[u8; 4]>::try_from(numbers?).ok().map(|numbers| IpAddr::V4(Ipv4Addr::from(numbers)))
}

/// An address and the length of its prefix.
pub fn is_cidr(text: &str) -> bool {
    let Some((network, bits)) = text.split_once('/') else { return false };
    let limit = match address(network) {
        Some(IpAddr::V4(_)) => 32,
        Some(IpAddr::V6(_)) => 128,
        None => return false,
    };
    !bits.is_empty()
        && bits.bytes().all(|byte| byte.is_ascii_digit())
        && bits.parse::<u8>().is_ok_and(|bits| bits <= limit)
}

/// Groups of two hexadecimal digits by colons or hyphens, or of four by points: 6, 8 or 20 bytes.
fn is_mac(text: &str) -> bool {
    let groups = |by: char, digits: usize| {
        let count = text.split(by).count();
        let bytes = count * digits / 2;
        matches!(bytes, 6 | 8 | 20) && text.split(by).all(|group| is_hex(group, digits))
    };
    groups(':', 2) || groups('-', 2) || groups('.', 4)
}

fn is_uuid(text: &str, version: Option<char>) -> bool {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let mut groups = text.split('-');
    let grouped = groups.clone().count() == 1 || groups.by_ref().map(str::len).eq([8, 4, 4, 4, 12]);
    let letter = |at: usize| digits.chars().nth(at);
    let variant =
        matches!(version, None | Some('3')) || letter(16).is_some_and(|letter| "89abAB".contains(letter));
    is_hex(&digits, 32) && grouped && variant && version.is_none_or(|version| letter(12) == Some(version))
}

/// Go's durations, and numbers of units by name: `3 days`, `1 week`.
fn is_duration(text: &str) -> bool {
    const UNITS: &[&str] = &[
        "ns",
        "nano",
        "nanosecond",
        "us",
        "µs",
        "micro",
        "microsecond",
        "ms",
        "milli",
        "millisecond",
        "s",
        "sec",
        "second",
        "m",
        "min",
        "minute",
        "h",
        "hr",
        "hour",
        "d",
        "day",
        "w",
        "wk",
        "week",
    ];
    if time::duration(text).is_some() {
        return true;
    }
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim().to_lowercase();
    let singular = unit.strip_suffix('s').filter(|unit| !unit.is_empty()).unwrap_or(&unit);
    !number.is_empty() && (UNITS.contains(&unit.as_str()) || UNITS.contains(&singular))
}

/// `name@host`, also with a person's name before it in angle brackets.
fn is_email(text: &str) -> bool {
    let address = match text.trim().strip_suffix('>').map(|rest| rest.rsplit_once('<')) {
        Some(Some((_, address))) => address,
        Some(None) => return false,
        None => text.trim(),
    };
    let Some((name, host)) = address.rsplit_once('@') else { return false };
    let is_atom = |text: &str| {
        let marks = "!#$%&'*+-/=?^_`{|}~";
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c) || !c.is_ascii())
    };
    let quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"');
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    (quoted || name.split('.').all(is_atom))
        && (literal.is_some_and(is_address) || host.split('.').all(is_atom))
}

/// One name, or several with points between and letters only in the last.
fn is_hostname(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || !c.is_ascii();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && label.starts_with(is_letter)
            && label.ends_with(is_letter)
            && label.chars().all(|c| c == '-' || is_letter(c))
    };
    let Some((_, last)) = text.rsplit_once('.') else { return text.len() <= 255 && is_label(text) };
    text.len() <= 255
        && text.split('.').all(is_label)
        && last.chars().count() >= 2
        && last.chars().all(char::is_alphabetic)
}

/// Go's `url.ParseRequestURI`: absolute, or a path from the root.
pub fn is_url(text: &str) -> bool {
    if text.is_empty() || text.chars().any(|c| c.is_ascii_control()) {
        return false;
    }
    if text == "*" {
        return true;
    }
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
        .unwrap_or(text.len());
    let (before, after) = text.split_at(end);
    let scheme = after.strip_prefix(':').filter(|_| before.starts_with(|c: char| c.is_ascii_alphabetic()));
    let rest = match scheme {
        Some(rest) if !rest.starts_with('/') => return !rest.is_empty() || !before.is_empty(),
        Some(rest) => rest,
        None if text.starts_with('/') => text,
        None => return false,
    };
    let (path, _) = rest.split_once('?').unwrap_or((rest, ""));
    let host = scheme.and(path.strip_prefix("//")).map(|rest| rest.split('/').next().unwrap_or_default());
    host.is_none_or(is_authority) && is_escaped(path)
}

/// The host of a URL, with user and port where it has them.
fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let port = |text: &str| {
        text.is_empty()
            || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').is_some_and(|(address, after)| {
            let address = address.split_once("%25").map_or(address, |(address, _)| address);
            address.parse::<Ipv6Addr>().is_ok() && port(after)
        });
    }
    let (name, after) = host.split_at(host.find(':').unwrap_or(host.len()));
    port(after) && !name.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'])
}

/// Whether each `%` begins a code.
fn is_escaped(text: &str) -> bool {
    text.split('%').skip(1).all(|after| after.get(..2).is_some_and(|code| is_hex(code, 2)))
}

fn is_ssn(text: &str) -> bool {
    static PATTERN: OnceLock<Pattern> = OnceLock::new();
    PATTERN.get_or_init(|| Pattern::new(r"^\d{3}[- ]?\d{2}[- ]?\d{4}$".into())).is_in(text)
}

fn is_colour(text: &str) -> bool {
    static PATTERN: OnceLock<Pattern> = OnceLock::new();
    let part = r"\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*";
    let pattern = || Pattern::new(format!(r"^rgb\({part},{part},{part}\)$").as_str().into());
    PATTERN.get_or_init(pattern).is_in(text)
}

/// Digits, with blanks and hyphens left out.
fn digits(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

fn is_isbn10(text: &str) -> bool {
    let digits = digits(text);
    let values: Option<Vec<u32>> = digits
        .chars()
        .enumerate()
        .map(|(at, c)| if at == 9 && matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) })
        .collect();
    values.is_some_and(|values| {
        values.len() == 10
            && values.iter().zip(1..).map(|(digit, weight)| digit * weight).sum::<u32>().is_multiple_of(11)
    })
}

fn is_isbn13(text: &str) -> bool {
    let values: Option<Vec<u32>> = digits(text).chars().map(|c| c.to_digit(10)).collect();
    values.is_some_and(|values| {
        let weighed = values.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight);
        values.len() == 13 && weighed.sum::<u32>().is_multiple_of(10)
    })
}

/// 12 to 19 digits whose check digit is right (Luhn).
fn is_card(text: &str) -> bool {
    let values: Option<Vec<u32>> = digits(text).chars().map(|c| c.to_digit(10)).collect();
    values.is_some_and(|values| {
        let sum: u32 = values
            .iter()
            .rev()
            .enumerate()
            .map(|(at, digit)| match (at % 2, digit * 2) {
                (0, _) => *digit,
                (_, twice) => twice / 10 + twice % 10,
            })
            .sum();
        (12..=19).contains(&values.len()) && sum.is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The format, what is of it, what is not.
    const CASES: &[(&str, &[&str], &[&str])] = &[
        (
            "byte",
            &["", "YQ==", "YWI=", "YWJj", "YWJj\nYWJj"],
            &["YQ", "YQ=", "Y", "YW-j", "YQ==YQ==", "plain text"],
        ),
        ("date", &["2026-02-28"], &["2026-02-30", "26-02-28", "2026-02-28T00:00:00Z"]),
        ("date-time", &["2026-02-28T01:02:03Z", "2026-02-28T01:02:03.004-01:00"], &["2026-02-28", "now", ""]),
        ("duration", &["1h", "1.5s", "3 days", "1 week", "0"], &["", "1", "a while", "days"]),
        ("ipv4", &["10.0.0.1", "010.0.0.1"], &["10.0.0", "10.0.0.256", "::1"]),
        ("ipv6", &["::1", "2001:db8::1"], &["10.0.0.1", "1::2::3"]),
        (
            "cidr",
            &["10.0.0.0/8", "10.0.0.1/32", "fd00::/8"],
            &["10.0.0.0", "10.0.0.0/33", "10.0.0.0/+8", "a/8"],
        ),
        (
            "mac",
            &["00:00:5e:00:53:01", "00-00-5E-00-53-01", "0000.5e00.5301"],
            &["00:00:5e:00:53", "0:0:5e:0:53:1"],
        ),
        (
            "uri",
            &["https://a.example.com:8443/b?c", "/a", "mailto:a", "http://[::1]:80/"],
            &["", "a", "http://a b/", "http://a:b/", "/%zz"],
        ),
        ("email", &["a@b.example", "A B <a@b>"], &["a", "a@", "@b", "a b@c", "a..b@c"]),
        ("hostname", &["a", "a-b.example.com", "ä.example"], &["", "-a", "a_b", "a.1", "a..b", "1.2.3.4"]),
        (
            "uuid",
            &["123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000"],
            &["123e4567", "g23e4567-e89b-12d3-a456-426614174000"],
        ),
        (
            "uuid4",
            &["123e4567-e89b-42d3-a456-426614174000"],
            &["123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-42d3-c456-426614174000"],
        ),
        ("hexcolor", &["#fff", "00ff00"], &["#ffff", "red"]),
        ("rgbcolor", &["rgb(0, 10,255)"], &["rgb(0,0,256)", "rgb(0,0)"]),
        ("ssn", &["123-45-6789"], &["123-45-67890"]),
        ("isbn", &["0-306-40615-2", "978-0-306-40615-7"], &["0-306-40615-3", "978-0-306-40615-8"]),
        ("creditcard", &["4111 1111 1111 1111"], &["4111 1111 1111 1112", "42"]),
        ("bsonobjectid", &["507f1f77bcf86cd799439011"], &["507f1f77"]),
    ];

    #[test]
    fn formats_take_what_the_server_takes() {
        for (name, good, bad) in CASES {
            let format = Format::named(name).unwrap();
            good.iter().for_each(|text| assert!(format.fits(text), "{text} is {}", format.words));
            bad.iter().for_each(|text| assert!(!format.fits(text), "{text} is not {}", format.words));
        }
        assert!(["password", "int-or-string", "k8s"].iter().all(|name| Format::named(name).is_none()));
    }
}
