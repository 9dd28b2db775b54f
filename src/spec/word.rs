//! The words of the language that are checked character by character: names, keys, durations, percentages.

/// One word of a fixed set, with what it means.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub word: &'static str,
    pub doc: &'static str,
    /// In the language, but no stage handles it yet.
    pub later: bool,
}

/// What a text must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    Plain,
    /// RFC 1123 label: lower-case letters, digits and `-`, a letter or digit at both ends, up to 63.
    DnsLabel,
    /// RFC 1123 subdomain: labels joined by dots, up to 253.
    DnsSubdomain,
    /// IANA service name: up to 15 lower-case letters, digits and single `-`, with a letter.
    Port,
    /// A number with one unit: `30s`, `5m`, `1h`, `7d`.
    Duration,
    /// `5%`.
    Percent,
    /// An absolute path.
    AbsolutePath,
    /// A label's value: empty, or letters, digits, `-`, `_`, `.`, a letter or digit at both ends, up to 63.
    LabelValue,
    /// A Kubernetes quantity: `500m`, `1Gi`.
    Quantity,
    /// An image's registry and path.
    Repository,
    /// An image's tag: up to 128 letters, digits, `_`, `.` and `-`, a letter, digit or `_` first.
    Tag,
    /// An image's digest: `sha256:` and 64 hexadecimal digits.
    Digest,
    /// A database's or user's name: up to 63 letters, digits, `_` and `-`, no `-` first.
    Identifier,
    /// A bucket's name: 3 to 63 lower-case letters, digits, `-` and `.`, a letter or digit at both ends.
    Bucket,
    /// `http://` or `https://` with a host and perhaps a port.
    Endpoint,
    /// A range of addresses, IPv4 or IPv6, without host bits: `192.0.2.0/24`.
    Cidr,
}

/// What the keys of a map must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Free,
    /// RFC 1123 label.
    Name,
    /// IANA service name: up to 15 lower-case letters, digits and single `-`, with a letter.
    Port,
    /// Printable ASCII without `=`.
    Variable,
    /// `[prefix/]name` as labels and annotations take; `null` as a value takes away what others gave.
    Label,
    /// A key of a ConfigMap or Secret: letters, digits, `-`, `_`, `.`, up to 253.
    Data,
    /// Objects by `Kind/name`, `Kind.group/name` or `Kind/*`.
    Object,
}

impl TextKind {
    /// `Err` says what the text should be.
    pub fn check(self, text: &str) -> Result<(), &'static str> {
        let (good, expected) = match self {
            TextKind::Plain => (true, ""),
            TextKind::DnsLabel => (is_dns_label(text), DNS_LABEL),
            TextKind::DnsSubdomain => (is_dns_subdomain(text), DNS_SUBDOMAIN),
            TextKind::Port => (is_port_name(text), PORT_NAME),
            TextKind::Duration => (is_duration(text), "a duration is a number and s, m, h or d: `30s`, `5m`"),
            TextKind::Percent => (is_percent(text), "a percentage is a number and `%`: `5%`"),
            TextKind::AbsolutePath => (text.starts_with('/'), "the path must begin with `/`"),
            TextKind::LabelValue => (is_label_value(text), LABEL_VALUE),
            // The schema walker knows quantities; here only their alphabet counts.
            TextKind::Quantity => {
                (is_quantity_like(text), "a quantity is a number with a unit: `500m`, `1Gi`")
            }
            TextKind::Repository => (is_repository(text), REPOSITORY),
            TextKind::Tag => (is_tag(text), "a tag has up to 128 letters, digits, `_`, `.` and `-`"),
            TextKind::Digest => (is_digest(text), "a digest is `sha256:` and 64 hexadecimal digits"),
            TextKind::Identifier => (is_identifier(text), IDENTIFIER),
            TextKind::Bucket => (is_bucket(text), BUCKET),
            TextKind::Endpoint => (
                endpoint(text).is_some(),
                "an endpoint is `http://` or `https://`, a host and perhaps a port",
            ),
            TextKind::Cidr => {
                (is_cidr(text), "a range of addresses is its first one and a length: `192.0.2.0/24`")
            }
        };
        if good { Ok(()) } else { Err(expected) }
    }

    /// The same rule as a regular expression for editors; `""` means any text.
    pub fn pattern(self) -> &'static str {
        match self {
            TextKind::Plain => "",
            TextKind::DnsLabel => "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$",
            TextKind::DnsSubdomain => {
                "^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$"
            }
            TextKind::Port => "^(?!.*--)(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$",
            TextKind::Duration => "^[0-9]+(ms|s|m|h|d)$",
            TextKind::Percent => "^[0-9]+(\\.[0-9]+)?%$",
            TextKind::AbsolutePath => "^/",
            TextKind::LabelValue => "^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$",
            TextKind::Quantity => "^[0-9.eE+-]+(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$",
            TextKind::Repository => REPOSITORY_PATTERN,
            TextKind::Tag => "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$",
            TextKind::Digest => "^sha256:[0-9a-f]{64}$",
            TextKind::Identifier => "^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$",
            TextKind::Bucket => "^(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
            TextKind::Endpoint => {
                "^https?://[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[0-9]{1,5})?$"
            }
            TextKind::Cidr => "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
        }
    }
}

impl KeyKind {
    /// `Err` says what the key should be.
    pub fn check(self, key: &str) -> Result<(), &'static str> {
        let (good, expected) = match self {
            KeyKind::Free => (!key.is_empty(), "a key may not be empty"),
            KeyKind::Name => (is_dns_label(key), DNS_LABEL),
            KeyKind::Port => (is_port_name(key), PORT_NAME),
            KeyKind::Variable => (is_variable(key), "a variable's name is printable ASCII without `=`"),
            KeyKind::Label => (is_label_key(key), LABEL_KEY),
            KeyKind::Data => {
                (is_data_key(key), "a data key has letters, digits, `-`, `_` and `.`, up to 253")
            }
            KeyKind::Object => {
                (is_object_key(key), "objects are named `Kind/name`, `Kind.group/name` or `Kind/*`")
            }
        };
        if good { Ok(()) } else { Err(expected) }
    }

    /// The same rule as a regular expression for editors.
    pub fn pattern(self) -> &'static str {
        match self {
            KeyKind::Free => "^(?!.*\\$\\{\\{).",
            KeyKind::Name => TextKind::DnsLabel.pattern(),
            KeyKind::Port => TextKind::Port.pattern(),
            KeyKind::Variable => "^(?!.*\\$\\{\\{)[!-<>-~]+$",
            KeyKind::Label => "^([^/]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$",
            KeyKind::Data => "^(?!\\.$)(?!\\.\\.)[-._a-zA-Z0-9]{1,253}$",
            KeyKind::Object => "^[A-Z][A-Za-z0-9]*(\\.[a-z0-9][-.a-z0-9]*)?/(\\*|[-A-Za-z0-9._:]+)$",
        }
    }
}

const DNS_LABEL: &str =
    "a name has lower-case letters, digits and `-`, begins and ends with a letter or digit, up to 63";
const DNS_SUBDOMAIN: &str = "a name has lower-case letters, digits, `-` and `.`, up to 253";
const PORT_NAME: &str =
    "a port's name has up to 15 lower-case letters, digits and single `-`, and at least one letter";
const LABEL_VALUE: &str =
    "a label's value has up to 63 letters, digits, `-`, `_`, `.`, a letter or digit at both ends";
const LABEL_KEY: &str =
    "a label's key is `name` or `prefix/name`; the name has letters, digits, `-`, `_`, `.`, up to 63";

const IDENTIFIER: &str = "the name has up to 63 letters, digits, `_` and `-`, and does not begin with `-`";
const BUCKET: &str = "a bucket's name has 3 to 63 lower-case letters, digits, `-` and single `.`, a letter or digit at both ends";

const REPOSITORY_PATTERN: &str = concat!(
    "^((localhost|[A-Za-z0-9][A-Za-z0-9-]*(:[0-9]+|(\\.[A-Za-z0-9][A-Za-z0-9-]*)+(:[0-9]+)?)|localhost:[0-9]+)/)?",
    "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$"
);
const REPOSITORY: &str = "an image's path has lower-case letters, digits, `.`, `_`, `-` between its `/`";

/// RFC 1123 label.
pub fn is_dns_label(text: &str) -> bool {
    is_dns_part(text.as_bytes())
}

/// RFC 1123 subdomain.
pub fn is_dns_subdomain(text: &str) -> bool {
    has_dns_parts(text, 63)
}

/// Whether a text has up to 253 bytes, and between its dots lower-case letters, digits and, but at their ends, `-`; each
/// part is as long as `longest` at most.
pub fn has_dns_parts(text: &str, longest: usize) -> bool {
    let (mut before, mut length) = (b'.', 0);
    let fits = |byte: u8| {
        let fits = match byte {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' => before != b'.',
            b'.' => !matches!(before, b'.' | b'-'),
            _ => false,
        };
        before = byte;
        length = if byte == b'.' { 0 } else { length + 1 };
        fits && length <= longest
    };
    text.len() <= 253 && text.bytes().all(fits) && !matches!(before, b'.' | b'-')
}

fn is_dns_part(part: &[u8]) -> bool {
    let inner = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    part.len() <= 63
        && part.iter().all(inner)
        && part.first().is_some_and(|first| *first != b'-')
        && part.last().is_some_and(|last| *last != b'-')
}

fn is_duration(text: &str) -> bool {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let unit = text.strip_prefix(digits).unwrap_or("");
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && ["ms", "s", "m", "h", "d"].contains(&unit)
}

fn is_percent(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(|number| {
        number.starts_with(|first: char| first.is_ascii_digit()) && number.parse::<f64>().is_ok()
    })
}

fn is_quantity_like(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// IANA service name (RFC 6335 section 5.1), as Kubernetes checks port names.
pub fn is_port_name(text: &str) -> bool {
    text.len() <= 15
        && is_dns_label(text)
        && !text.contains("--")
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// An image's name without tag, as the distribution specification has it: an optional registry, then path parts.
fn is_repository(text: &str) -> bool {
    let (registry, path) = match text.split_once('/') {
        Some((first, path)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), path),
        _ => (None, text),
    };
    registry.is_none_or(is_registry) && path.split('/').all(is_path_part)
}

/// A host with an optional port.
fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "0"));
    let label = |label: &str| is_dns_label(&label.to_ascii_lowercase());
    host.split('.').all(label) && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_path_part(text: &str) -> bool {
    let edge = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    text.starts_with(edge) && text.ends_with(edge) && text.bytes().all(inner)
}

fn is_tag(text: &str) -> bool {
    let first = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.len() <= 128
        && text.starts_with(first)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// What PostgreSQL and Redis both take for a name without a character that SQL or a shell could mistake.
fn is_identifier(text: &str) -> bool {
    text.len() <= 63
        && text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// A bucket's name by the rules of S3 for general purpose buckets.
fn is_bucket(text: &str) -> bool {
    let edge = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    (3..=63).contains(&text.len())
        && text.starts_with(edge)
        && text.ends_with(edge)
        && !text.contains("..")
        && text.chars().all(|letter| edge(letter) || letter == '-' || letter == '.')
}

/// The host and the port of an endpoint: its own, else that of its scheme.
pub fn endpoint(text: &str) -> Option<(&str, i64)> {
    let (rest, usual) = match (text.strip_prefix("http://"), text.strip_prefix("https://")) {
        (Some(rest), _) => (rest, 80),
        (_, Some(rest)) => (rest, 443),
        (None, None) => return None,
    };
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().ok().filter(|port| *port > 0)?.into()),
        None => (rest, usual),
    };
    is_dns_subdomain(host).then_some((host, port))
}

/// RFC 4632 section 3.1 and RFC 4291 section 2.3. No host bits and no leading zeros: the API server refuses both from
/// Kubernetes 1.36 on.
fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let Ok(bits) = length.parse::<u32>() else { return false };
    let host =
        |width: u32| 1u128.checked_shl(width.saturating_sub(bits)).map_or(u128::MAX, |first| first - 1);
    let clean = bits.to_string() == length;
    clean
        && match address.parse() {
            Ok(std::net::IpAddr::V4(address)) => bits <= 32 && u128::from(u32::from(address)) & host(32) == 0,
            Ok(std::net::IpAddr::V6(address)) => bits <= 128 && u128::from(address) & host(128) == 0,
            Err(_) => false,
        }
}

fn is_variable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'=')
}

/// The prefix of the labels that most objects have.
pub const RECOMMENDED: &str = "app.kubernetes.io/";

/// A label's or annotation's key: an optional subdomain prefix and a name.
pub fn is_label_key(text: &str) -> bool {
    if let Some(name) = text.strip_prefix(RECOMMENDED) {
        return is_label_name(name);
    }
    match text.bytes().position(|byte| byte == b'/').and_then(|slash| text.split_at_checked(slash)) {
        Some((prefix, name)) => {
            let name = name.get(1..).unwrap_or("");
            // Mostly there is nothing to be made lower case.
            let is_prefix = is_dns_subdomain(prefix) || is_dns_subdomain(&prefix.to_lowercase());
            is_prefix && is_label_name(name)
        }
        None => is_label_name(text),
    }
}

/// A label's value: empty, or a label name.
fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_label_name(text)
}

/// A label's key without a prefix.
pub fn is_label_name(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn is_data_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text != "."
        && !text.starts_with("..")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// `Kind/name`, `Kind.group/name` or `Kind/*`; RBAC's names may hold colons and capitals.
fn is_object_key(text: &str) -> bool {
    let Some((kind, name)) = text.split_once('/') else { return false };
    let (kind, group) = kind.split_once('.').unwrap_or((kind, "core"));
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    let of_group = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    kind.starts_with(|first: char| first.is_ascii_uppercase())
        && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && group.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && group.bytes().all(of_group)
        && (name == "*" || (!name.is_empty() && name.bytes().all(inner)))
}
