//! Who may use a claim at once: what one node can use has one pod of one workload.

use crate::diagnostic::{Diagnostic, code};
use crate::resolve::context::Context;
use crate::resolve::pod::claims::{Wanted, is_shareable, is_template, modes, reason, wanted};
use crate::resolve::workload::kind::Kind;
use crate::resolve::workload::placed::Placed;
use crate::resolve::workload::scale::greatest;
use crate::syntax::Origin;

/// Why the pods of a workload may never run beside each other: a claim that is for one at a time.
pub struct Held {
    /// The volume's name.
    pub volume: Origin,
    /// What says who may use the claim, where that is written.
    pub access: Origin,
}

/// More than one pod at once.
struct Several {
    /// What says so.
    origin: Origin,
    /// The same in words.
    what: String,
    help: &'static str,
}

const MANY: &str = "`access: ReadWriteMany` with a class that several nodes can use";

impl Context<'_> {
    /// The claim that holds the only pod of a Deployment.
    pub fn held(&self, placed: &Placed) -> Option<Held> {
        let alone = placed.kind == Kind::Deployment && greatest(placed.workload).0 < 2;
        let mut single = wanted(placed).filter(|wanted| !is_shareable(wanted.claim));
        let held = single.next().filter(|_| alone)?;
        Some(Held { volume: held.volume.origin.clone(), access: reason(held.claim) })
    }

    /// A claim that only one node can use has one user: one pod of one workload.
    pub fn check_users(&self, first: &Wanted, others: &[Wanted]) {
        if is_shareable(first.claim) {
            return;
        }
        let mode = modes(first.claim).first().map_or("ReadWriteOnce", |mode| mode.value.word());
        let volume = &first.volume.value;
        let place = reason(first.claim).span().or_else(|| first.volume.origin.span());
        for other in others {
            let (one, two) = (first.placed.called(), other.placed.called());
            let message = format!("the claim `{volume}` is {mode}, but {one} and {two} both use it");
            let found = Diagnostic::error(code::CLAIM_SHARED, message);
            let found =
                found.at(other.volume.origin.span(), "").related(first.volume.origin.span(), "the claim");
            let others = "a claim for each, under different names; both in one workload, one as a sidecar";
            self.report(found.help(format!("three ways out: {MANY}; {others}")));
        }
        for user in std::iter::once(first).chain(others) {
            let Some(several) = several(user.placed) else { continue };
            let (who, what) = (user.placed.called(), several.what);
            let message = format!("the claim `{volume}` is {mode}, but {who} {what}");
            let found = Diagnostic::error(code::CLAIM_SHARED, message).at(place, "for one pod");
            let found = found.related(several.origin.span(), "says how many");
            self.report(found.help(format!("three ways out: {MANY}; {}", several.help)));
        }
    }

    /// A claim that each pod of the main workload has of its own cannot be another workload's too.
    pub fn check_taken(&self, user: &Wanted, all: &[Placed]) {
        let main = all.first().filter(|main| main.key.is_none() && user.placed.key.is_some());
        let written = user.claim.origin.spans();
        let is_same = |of_main: &Wanted| {
            of_main.volume.value == user.volume.value
                && of_main.claim.origin.spans().iter().any(|span| written.contains(span))
        };
        let mut templates = main.into_iter().flat_map(wanted).filter(|of| is_template(of.placed, of.claim));
        if let Some(of_main) = templates.find(is_same) {
            let message = format!(
                "each pod of the app has a `{}` of its own: there is none to share",
                user.volume.value
            );
            let found = Diagnostic::error(code::CLAIM_SHARED, message).at(user.volume.origin.span(), "");
            let found = found.related(of_main.volume.origin.span(), "a claim for each pod");
            let help = "give this workload a volume of another name, or write `template: false` there";
            self.report(found.help(help));
        }
    }
}

fn several(placed: &Placed) -> Option<Several> {
    let (count, origin, what, help) = match placed.kind {
        Kind::DaemonSet => {
            let what = "runs on every node".to_string();
            let help =
                "`type: stateful`, so that each pod has a claim of its own; `type: service` with one replica";
            return Some(Several { origin: placed.reason.clone(), what, help });
        }
        Kind::CronJob | Kind::Job => {
            let parallelism = placed.job?.parallelism.as_ref()?;
            let help = "an `emptyDir` for what each pod writes for itself; one pod at once";
            (parallelism.value, parallelism.origin.clone(), "pods at once", help)
        }
        Kind::StatefulSet => {
            let (count, origin) = greatest(placed.workload);
            (
                count,
                origin,
                "replicas",
                "no `template: false`, so that each has a claim of its own; one replica",
            )
        }
        Kind::Deployment => {
            let (count, origin) = greatest(placed.workload);
            let help = "`type: stateful`, so that each replica has a claim of its own; one replica";
            (count, origin, "replicas", help)
        }
    };
    (count > 1).then(|| Several { origin, what: format!("can have {count} {what}"), help })
}
