//! How many pods: the autoscaler, the disruption budget, the default spread.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Autoscaling, Disruption, Metric, Spread};
use crate::resolve::context::Context;
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::resolve::workload::keda::is_by_keda;
use crate::spec::{Map, OrFalse, Scale, Spanned, Workload};
use crate::syntax::{Node, Origin, Text};

/// The names that belong to one workload.
pub struct WorkloadNames<'a> {
    pub component: &'a Spanned<Text>,
    /// `<app>` or `<app>-<worker>`, or the workload's own `name`.
    pub name: &'a Spanned<Text>,
}

/// How many pods a workload has at least and at most, and what says so.
fn replicas(workload: &Workload) -> (i64, i64, Origin, Origin) {
    match (&workload.replicas, &workload.scale) {
        (Some(replicas), _) => {
            (replicas.value, replicas.value, replicas.origin.clone(), replicas.origin.clone())
        }
        (None, Some(scale)) => {
            let (min, max) = (scale.min.as_ref(), scale.max.as_ref());
            let origin =
                |limit: Option<&Spanned<i64>>| limit.map_or(Origin::Unknown, |limit| limit.origin.clone());
            let least = min.map_or(1, |min| min.value);
            // With a least number of two, no other greatest number could decide anything.
            let greatest_decides = if least < 2 { origin(max) } else { Origin::Unknown };
            (least, max.map_or(1, |max| max.value), origin(min), greatest_decides)
        }
        (None, None) => (1, 1, Origin::Unknown, Origin::Unknown),
    }
}

/// How many pods a workload has at most, and what says so.
pub fn greatest(workload: &Workload) -> (i64, Origin) {
    match (&workload.replicas, workload.scale.as_ref().and_then(|scale| scale.max.as_ref())) {
        (Some(count), _) | (None, Some(count)) => (count.value, count.origin.clone()),
        (None, None) => (1, Origin::Unknown),
    }
}

impl Context<'_> {
    pub fn autoscaling(&self, workload: &Workload, names: &WorkloadNames) -> Option<Autoscaling> {
        let scale = workload.scale.as_ref()?;
        self.check_scale(scale);
        if is_by_keda(scale) {
            return None;
        }
        let name = self.object_name("HorizontalPodAutoscaler", scale.name.as_deref(), names.name.clone());
        let labels = self.labels(Bearer::of(names.component), &[]);
        let metrics = scale.metrics.as_ref().into_iter().flat_map(Map::iter);
        Some(Autoscaling {
            metadata: Some(self.metadata(&name, labels, self.annotations(Wave::Main, false, &[]))),
            min: scale.min.clone(),
            max: scale.max.clone(),
            cpu: scale.cpu.clone(),
            memory: scale.memory.clone(),
            metrics: Some(metrics.map(|(_, metric)| of_kind(metric)).collect()),
            behavior: scale.behavior.clone(),
            ..Autoscaling::default()
        })
    }

    fn check_scale(&self, scale: &Scale) {
        let place = scale.origin.span();
        if scale.cpu.is_none() && scale.memory.is_none() && scale.metrics.as_ref().is_none_or(Map::is_empty) {
            let found = Diagnostic::error(code::SCALE_METRIC_MISSING, "`scale` has nothing to scale by");
            self.report(found.at(place, "").help("add `cpu: 70`, `memory: 80` or `metrics`"));
        }
        if let (Some(min), Some(max)) = (&scale.min, &scale.max)
            && min.value > max.value
        {
            let message = format!("`min` {} is above `max` {}", min.value, max.value);
            let found =
                Diagnostic::error(code::SCALE_RANGE, message).at(min.origin.span(), "the least number");
            self.report(found.related(max.origin.span(), "the greatest number"));
        }
        self.check_metrics(scale);
    }

    pub fn disruption(&self, workload: &Workload, names: &WorkloadNames) -> Option<Disruption> {
        let (least, _, reason, _) = replicas(workload);
        let (own, min_available, max_unavailable) = match &workload.disruption {
            Some(OrFalse::Off(_)) => return None,
            Some(OrFalse::On(own)) => {
                (own.name.as_deref(), own.min_available.clone(), own.max_unavailable.clone())
            }
            None if least >= 2 => {
                let origin = Origin::ruled("default of disruption", []);
                (None, None, Some(Node::integer(1, origin)))
            }
            None => return None,
        };
        let name = self.object_name("PodDisruptionBudget", own, names.name.clone());
        let labels = self.labels(Bearer::of(names.component), &[]);
        let because = if workload.disruption.is_none() { vec![reason] } else { Vec::new() };
        Some(Disruption {
            origin: Origin::Unknown.because(because),
            metadata: Some(self.metadata(&name, labels, self.annotations(Wave::Main, false, &[]))),
            min_available,
            max_unavailable,
        })
    }

    /// The constraints that nobody wrote: over nodes, then over zones, where there can be two pods.
    pub fn default_spread(&self, workload: &Workload) -> Vec<Spread> {
        let (_, greatest, _, reason) = replicas(workload);
        if workload.spread.is_some() || greatest < 2 {
            return Vec::new();
        }
        let constraint = |key: &'static str| Spread {
            origin: Origin::Unknown.because([reason.clone()]),
            topology_key: Some(Spanned::new(Text::literal(key), Origin::ruled("default of spread", []))),
        };
        vec![constraint("kubernetes.io/hostname"), constraint("topology.kubernetes.io/zone")]
    }
}

fn of_kind(metric: &crate::spec::Metric) -> Metric {
    let name = match (&metric.pods, &metric.object) {
        (Some(_), _) => "Pods",
        (_, Some(_)) => "Object",
        _ => "External",
    };
    Metric {
        r#type: Some(Spanned::new(Text::literal(name), Origin::Unknown)),
        pods: metric.pods.clone(),
        object: metric.object.clone(),
        external: metric.external.clone(),
        ..Metric::default()
    }
}
