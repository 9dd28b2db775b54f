//! Software that is not described here: Helm charts, and what others install.

use super::container::Protocol;
use super::define::{language, words};
use super::form::{DnsSubdomain, PortNumber};
use super::map::{LabelKeys, Map, PortNames};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// A Helm chart.
    pub struct Chart {
        /// Where it is: `https://…` or `oci://…`.
        repository: Spanned<Text> [required],
        /// Its name in the repository.
        name: Spanned<Text> [required],
        /// Its exact version: `"1.18.2"`.
        version: Spanned<Text> [required],
        /// The release's name. Default: the app's name.
        release_name: DnsSubdomain,
        /// Whether its custom resource definitions come with it. Default: `include`.
        crds: Spanned<Crds>,
    }

    /// What others may refer to.
    pub struct Exposes {
        /// Ports by name.
        ports: Map<PortNames, ExposedPort>,
        /// Labels that find the pods, for network policies.
        selector: Map<LabelKeys, Spanned<Text>> [shape super::map::label_texts()],
    }

    /// A port of somebody else's Service.
    pub struct ExposedPort [shorthand Shorthand::Key("port")] {
        /// The Service's name.
        service: Spanned<Text>,
        /// The Service's port.
        port: PortNumber [required],
        /// What is spoken on it.
        protocol: Spanned<Protocol>,
        /// Labels that find the pods behind it.
        selector: Map<LabelKeys, Spanned<Text>> [shape super::map::label_texts()],
    }
}

words! {
    /// Whether a chart's custom resource definitions come with it.
    pub enum Crds {
        /// They do.
        Include = "include",
        /// They do not.
        Skip = "skip",
    }
}
