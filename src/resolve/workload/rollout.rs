//! How pods are replaced by newer ones: what each kind of workload has of it, and what contradicts itself.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Rollout as ModelRollout;
use crate::resolve::context::Context;
use crate::resolve::pod::sharing::Held;
use crate::resolve::workload::kind::Kind;
use crate::resolve::workload::misfit::BECAUSE;
use crate::resolve::workload::placed::Placed;
use crate::source::Span;
use crate::spec::{Rollout, Spanned, Strategy};
use crate::syntax::{Node, Origin, Text};

/// The kinds that have a field of `rollout`, with what a user calls them.
const DEPLOYMENT: (&[Kind], &str) = (&[Kind::Deployment], "`service`, `worker` and workers have");
const STATEFUL: (&[Kind], &str) = (&[Kind::StatefulSet], "`stateful` has");
const NODES: (&[Kind], &str) =
    (&[Kind::Deployment, Kind::DaemonSet], "`service`, `worker`, `daemon` and workers have");
const ON_DELETE: (&[Kind], &str) = (&[Kind::StatefulSet, Kind::DaemonSet], "`stateful` and `daemon` have");

impl Context<'_> {
    /// How the pods of a workload that keeps running are replaced; `held` says why they may never run beside each
    /// other (a claim that only one can use).
    pub fn rollout(&self, placed: &Placed, held: Option<&Held>) -> Option<ModelRollout> {
        if placed.kind.ends() {
            return None;
        }
        let absent = Rollout::default();
        let written = placed.workload.rollout.as_ref();
        let mut rollout = self.of_kind(placed, written.unwrap_or(&absent));
        let by_claim = held.filter(|_| rollout.strategy.is_none()).map(|held| {
            let rule = "default of rollout.strategy for one replica with a ReadWriteOnce claim";
            Spanned::new(
                Strategy::Recreate,
                Origin::ruled(rule, []).because([held.volume.clone(), held.access.clone()]),
            )
        });
        if let Some(strategy) = by_claim {
            self.take_limits(&mut rollout, &strategy, "the claim is for one pod at a time");
            rollout.strategy = Some(strategy);
        } else if let Some(strategy) =
            rollout.strategy.clone().filter(|own| own.value != Strategy::RollingUpdate)
        {
            self.take_limits(
                &mut rollout,
                &strategy,
                &format!("`{}` takes no limits", strategy.value.word()),
            );
        }
        self.check_limits(placed.kind, &rollout);
        (rollout != absent).then(|| model(&rollout))
    }

    /// What the kind has of a rollout. The rest is a mistake where the app's own files write it; defaults for many
    /// apps are skipped.
    fn of_kind(&self, placed: &Placed, written: &Rollout) -> Rollout {
        let mut rollout = written.clone();
        let lacks = |at: &Origin, what: &str, (kinds, owners): (&[Kind], &str)| {
            let missing = !kinds.contains(&placed.kind);
            if missing && self.is_own(at) {
                let message = format!("`{what}` means nothing for a {}", placed.kind.name());
                let found = Diagnostic::error(code::UNKNOWN_FIELD, message).at(at.span(), "");
                let found = found.related(placed.reason.span(), BECAUSE);
                self.report(found.help(format!("{owners} it; remove it here")));
            }
            missing
        };
        let strategy = rollout.strategy.take_if(|strategy| match strategy.value {
            Strategy::RollingUpdate => false,
            Strategy::Recreate => lacks(&strategy.origin, "strategy: Recreate", DEPLOYMENT),
            Strategy::OnDelete => lacks(&strategy.origin, "strategy: OnDelete", ON_DELETE),
        });
        drop(strategy);
        rollout.max_surge.take_if(|node| lacks(&node.origin, "maxSurge", NODES));
        let number = |number: &mut Option<Spanned<i64>>, what: &str, owners| {
            number.take_if(|number| lacks(&number.origin, what, owners));
        };
        number(&mut rollout.progress_deadline_seconds, "progressDeadlineSeconds", DEPLOYMENT);
        number(&mut rollout.partition, "partition", STATEFUL);
        rollout
            .pod_management_policy
            .take_if(|policy| lacks(&policy.origin, "podManagementPolicy", STATEFUL));
        rollout
    }

    /// Takes the limits of a step-by-step rollout away where there are no steps; what the app's own files write is a
    /// mistake (`ValidateDeploymentStrategy`, `ValidateDaemonSetUpdateStrategy`, `ValidateStatefulSetSpec`).
    fn take_limits(&self, rollout: &mut Rollout, strategy: &Spanned<Strategy>, why: &str) {
        let mut limits = Vec::new();
        limits.extend(rollout.max_surge.take().map(|node| ("maxSurge", node.origin)));
        limits.extend(rollout.max_unavailable.take().map(|node| ("maxUnavailable", node.origin)));
        limits.extend(rollout.partition.take().map(|number| ("partition", number.origin)));
        for (name, limit) in limits.into_iter().filter(|(_, origin)| self.is_own(origin)) {
            let what = match strategy.value {
                Strategy::OnDelete => "where somebody deletes the pods",
                _ => "where all pods go at once",
            };
            let message = format!("`{name}` means nothing {what}");
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(limit.span(), "");
            let place =
                strategy.origin.span().or_else(|| strategy.origin.reasons().iter().find_map(Origin::span));
            self.report(found.related(place, why).help("remove one of the two"));
        }
    }

    /// What the API server refuses of a pair of limits.
    fn check_limits(&self, kind: Kind, rollout: &Rollout) {
        let (surge, unavailable) = (&rollout.max_surge, &rollout.max_unavailable);
        if is_zero(surge) && is_zero(unavailable) {
            let message = "`maxSurge` and `maxUnavailable` are both 0: no pod could be replaced";
            let found = Diagnostic::error(code::OUT_OF_RANGE, message).at(place(surge), "");
            self.report(found.related(place(unavailable), "").help("raise one of them"));
        } else if kind == Kind::DaemonSet && surge.is_some() && !is_zero(surge) && !is_zero(unavailable) {
            let message = "a node's new pod comes before the old one goes, or after it, not both";
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(place(surge), "");
            let found = found.related(place(unavailable), "");
            self.report(found.help("beside `maxSurge` write `maxUnavailable: 0`; Kubernetes' default is 1"));
        } else if kind == Kind::DaemonSet && surge.is_none() && is_zero(unavailable)
            || kind == Kind::StatefulSet && is_zero(unavailable)
        {
            let message = "`maxUnavailable` is 0: no pod could be replaced";
            self.report(
                Diagnostic::error(code::OUT_OF_RANGE, message).at(place(unavailable), "").help(
                    if kind == Kind::DaemonSet { "add `maxSurge: 1`, or raise it" } else { "raise it" },
                ),
            );
        }
    }
}

fn place(limit: &Option<Node>) -> Option<Span> {
    limit.as_ref().and_then(|node| node.origin.span())
}

fn is_zero(limit: &Option<Node>) -> bool {
    limit.as_ref().is_some_and(|node| matches!(node.scalar_text().map(Text::as_str), Some("0" | "0%")))
}

fn model(rollout: &Rollout) -> ModelRollout {
    let word = |word: &'static str, origin: &Origin| Spanned::new(Text::literal(word), origin.clone());
    ModelRollout {
        strategy: rollout.strategy.as_ref().map(|strategy| word(strategy.value.word(), &strategy.origin)),
        max_surge: rollout.max_surge.clone(),
        max_unavailable: rollout.max_unavailable.clone(),
        min_ready_seconds: rollout.min_ready_seconds.clone(),
        revision_history_limit: rollout.revision_history_limit.clone(),
        progress_deadline_seconds: rollout.progress_deadline_seconds.clone(),
        pod_management_policy: rollout
            .pod_management_policy
            .as_ref()
            .map(|policy| word(policy.value.word(), &policy.origin)),
        partition: rollout.partition.clone(),
        ..ModelRollout::default()
    }
}
