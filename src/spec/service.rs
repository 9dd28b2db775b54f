//! Services: the name and ports under which pods are reached.

use super::define::language;
use super::form::DnsName;
use super::map::{LabelKeys, Labels, Map};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// The Service of a workload. Its ports are the workload's.
    pub struct Service [rest words = "Service.spec" except ["ports" = "`ports` of the workload"]] {
        /// `true`: no address of its own, callers see the pods. Default: `false`, but `true` for `stateful`.
        headless: Spanned<bool>,
        /// Labels of the Service.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of the Service.
        annotations: Labels,
        /// The object's name, the host name of the app. Default: the app's name, or `<app>-<worker>`.
        name: DnsName,
        /// Labels that find the pods, instead of the workload's.
        selector: Map<LabelKeys, Spanned<Text>> [shape super::map::label_texts()],
    }

    /// One more Service on the same pods. It is headless only where that is written.
    pub struct NamedService [with service: Service] {
        /// The ports that it shows, by their names: `[http]`. Any port of the pods.
        ports: Vec<Spanned<Text>> [required],
    }
}
