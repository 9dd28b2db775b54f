//! ConfigMaps: their texts, who may name them, and the checksum that rolls the pods that use them.

use crate::diagnostic::{Diagnostic, code};
use crate::digest::Digest;
use crate::model::{ConfigMap, Container, Volume};
use crate::resolve::context::{Context, unknown};
use crate::resolve::labels::Bearer;
use crate::resolve::text::copied;
use crate::resolve::wave::Wave;
use crate::spec::{Config, Map, Spanned};
use crate::syntax::{Entry, Mapping, Node, Origin, Text, print};

/// The annotation of pods that says what the ConfigMaps hold that they use.
pub const CHECKSUM: &str = "checksum/config";

impl Context<'_> {
    /// Every ConfigMap of the app.
    pub fn config_maps(&self) -> Vec<ConfigMap> {
        let configs = self.spec.config.as_ref().into_iter().flat_map(Map::iter);
        configs.map(|(name, config)| self.config_map(name, config)).collect()
    }

    fn config_map(&self, name: &Spanned<Text>, config: &Config) -> ConfigMap {
        let object = self.config_object(name, config);
        let mut data = Mapping::new();
        for (key, path) in config.files.as_ref().into_iter().flat_map(Map::iter) {
            if let Some(value) = self.config_file(&name.value, config, &key.value, path) {
                data.push(Entry { key: key.value.clone(), key_origin: key.origin.clone(), value });
            }
        }
        for (key, text) in config.data.as_ref().into_iter().flat_map(Map::iter) {
            if let Some(file) = data.entry(&key.value) {
                let message = format!("`{}` stands under `files` and under `data`", key.value);
                let found = Diagnostic::error(code::DUPLICATE_KEY, message).at(key.origin.span(), "");
                self.report(found.related(file.key_origin.span(), "the other one"));
                continue;
            }
            let value = Node::string(text.value.clone(), text.origin.clone());
            self.check_copied(config, &value);
            let value = copied(config, value);
            data.push(Entry { key: key.value.clone(), key_origin: key.origin.clone(), value });
        }
        data.sort();
        let labels = self.labels(Bearer::APP, &[config.labels.as_ref()]);
        let annotations = self.annotations(Wave::First, false, &[config.annotations.as_ref()]);
        ConfigMap {
            metadata: Some(self.metadata(&object, labels, annotations)),
            name: Some(object),
            data: Some(Node::mapping(data, Origin::Unknown)),
            ..ConfigMap::default()
        }
    }

    /// The name of the ConfigMap of a config.
    pub fn config_object(&self, name: &Spanned<Text>, config: &Config) -> Spanned<Text> {
        self.object_name("ConfigMap", config.name.as_deref(), self.part_name(Some(name)))
    }

    /// The ConfigMap that a reference names, here or in another app; the key must be there.
    pub fn config_key(
        &self,
        app: Option<&Spanned<Text>>,
        name: &Spanned<Text>,
        key: Option<&Spanned<Text>>,
    ) -> Option<Spanned<Text>> {
        if let Some(app) = app {
            return self.foreign_config(app, name, key);
        }
        let configs = self.spec.config.as_ref();
        let Some((written, config)) = configs.and_then(|configs| configs.entry(&name.value)) else {
            let known = configs.into_iter().flat_map(Map::iter).map(|(key, _)| key.value.as_str());
            self.report(unknown("config", name, known.collect()).help("declare it under `config`"));
            return None;
        };
        if let Some(key) = key {
            let files =
                config.files.as_ref().into_iter().flat_map(Map::iter).map(|(key, _)| key.value.as_str());
            let data =
                config.data.as_ref().into_iter().flat_map(Map::iter).map(|(key, _)| key.value.as_str());
            let known: Vec<&str> = files.chain(data).collect();
            if !known.contains(&key.value.as_str()) {
                self.report(unknown(&format!("key of the config `{}`", name.value), key, known));
            }
        }
        let mut object = self.config_object(written, config);
        object.origin = Origin::derived([object.origin, name.origin.clone()]);
        Some(object)
    }

    fn foreign_config(
        &self,
        app: &Spanned<Text>,
        name: &Spanned<Text>,
        key: Option<&Spanned<Text>>,
    ) -> Option<Spanned<Text>> {
        let scope = self.neighbour(app)?;
        let other = scope.app;
        let there = scope.namespace();
        if there.as_str() != self.namespace.as_str() {
            let message =
                format!("`{}` is in another namespace; its config cannot be read from here", app.value);
            self.report(Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(app.origin.span(), ""));
            return None;
        }
        let config = other.spec.at(&["config", &name.value]);
        let Some(config) = config else {
            let configs = other.spec.get("config").and_then(Node::as_mapping);
            let known = configs.into_iter().flat_map(Mapping::keys).collect();
            self.report(unknown(&format!("config of {}", app.value), name, known));
            return None;
        };
        let has = |group: &str, key: &str| config.at(&[group, key]).is_some();
        if let Some(key) = key.filter(|key| !has("data", &key.value) && !has("files", &key.value)) {
            let groups = ["files", "data"].into_iter().filter_map(|group| config.get(group)?.as_mapping());
            let known = groups.flat_map(Mapping::keys).collect();
            self.report(unknown(&format!("key of the config `{}` of {}", name.value, app.value), key, known));
        }
        let object = other.object_name("ConfigMap", config.get("name"), other.part_name(&name.value));
        let object = scope.quietly(&object);
        let from = [app.origin.clone(), name.origin.clone(), object.origin.clone()];
        Some(Spanned::new(object.as_text()?.clone(), Origin::derived(from)))
    }
}

/// The SHA-256 of all our ConfigMaps that the containers and volumes use; `None` where they use none.
pub fn checksum(configs: &[ConfigMap], containers: &[&Container], volumes: &[Volume]) -> Option<Node> {
    let used = used(containers, volumes);
    let of = |config: &ConfigMap| {
        let name = &config.name.as_ref()?.value;
        let mut places = used.iter().filter(|(used, _)| used == name).map(|(_, origin)| origin.clone());
        let first = places.next()?;
        // Of several places that name it, no single one decides.
        let reason = if places.next().is_none() { first } else { Origin::Unknown };
        Some((config.data.clone()?, reason))
    };
    let (data, reasons): (Vec<Node>, Vec<Origin>) = configs.iter().filter_map(of).unzip();
    if data.is_empty() {
        return None;
    }
    let values = data.iter().filter_map(Node::as_mapping).flat_map(Mapping::iter);
    let origins = values.map(|entry| entry.value.origin.clone()).chain(reasons);
    Some(checksum_of(&data, origins))
}

/// The SHA-256 of what ConfigMaps hold.
pub fn checksum_of<'n>(
    contents: impl IntoIterator<Item = &'n Node>,
    origins: impl IntoIterator<Item = Origin>,
) -> Node {
    let text: String = contents.into_iter().map(print).collect();
    let origin = Origin::ruled("checksum of the ConfigMaps in use", origins);
    Node::string(Digest::of(text.as_bytes()).hex(), origin)
}

/// The names of the ConfigMaps that are named, each with the place that names it.
fn used(containers: &[&Container], volumes: &[Volume]) -> Vec<(Text, Origin)> {
    let mut used: Vec<(Option<&Spanned<Text>>, &Origin)> = Vec::new();
    for container in containers {
        let variables = container.env.iter().flatten().filter_map(|variable| variable.config.as_ref());
        used.extend(variables.map(|reference| (reference.object.as_ref(), &reference.origin)));
        let sources = container.env_from.iter().flatten().filter_map(|source| source.config.as_ref());
        used.extend(sources.map(|reference| (reference.object.as_ref(), &reference.origin)));
    }
    let files = volumes.iter().filter_map(|volume| volume.config.as_ref());
    used.extend(files.map(|files| (files.object.as_ref(), &files.origin)));
    used.into_iter().filter_map(|(name, origin)| Some((name?.value.clone(), origin.clone()))).collect()
}
