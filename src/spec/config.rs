//! Configuration: files and texts that reach the containers.

use super::define::language;
use super::form::DnsSubdomain;
use super::map::{DataKeys, Labels, Map};
use super::value::Spanned;
use super::volume::{Mounts, file_mode};
use crate::syntax::{Node, Text};

language! {
    /// A ConfigMap. Pods that use it roll when it changes.
    pub struct Config {
        /// Where it appears in the main container: a path, `{path, subPath, readOnly}`, or a list of them. Absent: only
        /// for those who name it under `env`, `envFrom` or `volumes`.
        mount: Mounts,
        /// Keys with the files they are read from: a path under `files/`, or from the estate's root with a leading `/`.
        files: Map<DataKeys, Spanned<Text>>,
        /// Keys with their texts, copied byte for byte.
        data: Map<DataKeys, Spanned<Text>>,
        /// `true`: values (`${{ … }}`) and statements (`${% if … %}`, `for`, `set`) in its texts are evaluated; `-`
        /// beside a `%` takes the white space there away. Default: `false`.
        template: Spanned<bool>,
        /// Which keys appear where it is mounted, as Kubernetes writes it: `[{key: app.conf, path: app.conf}]`.
        items: Node [kubernetes "Deployment.spec.template.spec.volumes.configMap.items"],
        /// Rights of the mounted files: `0o440`. Default: `0o644`.
        default_mode: Spanned<i64> [shape file_mode()],
        /// The object's name. Default: `<app>-<config>`.
        name: DnsSubdomain,
        /// Labels of the object.
        labels: Labels [shape super::map::label_texts()],
        /// Annotations of the object.
        annotations: Labels,
    }
}
