//! Requests have one way: no two routes take the same host, path and conditions at the same way in.
//!
//! Gateway API would let the older of two win (HTTPRoute, "conflict resolution"); Ingress does not say. A GRPCRoute and
//! an HTTPRoute that share a host at one listener exclude each other as a whole.

use std::collections::BTreeMap;

use super::claim::Claim;
use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Facts, Linked, Placed, Site, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::ROUTE_COLLISION, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut folders: BTreeMap<&str, Taken> = BTreeMap::new();
    for placed in &linked.entries {
        let Facts::Claims(claims) = &placed.entry.facts else { continue };
        let taken = folders.entry(placed.folder).or_default();
        for claim in claims {
            let Some((first, found)) = taken.take(Owner { placed, claim }) else { continue };
            // One object in two places is `duplicate_object`'s to tell.
            if first.entry.identity != placed.entry.identity {
                told.clash(placed, first, &Site { span: claim.place, field: "spec".into() }, found);
            }
        }
    }
}

/// Who takes requests.
#[derive(Clone, Copy)]
struct Owner<'s> {
    placed: &'s Placed<'s>,
    claim: &'s Claim,
}

impl<'s> Owner<'s> {
    fn is(self, other: Owner) -> bool {
        std::ptr::eq(self.placed.entry, other.placed.entry)
    }

    /// How two owners are called: by their apps, else by their objects.
    fn names(self, other: Owner<'s>) -> (&'s str, &'s str) {
        match (self.placed.owner, other.placed.owner) {
            (app, same) if app == same => (&self.claim.object, &other.claim.object),
            names => names,
        }
    }
}

/// What has been taken so far, and by whom.
#[derive(Default)]
struct Taken<'a> {
    /// By door, host and conditions.
    requests: BTreeMap<&'a str, Vec<Owner<'a>>>,
    /// By door and host: the first of each kind.
    hosts: BTreeMap<&'a str, Vec<Owner<'a>>>,
}

impl<'a> Taken<'a> {
    /// Takes the requests of a claim; a finding where another owner has them.
    fn take(&mut self, owner: Owner<'a>) -> Option<(&'a Placed<'a>, Diagnostic)> {
        let claim = owner.claim;
        let requests = self.requests.entry(&claim.requests).or_default();
        if let Some(first) = requests.iter().find(|first| first.claim.shares_listener(claim)) {
            return (!first.is(owner)).then(|| (first.placed, collision(owner, *first)));
        }
        requests.push(owner);
        let hosts = self.hosts.entry(&claim.host).or_default();
        let sharing = || hosts.iter().filter(|first| first.claim.shares_listener(claim));
        if let Some(first) = sharing().find(|first| first.claim.kind != claim.kind) {
            return Some((first.placed, two_kinds(owner, *first)));
        }
        if sharing().next().is_none() {
            hosts.push(owner);
        }
        None
    }
}

fn collision(second: Owner, first: Owner) -> Diagnostic {
    let (owner, other) = second.names(first);
    let (claim, first) = (second.claim, first.claim);
    let message = format!("{other} takes {} too", claim.words);
    Diagnostic::error(code::ROUTE_COLLISION, message)
        .at(claim.place, format!("here by {owner}"))
        .related(first.place, format!("here by {other}"))
        .help("tell them apart by host, path or `match`")
}

fn two_kinds(second: Owner, first: Owner) -> Diagnostic {
    let (owner, other) = second.names(first);
    let (claim, first) = (second.claim, first.claim);
    let message = format!("{owner} and {other} share a host, but one is of gRPC and one of HTTP");
    Diagnostic::error(code::ROUTE_COLLISION, message)
        .at(claim.place, format!("{} here", claim.kind))
        .related(first.place, format!("{} here", first.kind))
        .help("give one of them another host; a Gateway takes only one of them")
}
