//! How an app is observed: metrics, objectives, alerts, dashboards; and where an environment observes.

use super::define::language;
use super::form::{DnsSubdomain, Duration, Percent};
use super::map::{Free, LabelKeys, Labels, Map, Names};
use super::value::{OrFalse, Scalar, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// Metrics, objectives, alerts and dashboards of an app.
    pub struct Monitoring {
        /// Where its metrics are read.
        metrics: Metrics,
        /// Objectives, by name: `{availability: {objective: 99.9, errors: http-5xx}}`.
        slos: Map<Names, Slo>,
        /// Alerts, by name; `false` turns one of ours off.
        alerts: Map<Names, OrFalse<Alert>>,
        /// Dashboards that are made: `{red: true}`.
        dashboards: Map<Free, Spanned<bool>>,
    }

    /// How one workload is observed.
    pub struct WorkloadMonitoring {
        /// Where its metrics are read.
        metrics: Metrics,
    }

    /// Where metrics are read.
    pub struct Metrics {
        /// The port, by name: `metrics`.
        port: Spanned<Text> [required],
        /// The path. Default: `/metrics`.
        path: Spanned<Text>,
        /// How often: `30s`. Default: Prometheus' own.
        interval: Duration,
        /// `http` or `https`. Default: `http`.
        scheme: Spanned<Text>,
        /// The monitor's name. Default: the workload's.
        name: DnsSubdomain,
        /// Labels of the monitor.
        labels: Labels [shape super::map::label_texts()],
    }

    /// A service level objective.
    pub struct Slo [needs "indicator"] {
        /// The share of good events, in percent: `99.9`.
        objective: Scalar [required],
        /// The time it is measured over: `30d`. Default: `30d`.
        window: Duration,
        /// An indicator of `platc.yaml` under `slis`: `http-5xx`.
        errors: Spanned<Text> [one_of "indicator"],
        /// Answers must come within this time, a bucket of `slis.latency`: `300ms`.
        threshold: Duration [one_of "indicator"],
        /// `true`: the pods must be up.
        up: Spanned<bool> [one_of "indicator"],
        /// A query of bad events; `$window` stands for the time.
        bad: Spanned<Text> [required, variant "indicator" "query"],
        /// A query of all events.
        total: Spanned<Text> [required, variant "indicator" "query"],
    }

    /// An alert.
    pub struct Alert {
        /// The share from which on it fires, of an indicator of the alert's name: `5%`.
        above: Percent [one_of "condition"],
        /// A query that has an answer while it fires.
        expr: Spanned<Text> [one_of "condition"],
        /// How long it must be so: `10m`.
        r#for: Duration,
        /// How bad it is: `page`, `ticket`.
        severity: Spanned<Text>,
        /// One sentence for who is woken.
        summary: Spanned<Text>,
        /// More labels of the alert.
        labels: Map<LabelKeys, Spanned<Text>>,
        /// More annotations of the alert.
        annotations: Map<LabelKeys, Spanned<Text>>,
    }

    /// Where an environment observes its apps.
    pub struct EnvironmentMonitoring {
        /// Prometheus: `{url: …}` or `{app: …}`.
        prometheus: Place,
        /// Grafana.
        grafana: Place [later],
    }

    /// Software by address, or by the app that it is.
    pub struct Place [needs "place"] {
        /// Its address.
        url: Spanned<Text> [one_of "place"],
        /// The app.
        app: Spanned<Text> [one_of "place"],
    }

    /// A service level indicator, evaluated per app.
    pub struct Sli [needs "indicator"] {
        /// A query of bad events.
        bad: Spanned<Text> [required, variant "indicator" "events"],
        /// A query of all events.
        total: Spanned<Text> [required, variant "indicator" "events"],
        /// The histogram's buckets, as a query.
        bucket: Spanned<Text> [required, variant "indicator" "histogram"],
        /// The histogram's count, as a query.
        count: Spanned<Text> [required, variant "indicator" "histogram"],
        /// The bounds that the histogram has: `[100ms, 300ms, 1s]`.
        buckets: Vec<Duration> [required, variant "indicator" "histogram"],
    }

    /// Where alerts go.
    pub struct Alerting {
        /// Receivers, by name, as Alertmanager writes them.
        receivers: Map<Names, Node>,
    }
}
