//! Workloads: the app itself and its workers, each with its pod.

use super::account::{PodAccount, without_token};
use super::config::checksum;
use super::container::Around;
use super::context::Context;
use super::labels::Bearer;
use super::scale::WorkloadNames;
use super::wave::Wave;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ConfigMap, Container, Pod, Rollout, Workload as ModelWorkload};
use crate::spec::workload::{Inherit, Inherited};
use crate::spec::{Map, OrFalse, Spanned, Strategy, Workload};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// A workload of the spec with what only its place tells.
pub struct Placed<'a> {
    /// The worker's key; `None` for the app itself.
    pub key: Option<&'a Spanned<Text>>,
    pub workload: &'a Workload,
    pub inherit: Option<&'a Inherit>,
}

impl Placed<'_> {
    /// Whether what config and secrets mount by themselves reaches this workload.
    fn mounts_config(&self) -> bool {
        match self.inherit {
            None => true,
            Some(Inherit::First(all)) => all.value,
            Some(Inherit::Second(some)) => some.iter().any(|word| word.value == Inherited::Volumes),
        }
    }
}

impl Context<'_> {
    /// A Deployment with its pod, and the account that it needs.
    pub fn workload(&self, placed: &Placed, configs: &[ConfigMap]) -> (ModelWorkload, PodAccount) {
        let workload = placed.workload;
        let component =
            placed.key.cloned().unwrap_or_else(|| super::context::ruled("main", "the app's own workload"));
        let name = self.object_name("Deployment", workload.name.as_deref(), self.part_name(placed.key));
        let names = WorkloadNames { component: &component, name: &name };
        let account = self.account(workload);
        let selector = self.selector(workload, &component);
        let version = workload.container.image.as_ref().and_then(|image| image.tag.as_ref());
        let version = version.map(|tag| Node::string(tag.value.clone(), tag.origin.clone()));
        let bearer = Bearer { version: version.as_ref(), ..Bearer::of(&component) };
        let labels = self.labels(bearer, &[workload.labels.as_ref()]);
        workload.rollout.iter().for_each(|rollout| self.check_rollout(rollout));
        let annotations = self.annotations(Wave::Main, true, &[workload.annotations.as_ref()]);
        let pod = self.pod(placed, &bearer, &selector, &account, configs);
        let kind = super::context::ruled("Deployment", "kind of services and workers");
        let model = ModelWorkload {
            kind: Some(kind),
            metadata: Some(self.metadata(&name, labels, annotations)),
            selector: Some(Node::mapping(selector, Origin::Unknown)),
            replicas: workload.replicas.clone(),
            rollout: workload.rollout.as_ref().map(rollout),
            pod: Some(pod),
            autoscaling: self.autoscaling(workload, &names),
            scaled_object: self.scaled_object(workload, &names),
            disruption: self.disruption(workload, &names),
            component: Some(component.clone()),
            name: Some(name.clone()),
            ..ModelWorkload::default()
        };
        (model, account)
    }

    /// The labels that find a workload's pods: written ones whole, else name and component.
    pub fn selector(&self, workload: &Workload, component: &Spanned<Text>) -> Mapping {
        let mut selector = Mapping::new();
        match &workload.selector {
            Some(written) => {
                if written.is_empty() {
                    let message = "an empty `selector` would take every pod of the namespace";
                    let found = Diagnostic::error(code::MISSING_FIELD, message).at(written.origin.span(), "");
                    self.report(found.help("name a label of the pods, or remove `selector`"));
                }
                for (key, value) in written.iter() {
                    let value = Node::string(value.value.clone(), value.origin.clone());
                    selector.push(Entry { key: key.value.clone(), key_origin: key.origin.clone(), value });
                }
            }
            None => {
                let text = |value: &Spanned<Text>| Node::string(value.value.clone(), value.origin.clone());
                selector.set("app.kubernetes.io/component", text(component));
                selector.set("app.kubernetes.io/name", text(&self.name));
            }
        }
        selector.sort();
        selector
    }

    fn pod(
        &self,
        placed: &Placed,
        bearer: &Bearer,
        selector: &Mapping,
        account: &PodAccount,
        configs: &[ConfigMap],
    ) -> Pod {
        let workload = placed.workload;
        let profile = self.profile(workload);
        let around = Around { workload, profile: &profile };
        let mut volumes = self.volumes(workload, placed.mounts_config());
        let default_name = placed.key.cloned().unwrap_or_else(|| self.name.clone());
        let main = self.main_container(default_name, &around, &mut volumes);
        let waits = self.waits(&around, &mut volumes);
        let mut others = |group: &Option<Map<_, _>>| -> Vec<Container> {
            let entries = group.iter().flat_map(Map::iter);
            entries.map(|(key, other)| self.other_container(key, other, &around, &mut volumes)).collect()
        };
        let init_containers: Vec<Container> = waits.into_iter().chain(others(&workload.init)).collect();
        let containers: Vec<Container> = std::iter::once(main).chain(others(&workload.sidecars)).collect();
        self.check_container_names(&init_containers, &containers);
        let sidecars = workload.sidecars.iter().flat_map(Map::iter);
        for ((_, sidecar), container) in sidecars.zip(containers.iter().skip(1)) {
            self.check_resources(&sidecar.container, container);
        }
        let words = workload.pod.as_ref().map(|pod| pod.words.clone()).unwrap_or_default();
        self.check_token_word(&words, workload);
        let mut words = without_token(&words, account);
        let own = words.remove("securityContext").map(|entry| entry.value);
        let all: Vec<&Container> = init_containers.iter().chain(&containers).collect();
        let checksum = checksum(configs, &all, &volumes.volumes);
        Pod {
            metadata: Some(self.pod_metadata(workload, bearer, selector, checksum)),
            service_account: account.name.clone(),
            token: account.token.clone(),
            security_context: self.secured(&profile, "pod", own.as_ref()),
            spread: match &workload.spread {
                Some(OrFalse::On(spread)) => spread.as_sequence().map(<[Node]>::to_vec),
                _ => None,
            },
            default_spread: Some(self.default_spread(workload)),
            init_containers: Some(init_containers),
            containers: Some(containers),
            volumes: Some(volumes.volumes),
            words: (!words.is_empty()).then(|| Node::mapping(words, Origin::Unknown)),
            ..Pod::default()
        }
    }

    fn pod_metadata(
        &self,
        workload: &Workload,
        bearer: &Bearer,
        selector: &Mapping,
        checksum: Option<Node>,
    ) -> Node {
        let own = workload.pod.as_ref();
        let bearer = Bearer { pod: true, ..*bearer };
        let mut labels = self.labels(bearer, &[own.and_then(|pod| pod.labels.as_ref())]);
        for entry in selector.iter() {
            labels.insert(entry.clone());
        }
        labels.sort();
        let mut annotations = Mapping::new();
        if let Some(checksum) = checksum {
            annotations.set("checksum/config", checksum);
        }
        let written = own.and_then(|pod| pod.annotations.as_ref());
        for (key, value) in written.into_iter().flat_map(Map::iter) {
            if let Ok(value) = &value.0 {
                annotations.set(key.value.clone(), Node::string(value.value.clone(), value.origin.clone()));
            } else {
                annotations.remove(&key.value);
            }
        }
        annotations.sort();
        let mut metadata = Mapping::new();
        metadata.set("labels", Node::mapping(labels, Origin::Unknown));
        if !annotations.is_empty() {
            metadata.set("annotations", Node::mapping(annotations, Origin::Unknown));
        }
        Node::mapping(metadata, Origin::Unknown)
    }

    /// What the API server refuses (`ValidateDeploymentStrategy`).
    fn check_rollout(&self, rollout: &crate::spec::Rollout) {
        let limits = [("maxSurge", &rollout.max_surge), ("maxUnavailable", &rollout.max_unavailable)];
        let recreates = rollout.strategy.as_ref().filter(|strategy| strategy.value == Strategy::Recreate);
        for (name, limit) in limits {
            if let (Some(strategy), Some(limit)) = (recreates, limit) {
                let message = format!("`{name}` means nothing where all pods go at once");
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(limit.origin.span(), "");
                let found = found.related(strategy.origin.span(), "`Recreate` takes no limits");
                self.report(found.help("remove one of the two"));
            }
        }
        let zero = |limit: &Option<Node>| {
            limit
                .as_ref()
                .is_some_and(|node| matches!(node.scalar_text().map(Text::as_str), Some("0" | "0%")))
        };
        if zero(&rollout.max_surge) && zero(&rollout.max_unavailable) {
            let message = "`maxSurge` and `maxUnavailable` are both 0: no pod could be replaced";
            let place = |limit: &Option<Node>| limit.as_ref().and_then(|node| node.origin.span());
            let found = Diagnostic::error(code::OUT_OF_RANGE, message).at(place(&rollout.max_surge), "");
            self.report(found.related(place(&rollout.max_unavailable), "").help("raise one of them"));
        }
    }

    fn check_container_names(&self, init: &[Container], containers: &[Container]) {
        let mut seen: Vec<&Spanned<Text>> = Vec::new();
        for name in init.iter().chain(containers).filter_map(|container| container.name.as_ref()) {
            if let Some(first) = seen.iter().find(|first| first.value == name.value) {
                let message = format!("two containers of one pod are called `{}`", name.value);
                let found =
                    Diagnostic::error(code::DUPLICATE_NAME, message).at(name.origin.span(), "this one");
                self.report(found.related(first.origin.span(), "and this one").help("rename one of them"));
            }
            seen.push(name);
        }
    }
}

fn rollout(rollout: &crate::spec::Rollout) -> Rollout {
    Rollout {
        strategy: rollout
            .strategy
            .as_ref()
            .map(|strategy| Spanned::new(Text::literal(strategy.value.word()), strategy.origin.clone())),
        max_surge: rollout.max_surge.clone(),
        max_unavailable: rollout.max_unavailable.clone(),
        min_ready_seconds: rollout.min_ready_seconds.clone(),
        revision_history_limit: rollout.revision_history_limit.clone(),
        progress_deadline_seconds: rollout.progress_deadline_seconds.clone(),
        ..Rollout::default()
    }
}
