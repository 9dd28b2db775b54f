//! Workloads: the app itself, its workers, crons and jobs, each with its pod.

pub(super) mod job;
pub(super) mod keda;
pub(super) mod kind;
pub(super) mod misfit;
pub(super) mod placed;
pub(super) mod rollout;
pub(super) mod scale;

use crate::diagnostic::{Diagnostic, code};
use crate::model::{ConfigMap, Container, Pod, Service, Workload as ModelWorkload};
use crate::resolve::account::{PodAccount, without_token};
use crate::resolve::config::{CHECKSUM, checksum};
use crate::resolve::context::Context;
use crate::resolve::labels::Bearer;
use crate::resolve::pod::after::has_to_wait;
use crate::resolve::pod::container::Around;
use crate::resolve::wave::{WAVE, Wave};
use crate::resolve::workload::job::with_generated_name;
use crate::resolve::workload::placed::{MAIN, Placed};
use crate::resolve::workload::scale::WorkloadNames;
use crate::spec::{Labels, Map, OrFalse, Spanned, Workload};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

impl Context<'_> {
    /// A workload with its pod, and the account that it needs.
    pub fn workload(&self, placed: &Placed, configs: &[ConfigMap]) -> (ModelWorkload, PodAccount) {
        let workload = placed.workload;
        let component = placed.component();
        let kind = placed.kind.name();
        let name = self.object_name(&kind, workload.name.as_deref(), self.part_name(placed.key));
        let names = WorkloadNames { component: &component, name: &name };
        let account = self.account(workload);
        let selector = self.selector(workload, &component);
        let version = workload.container.image.as_ref().and_then(|image| image.tag.as_ref());
        let version = version.map(|tag| Node::string(tag.value.clone(), tag.origin.clone()));
        let bearer = Bearer { version: version.as_ref(), ..Bearer::of(&component) };
        let labels = self.labels(bearer, &[workload.labels.as_ref()]);
        let annotations = self.order(placed, workload.annotations.as_ref());
        let pod = self.pod(placed, &bearer, &selector, &account, configs);
        let model = ModelWorkload {
            origin: Origin::Unknown.because([placed.reason.clone()]),
            kind: Some(Spanned::new(kind, Origin::ruled("kind by type", [placed.reason.clone()]))),
            metadata: Some(with_generated_name(self.metadata(&name, labels, annotations), placed)),
            replicas: workload.replicas.clone(),
            rollout: self.rollout(placed, self.held(placed).as_ref()),
            claims: Some(self.claim_templates(placed, &selector)),
            retention: self.retention(placed),
            clock: self.clock(placed),
            run: self.run(placed),
            pod: Some(pod),
            autoscaling: self.autoscaling(workload, &names),
            scaled_object: self.scaled_object(workload, &names),
            disruption: self.disruption(workload, &names),
            selector: Some(Node::mapping(selector, Origin::Unknown)),
            component: Some(component.clone()),
            name: Some(name.clone()),
            ..ModelWorkload::default()
        };
        (model, account)
    }

    /// The workload's annotations; a job's wave is there because of `when`.
    fn order(&self, placed: &Placed, own: Option<&Labels>) -> Mapping {
        let mut annotations = self.annotations(placed.wave, true, &[own]);
        let when = placed.job.and_then(|job| job.when.as_ref()).filter(|_| placed.wave != Wave::Main);
        if let (Some(when), Some(entry)) = (when, annotations.get_mut(WAVE)) {
            entry.origin = std::mem::take(&mut entry.origin).because([when.origin.clone()]);
        }
        annotations
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
        let mut volumes = self.volumes(placed);
        let default_name = placed.key.cloned().unwrap_or_else(|| self.name.clone());
        let main = self.main_container(default_name, &around, &mut volumes);
        let component = placed.key.map_or(MAIN, |key| key.value.as_str());
        let has_to_wait = has_to_wait(self.scope.app, component);
        let waits = if has_to_wait { self.waits(&around, &mut volumes) } else { Vec::new() };
        let mut others = |group: &Option<Map<_, _>>| -> Vec<Container> {
            let entries = group.iter().flat_map(Map::iter);
            entries.map(|(key, other)| self.other_container(key, other, &around, &mut volumes)).collect()
        };
        let mut init_containers: Vec<Container> = waits.into_iter().chain(others(&workload.init)).collect();
        let mut sidecars = others(&workload.sidecars);
        for ((_, sidecar), container) in workload.sidecars.iter().flat_map(Map::iter).zip(&mut sidecars) {
            self.check_resources(&sidecar.container, container);
            let side = sidecar.native.as_ref().map(|native| native.origin.clone());
            container.origin = std::mem::take(&mut container.origin).because(side);
        }
        // A native sidecar is beside the main container: what must be done before is done when it starts.
        let (native, sidecars): (Vec<_>, Vec<_>) =
            sidecars.into_iter().partition(|container| container.native.is_some());
        init_containers.extend(native);
        let containers: Vec<Container> = std::iter::once(main).chain(sidecars).collect();
        self.check_container_names(&init_containers, &containers);
        let words = workload.pod.as_ref().map(|pod| pod.words.clone()).unwrap_or_default();
        self.check_token_word(&words, workload);
        let mut words = self.without_restart(placed, without_token(&words, account));
        let own = words.remove("securityContext").map(|entry| entry.value);
        let all: Vec<&Container> = init_containers.iter().chain(&containers).collect();
        let checksum = checksum(configs, &all, &volumes.volumes);
        Pod {
            metadata: Some(self.pod_metadata(workload, bearer, selector, checksum)),
            service_account: account.name.clone(),
            token: account.token.clone(),
            restart: self.restart(placed),
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
            annotations.set(CHECKSUM, checksum);
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

/// The Service that gives the pods of the app's own StatefulSet their names: the app's, but a further headless
/// one where that has an address.
pub fn governing(services: &[Service]) -> Option<Spanned<Text>> {
    let is_of_app =
        |service: &&Service| service.component.as_ref().is_some_and(|name| name.value.as_str() == MAIN);
    let all: Vec<&Service> = services.iter().filter(is_of_app).collect();
    let (own, others) = all.split_first()?;
    let is_headless = |service: &Service| service.headless.as_ref().is_some_and(|flag| flag.value);
    let Some(other) = others.iter().find(|other| is_headless(other)) else { return own.name.clone() };
    let chosen = if is_headless(own) { own } else { other };
    let mut name = chosen.name.clone()?;
    let switches = [own, chosen].map(|service| service.headless.as_ref().map(|flag| flag.origin.clone()));
    name.origin = name.origin.because(switches.into_iter().flatten());
    Some(name)
}
