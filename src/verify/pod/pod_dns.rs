//! Whom a pod asks for addresses (`validatePodDNSConfig`).

use crate::diagnostic::code;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::address::address;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax, text};

pub const RULE: Rule = Rule { code: code::POD_DNS, check: Check::Pods(check) };

const SERVERS: usize = 3;
const SEARCHES: usize = 32;
/// Characters of all searches, with a space between them.
const CHARACTERS: usize = 2048;
const SEARCH: &str = "a domain has up to 253 lower-case letters, digits, `-`, `_` and `.`";
/// The first version that takes `_` and `.` in searches.
const RELAXED: Minor = Minor::new(33);

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    let config = field(pod.spec, &["dnsConfig"]);
    let servers = config.map_or(&[][..], |config| items(config, &["nameservers"]));
    if servers.is_empty() && text(pod.spec, &["dnsPolicy"]) == "None" {
        let node = config.or_else(|| field(pod.spec, &["dnsPolicy"])).unwrap_or(pod.spec);
        let message = "with `dnsPolicy: None` the pod asks nobody for addresses";
        findings.error(code::POD_DNS, node, message, "add `nameservers` under `dnsConfig`");
    }
    let Some(config) = config else { return };
    too_many(config, "nameservers", SERVERS, findings);
    too_many(config, "searches", SEARCHES, findings);
    for node in servers {
        address(code::POD_DNS, node, ground, findings);
    }
    searches(config, ground, findings);
    for option in items(config, &["options"]) {
        if field(option, &["name"]).is_none_or(|name| name.as_str() == Some("")) {
            findings.error(code::POD_DNS, option, "an option has a name", "write its `name`");
        }
    }
}

fn too_many(config: &Node, word: &str, most: usize, findings: &mut Findings) {
    let count = items(config, &[word]).len();
    if let Some(node) = field(config, &[word]).filter(|_| count > most) {
        let message = format!("there are {count} `{word}`; resolvers take {most}");
        findings.error(code::POD_DNS, node, message, "remove some");
    }
}

fn searches(config: &Node, ground: Ground, findings: &mut Findings) {
    let mut characters = 0usize;
    for node in items(config, &["searches"]) {
        let search = node.as_str().unwrap_or("");
        characters += search.len() + 1;
        if let Err(expected) = domain(search, ground) {
            let message = format!("`{search}` is no domain to search in");
            findings.error(code::POD_DNS, node, message, expected);
        }
    }
    if let Some(node) = field(config, &["searches"]).filter(|_| characters.saturating_sub(1) > CHARACTERS) {
        let message = format!("the `searches` have {} characters together", characters - 1);
        findings.error(code::POD_DNS, node, message, "resolvers take 2048: remove some");
    }
}

fn domain(search: &str, ground: Ground) -> Result<(), &'static str> {
    let name = search.strip_suffix('.').unwrap_or(search);
    if ground.minor < RELAXED {
        return syntax::dns_subdomain(name);
    }
    if search == "." {
        return Ok(());
    }
    // Service records have parts that begin with an underscore.
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    let edge = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let part = |part: &str| {
        let rest = part.strip_prefix('_').unwrap_or(part);
        rest.starts_with(edge) && rest.ends_with(edge) && rest.bytes().all(inner)
    };
    if name.len() <= 253 && name.split('.').all(part) { Ok(()) } else { Err(SEARCH) }
}
