//! Requests have one way: no two routes take the same host, path and conditions at the same way in.
//!
//! Gateway API would let the older of two win (HTTPRoute, "conflict resolution"); Ingress does not say. A GRPCRoute and
//! an HTTPRoute that share a host at one listener exclude each other as a whole.

use std::collections::BTreeMap;

use super::claim::{Claim, claims};
use crate::diagnostic::{Diagnostic, code};
use crate::verify::Subject;
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::ROUTE_COLLISION, check: Check::Together(check) };

fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    let claims = claims(subject.objects);
    let mut taken = Taken::default();
    for claim in &claims {
        out.extend(taken.take(&claim.object, claim));
    }
}

/// Requests that two apps of one environment both take, each with the position of the later app.
pub fn across(apps: &[(&str, &[Claim])]) -> Vec<(usize, Diagnostic)> {
    let mut taken = Taken::default();
    let all = apps
        .iter()
        .enumerate()
        .flat_map(|(position, (app, claims))| claims.iter().map(move |claim| (position, *app, claim)));
    all.filter_map(|(position, app, claim)| Some((position, taken.take(app, claim)?))).collect()
}

/// What has been taken so far, and by whom.
#[derive(Default)]
struct Taken<'a> {
    /// By door, host and conditions.
    requests: BTreeMap<&'a str, Vec<(&'a str, &'a Claim)>>,
    /// By door and host: the first of each kind.
    hosts: BTreeMap<&'a str, Vec<(&'a str, &'a Claim)>>,
}

impl<'a> Taken<'a> {
    /// Takes the requests of a claim; a finding where another owner has them.
    fn take(&mut self, owner: &'a str, claim: &'a Claim) -> Option<Diagnostic> {
        let requests = self.requests.entry(&claim.requests).or_default();
        if let Some((other, first)) = requests.iter().find(|(_, first)| first.shares_listener(claim)) {
            return (*other != owner).then(|| collision(claim, owner, first, other));
        }
        requests.push((owner, claim));
        let hosts = self.hosts.entry(&claim.host).or_default();
        let sharing = || hosts.iter().filter(|(_, first)| first.shares_listener(claim));
        if let Some((other, first)) = sharing().find(|(_, first)| first.kind != claim.kind) {
            return Some(two_kinds(claim, owner, first, other));
        }
        if sharing().next().is_none() {
            hosts.push((owner, claim));
        }
        None
    }
}

fn collision(claim: &Claim, owner: &str, first: &Claim, other: &str) -> Diagnostic {
    let message = format!("{other} takes {} too", claim.words);
    Diagnostic::error(code::ROUTE_COLLISION, message)
        .at(claim.place, format!("here by {owner}"))
        .related(first.place, format!("here by {other}"))
        .help("tell them apart by host, path or `match`")
}

fn two_kinds(claim: &Claim, owner: &str, first: &Claim, other: &str) -> Diagnostic {
    let message = format!("{owner} and {other} share a host, but one is of gRPC and one of HTTP");
    Diagnostic::error(code::ROUTE_COLLISION, message)
        .at(claim.place, format!("{} here", claim.kind))
        .related(first.place, format!("{} here", first.kind))
        .help("give one of them another host; a Gateway takes only one of them")
}
