//! Volumes of a pod, and where they appear in its containers.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Files, Mount as ModelMount, Volume as ModelVolume};
use crate::resolve::context::{Context, unknown};
use crate::resolve::pod::claims::{is_template, template_switch};
use crate::resolve::workload::placed::Placed;
use crate::spec::map::Names;
use crate::spec::{Either, Map, Mount, Mounts, Spanned, Volume};
use crate::syntax::{Mapping, Node, Origin, Text};

/// The volumes of a workload, and the mounts of its main container.
#[derive(Default)]
pub struct Volumes {
    pub volumes: Vec<ModelVolume>,
    /// The volumes that each pod claims for itself: a StatefulSet has them beside its pod.
    pub claimed: Vec<Spanned<Text>>,
    pub mounts: Vec<ModelMount>,
}

impl Volumes {
    /// What mounts may name.
    fn names(&self) -> impl Iterator<Item = &Spanned<Text>> {
        self.volumes.iter().filter_map(|volume| volume.name.as_ref()).chain(&self.claimed)
    }
}

impl Context<'_> {
    /// The workload's own volumes, then what config and secrets mount by themselves.
    pub fn volumes(&self, placed: &Placed) -> Volumes {
        let mut found = Volumes::default();
        for (name, volume) in placed.workload.volumes.as_ref().into_iter().flat_map(Map::iter) {
            if volume.claim.as_ref().is_some_and(|claim| is_template(placed, claim)) {
                found.claimed.push(name.clone());
            } else if let Some(mut made) = self.volume(name, volume) {
                let switch = volume.claim.as_ref().and_then(|claim| template_switch(placed, claim));
                made.origin = made.origin.because(switch);
                found.volumes.push(made);
            }
            found.mounts.extend(volume.mount.iter().flat_map(|mounts| places(name, mounts)));
        }
        if let Some(reason) = placed.mounts_config() {
            let (volumes, mounts) = (found.volumes.len(), found.mounts.len());
            self.config_mounts(&mut found);
            self.secret_mounts(&mut found);
            let because = |origin: &mut Origin| *origin = std::mem::take(origin).because([reason.clone()]);
            for volume in found.volumes.iter_mut().skip(volumes) {
                because(&mut volume.origin);
                let files = [&mut volume.config, &mut volume.secret].into_iter().flatten();
                files.for_each(|files| because(&mut files.origin));
            }
            found.mounts.iter_mut().skip(mounts).for_each(|mount| because(&mut mount.origin));
        }
        found
    }

    fn volume(&self, name: &Spanned<Text>, volume: &Volume) -> Option<ModelVolume> {
        let config = match &volume.config {
            Some(config) => {
                let name = config.name.as_ref()?;
                let object = self.config_key(None, name, None)?;
                for key in named_keys(config.items.as_ref(), config.optional.as_ref()) {
                    self.config_key(None, name, Some(&key));
                }
                Some(files(
                    object,
                    config.items.clone(),
                    config.default_mode.clone(),
                    config.optional.clone(),
                ))
            }
            None => None,
        };
        let secret = match &volume.secret {
            Some(secret) => {
                let name = secret.name.as_ref()?;
                let object = self.secret_object(name)?;
                for key in named_keys(secret.items.as_ref(), secret.optional.as_ref()) {
                    self.secret_key(name, Some(&key));
                }
                Some(files(
                    object,
                    secret.items.clone(),
                    secret.default_mode.clone(),
                    secret.optional.clone(),
                ))
            }
            None => None,
        };
        Some(ModelVolume {
            name: Some(name.clone()),
            empty_dir: volume.empty_dir.clone(),
            foreign_config: volume.config_map.clone(),
            foreign_secret: volume.secret_ref.clone(),
            host_path: volume.host_path.clone(),
            nfs: volume.nfs.clone(),
            csi: volume.csi.clone(),
            projected: volume.projected.clone(),
            claim: volume
                .existing_claim
                .clone()
                .or_else(|| volume.claim.as_ref().map(|claim| self.claim_name(name, claim))),
            config,
            secret,
            ..ModelVolume::default()
        })
    }

    fn config_mounts(&self, found: &mut Volumes) {
        for (name, config) in self.spec.config.as_ref().into_iter().flat_map(Map::iter) {
            let Some(mounts) = &config.mount else { continue };
            let object = self.config_object(name, config);
            for key in named_keys(config.items.as_ref(), None) {
                self.config_key(None, name, Some(&key));
            }
            let files = files(object, config.items.clone(), config.default_mode.clone(), None);
            self.add(found, name, ModelVolume { config: Some(files), ..ModelVolume::default() });
            found.mounts.extend(places(name, mounts));
        }
    }

    fn secret_mounts(&self, found: &mut Volumes) {
        for (name, secret) in self.spec.secrets.as_ref().into_iter().flat_map(Map::iter) {
            let Some(mount) = &secret.mount else { continue };
            let Some(object) = self.secret_object(name) else { continue };
            for key in named_keys(mount.items.as_ref(), None) {
                self.secret_key(name, Some(&key));
            }
            let files = files(object, mount.items.clone(), mount.mode.clone(), None);
            self.add(found, name, ModelVolume { secret: Some(files), ..ModelVolume::default() });
            found.mounts.push(ModelMount {
                volume: Some(name.clone()),
                path: mount.path.as_ref().map(|path| (**path).clone()),
                ..ModelMount::default()
            });
        }
    }

    fn add(&self, found: &mut Volumes, name: &Spanned<Text>, volume: ModelVolume) {
        let twin = found.names().find(|known| known.value == name.value);
        if let Some(twin) = twin {
            let message = format!("two volumes would be called `{}`", name.value);
            let found = Diagnostic::error(code::DUPLICATE_NAME, message)
                .at(name.origin.span(), "this one is mounted");
            self.report(found.related(twin.origin.span(), "and this one").help("rename one of them"));
            return;
        }
        found.volumes.push(ModelVolume { name: Some(name.clone()), ..volume });
    }

    /// The mounts that a container writes under `mounts`; each must name a volume of the pod.
    pub fn mounts(&self, mounts: Option<&Map<Names, Mounts>>, volumes: &Volumes) -> Vec<ModelMount> {
        let mut found = Vec::new();
        for (name, mounts) in mounts.into_iter().flat_map(Map::iter) {
            let known: Vec<&str> = volumes.names().map(|name| name.value.as_str()).collect();
            if !known.contains(&name.value.as_str()) {
                self.report(unknown("volume of the pod", name, known).help("declare it under `volumes`"));
            }
            found.extend(places(name, mounts));
        }
        found
    }
}

/// The keys that `items` name; without them the pod does not start, unless that is said to be no harm.
fn named_keys(items: Option<&Node>, optional: Option<&Spanned<bool>>) -> Vec<Spanned<Text>> {
    let items = items.filter(|_| !optional.is_some_and(|optional| optional.value));
    let items = items.and_then(Node::as_sequence).unwrap_or_default();
    let key = |item: &Node| {
        let key = item.get("key")?;
        Some(Spanned::new(key.as_text()?.clone(), key.origin.clone()))
    };
    items.iter().filter_map(key).collect()
}

fn files(
    object: Spanned<Text>,
    items: Option<Node>,
    mode: Option<Spanned<i64>>,
    optional: Option<Spanned<bool>>,
) -> Files {
    Files { object: Some(object), items, mode, optional, ..Files::default() }
}

fn places(volume: &Spanned<Text>, mounts: &Mounts) -> Vec<ModelMount> {
    let mount = |mount: &Mount| ModelMount {
        volume: Some(volume.clone()),
        path: mount.path.as_ref().map(|path| (**path).clone()),
        sub_path: mount.sub_path.clone(),
        sub_path_expr: mount.sub_path_expr.clone(),
        read_only: mount.read_only.clone(),
        mount_propagation: mount
            .mount_propagation
            .as_ref()
            .map(|word| Spanned::new(Text::literal(word.value.word()), word.origin.clone())),
        ..ModelMount::default()
    };
    match mounts {
        Either::First(one) => vec![mount(one)],
        Either::Second(many) => many.iter().map(mount).collect(),
    }
}

/// An empty folder.
pub fn empty_folder(name: Spanned<Text>, origin: Origin) -> ModelVolume {
    let empty_dir = Some(Node::mapping(Mapping::new(), origin));
    ModelVolume { name: Some(name), empty_dir, ..ModelVolume::default() }
}
