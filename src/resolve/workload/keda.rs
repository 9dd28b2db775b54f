//! Scaling by what KEDA reads: the answers of Prometheus, and everything else that it has a trigger for.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Authentication, Fallback, Parameter, ScaledObject, Trigger};
use crate::resolve::context::Context;
use crate::resolve::estate::interface::interface;
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::resolve::workload::scale::WorkloadNames;
use crate::spec::map::Free;
use crate::spec::monitoring::EnvironmentMonitoring;
use crate::spec::scale::{PrometheusMetric, SecretKey};
use crate::spec::{Map, Metric, Scale, Shaped, Spanned, Workload};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// Whether KEDA reads a metric.
fn reads(metric: &Metric) -> bool {
    metric.prometheus.is_some() || metric.keda.is_some()
}

/// The first metric of a scale that KEDA reads, or the first that it does not.
fn first(scale: &Scale, by_keda: bool) -> Option<(&Spanned<Text>, &Metric)> {
    let mut metrics = scale.metrics.as_ref().into_iter().flat_map(Map::iter);
    metrics.find(|(_, metric)| reads(metric) == by_keda)
}

/// Whether KEDA scales, and not an autoscaler of Kubernetes' own.
pub fn is_by_keda(scale: &Scale) -> bool {
    first(scale, true).is_some()
}

impl Context<'_> {
    pub fn scaled_object(&self, workload: &Workload, names: &WorkloadNames) -> Option<ScaledObject> {
        let scale = workload.scale.as_ref().filter(|scale| is_by_keda(scale))?;
        let name = self.object_name("ScaledObject", scale.name.as_deref(), names.name.clone());
        let labels = self.labels(Bearer::of(names.component), &[]);
        let percent = |limit: &Option<Spanned<i64>>| {
            limit.as_ref().map(|limit| Spanned::new(limit.value.to_string().into(), limit.origin.clone()))
        };
        let least = || Spanned::new(1, Origin::ruled("default of scale.min", []));
        let metrics = scale.metrics.as_ref().into_iter().flat_map(Map::iter);
        Some(ScaledObject {
            metadata: Some(self.metadata(&name, labels, self.annotations(Wave::Main, false, &[]))),
            min: Some(scale.min.clone().unwrap_or_else(least)),
            max: scale.max.clone(),
            polling: scale.polling.clone(),
            cooldown: scale.cooldown.clone(),
            fallback: scale.fallback.as_ref().map(|fallback| Fallback {
                failure_threshold: fallback.failure_threshold.clone(),
                replicas: fallback.replicas.clone(),
                ..Fallback::default()
            }),
            behavior: scale.behavior.clone(),
            cpu: percent(&scale.cpu),
            memory: percent(&scale.memory),
            triggers: Some(metrics.map(|(key, metric)| self.trigger(key, metric, names)).collect()),
            ..ScaledObject::default()
        })
    }

    /// What fits only one of the two autoscalers.
    pub fn check_metrics(&self, scale: &Scale) {
        if let (Some((by_keda, _)), Some((other, _))) = (first(scale, true), first(scale, false)) {
            let message =
                format!("KEDA cannot carry `{}`, which Kubernetes' own autoscaler reads", other.value);
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(other.origin.span(), "");
            let found = found.related(by_keda.origin.span(), "this one makes it a ScaledObject");
            self.report(found.help("ask Prometheus for both, or remove one of the two"));
        }
        if is_by_keda(scale) {
            return;
        }
        if let Some(min) = scale.min.as_ref().filter(|min| min.value == 0) {
            let message = "`min: 0` needs a metric that counts without pods";
            let found = Diagnostic::error(code::SCALE_RANGE, message).at(min.origin.span(), "");
            self.report(found.help("write 1, or scale by a metric of `prometheus` or `keda`"));
        }
        let place = |number: &Option<Spanned<i64>>| number.as_ref().map(|number| number.origin.clone());
        let words = [
            ("polling", place(&scale.polling)),
            ("cooldown", place(&scale.cooldown)),
            ("fallback", scale.fallback.as_ref().map(|fallback| fallback.origin.clone())),
        ];
        for (word, place) in words.into_iter().filter_map(|(word, place)| Some((word, place?))) {
            let message = format!("`{word}` is about metrics that KEDA reads, and there is none");
            let found = Diagnostic::error(code::SCALE_METRIC_MISSING, message).at(place.span(), "");
            self.report(found.help("remove the line, or add a metric of `prometheus` or `keda`"));
        }
    }

    fn trigger(&self, key: &Spanned<Text>, metric: &Metric, names: &WorkloadNames) -> Trigger {
        if let Some(prometheus) = &metric.prometheus {
            return Trigger {
                r#type: Some(Spanned::new(Text::literal("prometheus"), Origin::Unknown)),
                address: self.prometheus(prometheus),
                query: prometheus.query.clone(),
                threshold: prometheus.threshold.as_ref().map(|threshold| threshold.0.clone()),
                ..Trigger::default()
            };
        }
        let metadata = metric.metadata.as_ref().into_iter().flat_map(Map::iter);
        let metadata: Mapping = metadata
            .map(|(key, text)| Entry {
                key: key.value.clone(),
                key_origin: key.origin.clone(),
                value: Node::string(text.0.value.clone(), text.0.origin.clone()),
            })
            .collect();
        Trigger {
            r#type: metric.keda.clone(),
            metadata: Some(Node::mapping(metadata, Origin::Unknown)),
            authentication: metric.auth.as_ref().map(|auth| self.authentication(key, auth, names)),
            ..Trigger::default()
        }
    }

    fn authentication(
        &self,
        key: &Spanned<Text>,
        auth: &Map<Free, SecretKey>,
        names: &WorkloadNames,
    ) -> Authentication {
        let text = Text::from(format!("{}-{}", names.name.value, key.value));
        let derived = Spanned::new(text, names.name.origin.clone());
        let name = self.object_name("TriggerAuthentication", None, derived);
        let labels = self.labels(Bearer::of(names.component), &[]);
        let parameter = |(parameter, from): (&Spanned<Text>, &SecretKey)| Parameter {
            name: Some(parameter.clone()),
            secret: from.secret.as_ref().and_then(|secret| self.secret_key(secret, from.key.as_ref())),
            key: from.key.clone(),
            ..Parameter::default()
        };
        Authentication {
            metadata: Some(self.metadata(&name, labels, self.annotations(Wave::First, false, &[]))),
            name: Some(name),
            parameters: Some(auth.iter().map(parameter).collect()),
            ..Authentication::default()
        }
    }

    /// Where the environment's Prometheus is, as seen from KEDA's namespace.
    fn prometheus(&self, metric: &PrometheusMetric) -> Option<Spanned<Text>> {
        let monitoring = EnvironmentMonitoring::read(&self.of_environment("monitoring"));
        let Some(place) = monitoring.and_then(|monitoring| monitoring.prometheus) else {
            let environment = self.scope.environment;
            let message = format!("{} does not say where Prometheus is", environment.name);
            let query = metric.query.as_ref().and_then(|query| query.origin.span());
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(query, "nobody to ask");
            let help = format!(
                "add `monitoring: {{prometheus: {{url: http://…}}}}` to {}, or `{{app: <its app>}}`",
                environment.path
            );
            self.report(found.help(help));
            return None;
        };
        place.url.or_else(|| self.address_of(place.app.as_ref()?))
    }

    /// The URL of an app as every namespace of the cluster knows it.
    fn address_of(&self, app: &Spanned<Text>) -> Option<Spanned<Text>> {
        let scope = self.neighbour(app)?;
        let tree = interface(scope.app, &scope.namespace(), None, &|node| scope.quietly(node));
        let Some(url) = tree.get("url") else {
            let message = format!("`{}` has no port that speaks HTTP", app.value);
            let found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(app.origin.span(), "");
            self.report(found.help("name its port `http`, or write `url` in the place of `app`"));
            return None;
        };
        let origin = Origin::derived([url.origin.clone(), app.origin.clone()]);
        Some(Spanned::new(url.as_text()?.clone(), origin))
    }
}
