//! Paths of routes, and what stands in their place behind the way in.

use super::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::model::RouteRewrite;
use crate::spec::{Rewrite, Route, Spanned};
use crate::syntax::{Origin, Text};

impl Context<'_> {
    /// The paths of a route: `/` where none is written.
    pub(super) fn paths(&self, route: &Route) -> Vec<Spanned<Text>> {
        let mut paths: Vec<Spanned<Text>> = Vec::new();
        let exact = self.exact(route.r#match.as_ref()).value;
        let same = |one: &str, other: &str| if exact { one == other } else { trimmed(one) == trimmed(other) };
        for written in route.path.iter().chain(route.paths.iter().flatten()) {
            self.check_path(written);
            match paths.iter().find(|first| same(&first.value, &written.value)) {
                Some(first) => {
                    let message = format!("the path `{}` is named twice", written.value);
                    let found =
                        Diagnostic::error(code::DUPLICATE_ITEM, message).at(written.origin.span(), "");
                    self.report(found.related(first.origin.span(), "the first").help("remove one of them"));
                }
                None => paths.push(Spanned::clone(written)),
            }
        }
        if paths.is_empty() {
            if route.paths.is_some() {
                let found = Diagnostic::error(code::MISSING_FIELD, "`paths` names no path");
                let found = found.at(route.origin.span(), "");
                self.report(found.help("name one, or remove `paths`: then it is `/`"));
            }
            paths.push(Spanned::new(Text::literal("/"), Origin::ruled("default of path", [])));
        }
        paths
    }

    /// What Gateway API and Ingress both refuse (`validateHTTPPathMatch`, `validateIngressRuleValue`).
    pub(super) fn check_path(&self, path: &Spanned<Text>) {
        let Some(reason) = complaint(&path.value) else { return };
        let message = format!("`{}` cannot be a route's path", path.value);
        let found = Diagnostic::error(code::BAD_VALUE, message).at(path.origin.span(), "");
        self.report(found.help(reason));
    }

    /// What stands instead of a path.
    pub(super) fn rewrite(
        &self,
        rewrite: &Rewrite,
        path: &Spanned<Text>,
        exact: &Spanned<bool>,
    ) -> Option<RouteRewrite> {
        let mut value = match (&rewrite.strip_prefix, &rewrite.replace_prefix) {
            (Some(strip), _) => {
                let Some(rest) = stripped(&path.value, &strip.value) else {
                    let message = format!("`{}` does not begin with `{}`", path.value, strip.value);
                    let found = Diagnostic::error(code::BAD_VALUE, message).at(strip.origin.span(), "");
                    let found = found.related(path.origin.span(), "the route's path");
                    self.report(found.help("cut off what the path begins with, by whole parts"));
                    return None;
                };
                Spanned::new(rest, Origin::derived([path.origin.clone(), strip.origin.clone()]))
            }
            (None, Some(replace)) => {
                self.check_path(replace);
                Spanned::clone(replace)
            }
            (None, None) => return None,
        };
        // A default that nobody wrote has no place to point at.
        let reason = exact.origin.span().map(|_| exact.origin.clone());
        value.origin = value.origin.because(reason);
        let (prefix, whole) = if exact.value { (None, Some(value)) } else { (Some(value), None) };
        Some(RouteRewrite { prefix, whole, ..RouteRewrite::default() })
    }
}

/// A path without the `/` at its end: as a beginning, both mean the same.
pub fn trimmed(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// What is left of a path without its first parts; `None` where it does not begin with them.
fn stripped(path: &str, parts: &str) -> Option<Text> {
    let rest = path.strip_prefix(trimmed(parts))?;
    match rest {
        "" | "/" => Some(Text::literal("/")),
        rest => rest.starts_with('/').then(|| Text::new(rest)),
    }
}

/// What to do instead, where a path is none.
fn complaint(path: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@%".contains(&byte);
    let escaped = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    let lower = path.to_ascii_lowercase();
    if path.contains('?') || path.contains('#') {
        Some("write the path alone; `match: {query: …}` says what the query must hold")
    } else if path.len() > 1024 {
        Some("it has up to 1024 characters")
    } else if ["//", "/./", "/../", "%2f"].iter().any(|part| lower.contains(part)) {
        Some("it has no `//`, `/./`, `/../` and no encoded `/`")
    } else if path.ends_with("/.") || path.ends_with("/..") {
        Some("it does not end with `/.` or `/..`")
    } else if !path.bytes().all(allowed) || path.split('%').skip(1).any(|rest| !escaped(rest)) {
        Some("encode other characters: `%20` for a blank")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_cut_off_by_whole_parts() {
        let rest = |path, parts| stripped(path, parts).map(|text| text.to_string());
        assert_eq!(rest("/api", "/api"), Some("/".into()));
        assert_eq!(rest("/api/", "/api"), Some("/".into()));
        assert_eq!(rest("/api/v1", "/api"), Some("/v1".into()));
        assert_eq!(rest("/api/v1", "/api/"), Some("/v1".into()));
        assert_eq!(rest("/api", "/"), Some("/api".into()));
        assert_eq!(rest("/apis", "/api"), None);
        assert_eq!(rest("/shop", "/api"), None);
    }

    #[test]
    fn paths_are_those_that_both_apis_take() {
        for good in ["/", "/api", "/a/b/", "/a%20b", "/~u/.x", "/a..b", "/:@!$&'()*+,;="] {
            assert_eq!(complaint(good), None, "{good}");
        }
        let long = format!("/{}", "a".repeat(1024));
        for bad in [
            "//", "/a//b", "/./a", "/a/..", "/a/.", "/a/../b", "/a%2Fb", "/a b", "/ä", "/a%2", "/a?b=c",
            "/#", &long,
        ] {
            assert!(complaint(bad).is_some(), "{bad}");
        }
    }
}
