//! Security profiles: what `restricted` and `baseline` write, with the spec's own words laid over it.

use crate::model::{Container, Mount};
use crate::overlay::{Manner, Merge};
use crate::resolve::context::Context;
use crate::resolve::pod::volumes::{Volumes, empty_folder};
use crate::spec::{Profile, Shape, Spanned, Workload};
use crate::syntax::{FieldPath, Mapping, Node, Origin, Text};

/// A folder that programs expect to write to, where the root file system is read-only.
const SCRATCH: &str = "/tmp";
const RULE: &str = "/tmp of the profile restricted";

impl Context<'_> {
    /// The workload's profile: its own, the environment's, `baseline`.
    pub fn profile(&self, workload: &Workload) -> Spanned<Profile> {
        if let Some(profile) = &workload.security {
            return profile.clone();
        }
        let security = self.of_environment("security");
        let written = security.get("profile");
        let profile = written.and_then(Node::as_str).and_then(Profile::find);
        match (profile, written) {
            (Some(profile), Some(node)) => Spanned::new(profile, node.origin.clone()),
            _ => Spanned::new(Profile::Baseline, Origin::ruled("default of security", [])),
        }
    }

    /// What the profile writes at `level` (`pod` or `container`), with the spec's own words over it.
    pub fn secured(&self, profile: &Spanned<Profile>, level: &str, own: Option<&Node>) -> Option<Node> {
        let defaults = self.scope.world.estate.defaults.get("security");
        let given = defaults.and_then(|defaults| defaults.at(&[profile.value.word(), level]));
        let mut given = match given {
            Some(given) => given.clone(),
            None => Node::mapping(Mapping::new(), Origin::Unknown),
        };
        given.because(&profile.origin);
        let merged = match own {
            Some(own) => Merge::default().lay(given, own, Shape::Any, Manner::Win),
            None => given,
        };
        merged.as_mapping().is_some_and(|mapping| !mapping.is_empty()).then_some(merged)
    }

    /// The rights of a container of ours beside an app's, which its profile is laid under; nothing where the profile
    /// writes nothing.
    pub fn rights_beside(&self, profile: &Spanned<Profile>) -> Option<Node> {
        let mut rights = self.scope.world.estate.defaults.get("beside")?.get("securityContext")?.clone();
        rights.because(&profile.origin);
        (profile.value != Profile::None).then_some(rights)
    }

    /// Gives each container whose root file system is read-only by the profile a `/tmp` of its own.
    pub fn add_scratch(&self, profile: &Spanned<Profile>, container: &mut Container, volumes: &mut Volumes) {
        let Some(read_only) = read_only(container).filter(|_| profile.value == Profile::Restricted) else {
            return;
        };
        let reasons = [profile.origin.clone(), read_only];
        let mounts = container.mounts.get_or_insert_default();
        let taken = |mount: &Mount| {
            mount.path.as_ref().is_some_and(|path| path.value.trim_end_matches('/') == SCRATCH)
        };
        if mounts.iter().any(taken) {
            return;
        }
        let Some(name) = &container.name else { return };
        let origin = Origin::ruled(RULE, [name.origin.clone()]).because(reasons.clone());
        let volume = Spanned::new(Text::from(format!("tmp-{}", name.value)), origin.clone());
        volumes.volumes.push(empty_folder(volume.clone(), Origin::ruled(RULE, []).because(reasons.clone())));
        let path = Spanned::new(Text::literal(SCRATCH), Origin::ruled(RULE, []).because(reasons));
        mounts.push(Mount { volume: Some(volume), path: Some(path), ..Mount::default() });
    }
}

/// Where it says that the root file system is read-only; `None` where it is not.
fn read_only(container: &Container) -> Option<Origin> {
    let field = FieldPath::root().key("readOnlyRootFilesystem");
    let switch = field.find(container.security_context.as_ref()?)?;
    (switch.as_bool() == Some(true)).then(|| switch.origin.clone())
}
