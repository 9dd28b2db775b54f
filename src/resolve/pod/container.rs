//! Containers: the main one, sidecars, init containers.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::model::Container;
use crate::resolve::context::Context;
use crate::resolve::pod::ports::Ports;
use crate::resolve::pod::volumes::Volumes;
use crate::spec::map::Variables;
use crate::spec::{ContainerFields, EnvValue, Map, Profile, Sidecar, Spanned, Workload};
use crate::syntax::{Mapping, Node, Origin, Text};

/// The resources of a container that Kubernetes itself knows.
const RESOURCES: [&str; 3] = ["cpu", "ephemeral-storage", "memory"];

/// What resolving a container of a workload needs to know of it.
pub struct Around<'a> {
    pub workload: &'a Workload,
    pub profile: &'a Spanned<Profile>,
}

impl Context<'_> {
    /// The main container of a workload.
    pub fn main_container(&self, name: Spanned<Text>, around: &Around, volumes: &mut Volumes) -> Container {
        let fields = &around.workload.container;
        let name = fields.container.clone().unwrap_or(name);
        let mut mounts = std::mem::take(&mut volumes.mounts);
        mounts.extend(self.mounts(fields.mounts.as_ref(), volumes));
        let mut container = self.container(name, fields, fields.image.as_ref(), fields.env.as_ref(), around);
        self.check_resources(fields, &container);
        container.mounts = Some(mounts);
        self.add_scratch(around.profile, &mut container, volumes);
        container
    }

    /// A sidecar or init container; without an image it runs the workload's.
    pub fn other_container(
        &self,
        key: &Spanned<Text>,
        sidecar: &Sidecar,
        around: &Around,
        volumes: &mut Volumes,
    ) -> Container {
        let fields = &sidecar.container;
        let name = fields.container.clone().unwrap_or_else(|| key.clone());
        let image = fields.image.as_ref().or(around.workload.container.image.as_ref());
        let inherited = sidecar.inherit_env.as_ref().is_some_and(|flag| flag.value);
        let env =
            if inherited { self.with_workload_env(fields, around.workload) } else { fields.env.clone() };
        let mut container = self.container(name, fields, image, env.as_ref(), around);
        if let Some(switch) = sidecar.inherit_env.as_ref().filter(|switch| switch.value) {
            let own =
                |name: &Spanned<Text>| fields.env.as_ref().is_some_and(|own| own.get(&name.value).is_some());
            let variables = container.env.iter_mut().flatten();
            for variable in variables.filter(|variable| !variable.name.as_ref().is_some_and(own)) {
                variable.origin = Origin::Unknown.because([switch.origin.clone()]);
            }
        }
        container.native = sidecar.native.clone().filter(|native| native.value);
        container.mounts = Some(self.mounts(fields.mounts.as_ref(), volumes));
        self.add_scratch(around.profile, &mut container, volumes);
        container
    }

    /// The workload's variables, with the container's own in place of those of their names.
    fn with_workload_env(
        &self,
        fields: &ContainerFields,
        workload: &Workload,
    ) -> Option<Map<Variables, EnvValue>> {
        let own = fields.env.as_ref();
        let given = workload.container.env.as_ref();
        let mut env = Map::default();
        for (name, value) in given.into_iter().flat_map(Map::iter) {
            let (name, value) = own.and_then(|own| own.entry(&name.value)).unwrap_or((name, value));
            env.push(name.clone(), value.clone());
        }
        for (name, value) in own.into_iter().flat_map(Map::iter) {
            if env.get(&name.value).is_none() {
                env.push(name.clone(), value.clone());
            }
        }
        Some(env)
    }

    fn container(
        &self,
        name: Spanned<Text>,
        fields: &ContainerFields,
        image: Option<&crate::spec::Image>,
        env: Option<&Map<Variables, EnvValue>>,
        around: &Around,
    ) -> Container {
        let ports = Ports::new(fields.ports.as_ref());
        let declared = ports.declared();
        self.check_container_ports(&declared);
        let probes = self.probes(fields.health.as_deref(), &ports);
        if image.is_none() {
            let message = format!("the container `{}` has no image", name.value);
            self.report(
                Diagnostic::error(code::IMAGE_MISSING, message)
                    .at(name.origin.span(), "")
                    .help("add `image: repository:tag` to the app, or to its overlay in this environment"),
            );
        }
        Container {
            image: image.map(|image| self.image(image)),
            command: fields.command.clone(),
            args: fields.args.clone(),
            working_dir: fields.working_dir.clone(),
            ports: Some(declared),
            env_from: Some(self.sources(fields.env_from.as_ref())),
            env: Some(self.variables(env)),
            resources: fields.resources.clone(),
            startup: probes.startup,
            liveness: probes.liveness,
            readiness: probes.readiness,
            lifecycle: fields.lifecycle.clone(),
            image_pull_policy: fields
                .image_pull_policy
                .as_ref()
                .map(|policy| Spanned::new(Text::literal(policy.value.word()), policy.origin.clone())),
            termination_message_path: fields.termination_message_path.clone(),
            termination_message_policy: fields
                .termination_message_policy
                .as_ref()
                .map(|policy| Spanned::new(Text::literal(policy.value.word()), policy.origin.clone())),
            security_context: self.secured(around.profile, "container", fields.security_context.as_ref()),
            name: Some(name),
            ..Container::default()
        }
    }

    /// Requests and a memory limit are what a scheduler and a node need; they are never made up.
    pub fn check_resources(&self, fields: &ContainerFields, container: &Container) {
        self.check_resource_names(fields);
        let has =
            |keys: &[&str]| fields.resources.as_ref().is_some_and(|resources| resources.at(keys).is_some());
        let wanted: [(&str, &[&str]); 3] = [
            ("requests.cpu", &["requests", "cpu"]),
            ("requests.memory", &["requests", "memory"]),
            ("limits.memory", &["limits", "memory"]),
        ];
        let missing: Vec<&str> =
            wanted.iter().filter(|(_, keys)| !has(keys)).map(|(name, _)| *name).collect();
        if missing.is_empty() {
            return;
        }
        let name = container.name.as_ref();
        let what = name.map_or("", |name| name.value.as_str());
        let place = fields.resources.as_ref().and_then(|node: &Node| node.origin.span());
        let place = place.or_else(|| name.and_then(|name| name.origin.span()));
        let message = format!("the container `{what}` has no {}", missing.join(", "));
        let help = "add `resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}`";
        self.report(Diagnostic::warning(code::RESOURCES_MISSING, message).at(place, "").help(help));
    }

    /// A resource is one that Kubernetes knows, or has a domain before its name (`ValidateContainerResourceName`).
    fn check_resource_names(&self, fields: &ContainerFields) {
        let amounts = ["requests", "limits"].into_iter();
        let amounts = amounts.filter_map(|kind| fields.resources.as_ref()?.get(kind)?.as_mapping());
        for entry in amounts.flat_map(Mapping::iter) {
            let name = entry.key.as_str();
            if RESOURCES.contains(&name) || name.starts_with("hugepages-") || name.contains('/') {
                continue;
            }
            let label =
                nearest(name, RESOURCES).map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let found = Diagnostic::error(code::UNKNOWN_FIELD, format!("`{name}` is not a resource"));
            let help = "it is cpu, memory, ephemeral-storage, hugepages-<size>, or one with a domain: `nvidia.com/gpu`";
            self.report(found.at(entry.key_origin.span(), label).help(help));
        }
    }
}
