//! Host names of routes: lower case, DNS names or wildcards, each once.

use super::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::spec::word::is_dns_subdomain;
use crate::spec::{Route, Spanned};
use crate::syntax::Text;

impl Context<'_> {
    /// The hosts of a route; none where it is any.
    pub(super) fn hosts(&self, route: &Route) -> Vec<Spanned<Text>> {
        let mut hosts: Vec<Spanned<Text>> = Vec::new();
        if route.hosts.as_ref().is_some_and(Vec::is_empty) {
            let found = Diagnostic::error(code::MISSING_FIELD, "`hosts` names no host");
            self.report(
                found.at(route.origin.span(), "").help("name one, or remove `hosts`: then it is any"),
            );
        }
        for written in route.host.iter().chain(route.hosts.iter().flatten()) {
            let host = Spanned::new(lower(&written.value), written.origin.clone());
            if let Err(help) = check(&host.value, true) {
                self.bad_host(written, help);
            } else if let Some(first) = hosts.iter().find(|first| first.value == host.value) {
                let message = format!("the host `{}` is named twice", host.value);
                let found = Diagnostic::error(code::DUPLICATE_ITEM, message).at(written.origin.span(), "");
                self.report(found.related(first.origin.span(), "the first").help("remove one of them"));
            } else {
                hosts.push(host);
            }
        }
        hosts
    }

    /// A host that a caller is sent to: no wildcard.
    pub(super) fn precise_host(&self, written: &Spanned<Text>) -> Spanned<Text> {
        let host = Spanned::new(lower(&written.value), written.origin.clone());
        if let Err(help) = check(&host.value, false) {
            self.bad_host(written, help);
        }
        host
    }

    fn bad_host(&self, host: &Spanned<Text>, help: &'static str) {
        let message = format!("`{}` is not a host name", host.value);
        self.report(Diagnostic::error(code::BAD_VALUE, message).at(host.origin.span(), "").help(help));
    }
}

/// Host names mean the same in upper and lower case; the API server takes only the latter.
pub fn lower(host: &Text) -> Text {
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        host.to_ascii_lowercase().into()
    } else {
        host.clone()
    }
}

/// `Err` says what to do instead.
fn check(host: &str, wildcard: bool) -> Result<(), &'static str> {
    let name = host.strip_prefix("*.").filter(|_| wildcard).unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or("");
    if host == "*" {
        Err("leave `host` out: then it is any")
    } else if host.contains("://") {
        Err("write the name alone; `tls` says whether it is https")
    } else if host.contains('/') {
        Err("write the name alone; what follows it is `path`")
    } else if host.contains(':') {
        Err("write the name alone, without a port")
    } else if last.bytes().all(|byte| byte.is_ascii_digit()) {
        Err("write a name; an address cannot be routed by")
    } else if !is_dns_subdomain(name) {
        match wildcard {
            true => Err("write a DNS name, `shop.example.com`, or one with `*` as its first part"),
            false => Err("write a DNS name: `shop.example.com`"),
        }
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn hosts_are_those_that_both_apis_take() {
        for good in ["shop.example.com", "shop", "*.example.com", "xn--bcher-kva.example", "a.b1"] {
            assert_eq!(check(good, true), Ok(()), "{good}");
        }
        let long = format!("{}.com", "a".repeat(64));
        for bad in [
            "",
            "*",
            "*.",
            "a.*.com",
            "https://a.com",
            "a.com/x",
            "a.com:80",
            "10.0.0.1",
            "::1",
            "a_b.com",
            "a.com.",
            ".a",
            "-a.com",
            &long,
        ] {
            assert!(check(bad, true).is_err(), "{bad}");
        }
        assert!(check("*.example.com", false).is_err());
    }
}
