//! Reading and parsing every file of an estate.

use std::collections::BTreeMap;

use super::baseline::Baseline;
use super::builtin;
use super::definitions;
use super::discover::{AppFolder, EnvironmentFolder, Folders, find};
use super::extensions::{self, Extensions};
use super::read::{Texts, read_and_parse, template_options};
use crate::diagnostic::{Diagnostic, code};
use crate::parallel;
use crate::schema::output::OutputSchemas;
use crate::source::{Files, SourceFile, Span};
use crate::syntax::{Node, Parsed, parse};
use crate::system::{System, SystemError};

/// An estate, read.
#[derive(Debug, Default)]
pub struct Estate {
    pub files: Files,
    pub platform: Option<Document>,
    pub apps: BTreeMap<String, AppSource>,
    pub environments: BTreeMap<String, EnvironmentSource>,
    /// `<target>/<level>/<kind>.yaml`: the built-in ones first, then the estate's own.
    pub templates: Vec<(String, Node)>,
    /// The defaults that are Kubernetes structures, by file name.
    pub defaults: BTreeMap<String, Node>,
    /// The schemas of extensions.
    pub extensions: Extensions,
    /// The schemas of objects: those in this binary, and before them those of the estate's own definitions.
    pub schemas: OutputSchemas,
    /// What is known and told no more.
    pub baseline: Option<Baseline>,
    texts: Texts,
    pub diagnostics: Vec<Diagnostic>,
}

/// One parsed document.
#[derive(Debug, Clone)]
pub struct Document {
    pub path: String,
    pub node: Node,
    /// Whether it was checked without an error.
    pub sound: bool,
}

/// An app and its files.
#[derive(Debug)]
pub struct AppSource {
    pub folder: String,
    pub module: Option<u32>,
    /// `None` where the file is missing or does not parse.
    pub document: Option<Document>,
    pub manifests: Vec<Document>,
}

/// An environment and its files.
#[derive(Debug)]
pub struct EnvironmentSource {
    pub folder: String,
    pub document: Option<Document>,
    pub overlays: BTreeMap<String, OverlaySource>,
    pub secrets: Vec<Document>,
    pub manifests: BTreeMap<String, Vec<Document>>,
}

/// An app's overlay in one environment.
#[derive(Debug)]
pub struct OverlaySource {
    pub path: String,
    pub document: Option<Document>,
}

impl Estate {
    /// Whether the estate adds or shadows templates.
    pub fn has_own_templates(&self) -> bool {
        self.own_templates().next().is_some()
    }

    /// The paths of the templates that the estate adds or shadows.
    pub fn own_templates(&self) -> impl Iterator<Item = &str> {
        let is_own = |node: &Node| {
            node.origin.span().is_some_and(|span| self.files.path(span).starts_with("templates/"))
        };
        self.templates.iter().filter(move |(_, node)| is_own(node)).map(|(path, _)| path.as_str())
    }

    /// The text of a config file, by its path from the estate's root, with its place.
    pub fn text(&self, path: &str) -> Option<(&str, Span)> {
        let id = self.texts.get(path)?;
        let text = self.files.get(id)?.text();
        Some((text, Span::new(id, 0, text.len())))
    }

    /// Why a config file that is there could not be read.
    pub fn refused_text(&self, path: &str) -> Option<&Diagnostic> {
        self.texts.refused(path)
    }
}

/// Reads an estate. `Err` is trouble with the machine; mistakes in the estate are in its diagnostics.
pub fn load(system: &dyn System) -> Result<Estate, SystemError> {
    let mut found = Vec::new();
    // The schemas come from this binary alone: unpacking them goes beside whatever does not ask for one.
    let look = || (find(system, &mut found), builtins());
    let ((folders, builtins), _) = parallel::both(look, OutputSchemas::embedded);
    let folders = folders?;
    let estate = Estate { diagnostics: found, ..Estate::default() };
    let mut reading = Reading { system, estate, documents: BTreeMap::new() };
    reading.take_in(builtins);
    reading.parse_all(&folders)?;
    let own = folders.definitions.clone();
    reading.assemble(folders);
    reading.definitions(&own);
    reading.texts_from_root();
    Ok(reading.estate)
}

/// What comes with this binary; the first files of every estate.
fn builtins() -> Vec<Parsed> {
    let files: Vec<(usize, &(&str, &str))> = builtin::FILES.iter().enumerate().collect();
    let none = Files::default();
    parallel::map(&files, |(number, (_, text))| parse(none.id_after(*number), text, &template_options()))
}

struct Reading<'a> {
    system: &'a dyn System,
    estate: Estate,
    /// The documents of each file; `None` where it does not parse.
    documents: BTreeMap<String, Option<Vec<Node>>>,
}

impl Reading<'_> {
    fn take_in(&mut self, builtins: Vec<Parsed>) {
        for ((path, text), parsed) in builtin::FILES.iter().zip(builtins) {
            self.estate.files.add(SourceFile::new(*path, *text));
            let Some(document) = parsed.documents.into_iter().next() else { continue };
            match path.strip_prefix("defaults/") {
                Some(name) => {
                    self.estate.defaults.insert(name.trim_end_matches(".yaml").to_string(), document.root);
                }
                None => self.estate.templates.push((path.to_string(), document.root)),
            }
        }
    }

    /// Reads and parses side by side; ids and findings are in the order of the paths.
    fn parse_all(&mut self, folders: &Folders) -> Result<(), SystemError> {
        let paths: Vec<(usize, String)> = yaml_paths(folders).into_iter().enumerate().collect();
        let first = &self.estate.files;
        let read = parallel::map(&paths, |(number, path)| {
            read_and_parse(self.system, path, first.id_after(*number))
        });
        for ((_, path), result) in paths.into_iter().zip(read) {
            let (text, parsed) = match result {
                // Its folder is there without it; `assemble` says so.
                Err(SystemError::NotFound) => {
                    self.estate.files.add(SourceFile::new(path.as_str(), ""));
                    continue;
                }
                result => result?,
            };
            let id = self.estate.files.add(SourceFile::new(path.as_str(), text.as_str()));
            let whole = parsed.is_ok();
            let mut found = match path.starts_with(definitions::FOLDER) && !whole {
                true => definitions::unreadable(&path, id, &text, parsed.diagnostics),
                false => parsed.diagnostics,
            };
            if path.contains("/manifests/")
                || ["templates/", "schemas/"].iter().any(|of| path.starts_with(of))
            {
                // `platc fmt` leaves these to their authors.
                found.iter_mut().for_each(|found| found.fix = None);
            }
            self.estate.diagnostics.extend(found);
            let documents = whole.then(|| parsed.documents.into_iter().map(|document| document.root));
            self.documents.insert(path, documents.map(Iterator::collect));
        }
        let schemas = folders.extensions.iter().map(|name| extensions::path_of(name));
        for path in config_paths(folders).into_iter().chain(schemas) {
            self.estate.texts.read(self.system, path, &mut self.estate.files)?;
        }
        Ok(())
    }

    fn assemble(&mut self, folders: Folders) {
        let estate = &mut self.estate;
        estate.extensions =
            extensions::read(&folders.extensions, &estate.texts, &estate.files, &mut estate.diagnostics);
        self.estate.platform = folders.platform.and_then(|path| self.single(&path, "Platform"));
        for (name, folder) in folders.apps {
            let app = self.app(folder);
            self.estate.apps.insert(name, app);
        }
        for (name, folder) in folders.environments {
            let environment = self.environment(folder);
            self.estate.environments.insert(name, environment);
        }
        for path in folders.templates {
            // A template file of comments only stands for nothing.
            let document = self.documents.get(&path).and_then(|nodes| nodes.as_ref()?.first().cloned());
            if let Some(node) = document {
                let name = path.trim_start_matches("templates/").to_string();
                self.estate.templates.push((name, node));
            }
        }
    }

    fn app(&mut self, folder: AppFolder) -> AppSource {
        let path = format!("{}/app.yaml", folder.folder);
        if !self.documents.contains_key(&path) && !folder.misnamed {
            let message = format!("{} has no app.yaml", folder.folder);
            let help = "add it, or rename the folder to begin with `_`";
            let found = Diagnostic::error(code::MISSING_FILE, message).in_path(&folder.folder).help(help);
            self.estate.diagnostics.push(found);
        }
        AppSource {
            document: self.single(&path, "App"),
            manifests: folder.manifests.iter().flat_map(|path| self.every(path)).collect(),
            module: folder.module,
            folder: folder.folder,
        }
    }

    fn environment(&mut self, folder: EnvironmentFolder) -> EnvironmentSource {
        let path = format!("{}/environment.yaml", folder.folder);
        if !self.documents.contains_key(&path) && !folder.misnamed {
            let message = format!("{} has no environment.yaml", folder.folder);
            let found = Diagnostic::error(code::MISSING_FILE, message).in_path(&folder.folder);
            self.estate
                .diagnostics
                .push(found.help("add one; the smallest says `spec: {target: kubernetes}`"));
        }
        let overlay = |(app, path): (String, String)| {
            let document = self.single(&path, "Overlay");
            (app, OverlaySource { path, document })
        };
        let overlays = folder.overlays.into_iter().map(overlay).collect();
        let raw = |(app, paths): (String, Vec<String>)| {
            (app, paths.iter().flat_map(|path| self.every(path)).collect())
        };
        EnvironmentSource {
            overlays,
            manifests: folder.manifests.into_iter().map(raw).collect(),
            document: self.single(&path, "Environment"),
            secrets: folder.secrets.iter().filter_map(|path| self.single(path, "SecretValues")).collect(),
            folder: folder.folder,
        }
    }

    /// The only document of a file, which is asked for once. A second one, or none, is reported: neither may be
    /// passed over in silence.
    fn single(&mut self, path: &str, kind: &str) -> Option<Document> {
        let documents = self.documents.remove(path)??;
        let mut written = documents.into_iter().filter(|node| !node.is_null());
        let Some(node) = written.next() else {
            let message = format!("{path} is empty");
            let help =
                format!("write `apiVersion: platc.dev/v1alpha1` and `kind: {kind}`, or remove the file");
            let found = Diagnostic::error(code::EMPTY_FILE, message).in_path(path).help(help);
            self.estate.diagnostics.push(found);
            return None;
        };
        if let Some(second) = written.next() {
            let message = format!("{path} holds more than one document");
            let found = Diagnostic::error(code::SECOND_DOCUMENT, message)
                .at(second.origin.span(), "a second one begins here")
                .related(node.origin.span(), "the first");
            self.estate.diagnostics.push(found.help("move it into a file of its own, or remove the `---`"));
            return None;
        }
        Some(Document { path: path.to_string(), node, sound: true })
    }

    /// The documents of a file, which is asked for once.
    fn every(&mut self, path: &str) -> Vec<Document> {
        let nodes = self.documents.remove(path).flatten().unwrap_or_default();
        nodes.into_iter().map(|node| Document { path: path.to_string(), node, sound: true }).collect()
    }

    /// Custom resource definitions as schemas: those among the estate's objects, and before them its `schemas/crds/`.
    fn definitions(&mut self, own: &[String]) {
        let Estate { apps, environments, schemas, diagnostics, .. } = &mut self.estate;
        let first = diagnostics.len();
        let of_apps = apps.values().flat_map(|app| &app.manifests);
        let of_environments =
            environments.values().flat_map(|environment| environment.manifests.values().flatten());
        for document in of_apps.chain(of_environments) {
            definitions::among(&document.node, schemas, diagnostics);
        }
        let mut taking = definitions::Taking::default();
        for path in own {
            if let Some(Some(documents)) = self.documents.remove(path) {
                taking.file(path, &documents, schemas, diagnostics);
            }
        }
        // `platc fmt` leaves these to their authors.
        diagnostics.iter_mut().skip(first).for_each(|found| found.fix = None);
    }

    /// Config files that specs name from the estate's root (`/shared/tls.conf`).
    fn texts_from_root(&mut self) {
        let apps = self.estate.apps.values().filter_map(|app| app.document.as_ref());
        let overlays =
            self.estate.environments.values().flat_map(|environment| environment.overlays.values());
        let documents = apps.chain(overlays.filter_map(|overlay| overlay.document.as_ref()));
        let paths: Vec<String> = documents.flat_map(|document| rooted(&document.node)).collect();
        for path in paths {
            // What is not there, or lies outside, is reported where it is used.
            let _ = self.estate.texts.read(self.system, path, &mut self.estate.files);
        }
    }
}

fn rooted(document: &Node) -> Vec<String> {
    let configs = document.at(&["spec", "config"]).and_then(Node::as_mapping);
    let files =
        configs.into_iter().flat_map(|configs| configs.iter()).filter_map(|entry| entry.value.get("files"));
    let values = files.filter_map(Node::as_mapping).flat_map(|files| files.iter());
    values.filter_map(|entry| entry.value.as_str()?.strip_prefix('/').map(str::to_string)).collect()
}

fn yaml_paths(folders: &Folders) -> Vec<String> {
    let mut paths: Vec<String> =
        folders.platform.iter().chain(&folders.templates).chain(&folders.definitions).cloned().collect();
    for app in folders.apps.values() {
        paths.push(format!("{}/app.yaml", app.folder));
        paths.extend(app.manifests.iter().cloned());
    }
    for environment in folders.environments.values() {
        paths.push(format!("{}/environment.yaml", environment.folder));
        paths.extend(environment.overlays.values().cloned());
        paths.extend(environment.secrets.iter().cloned());
        paths.extend(environment.manifests.values().flatten().cloned());
    }
    paths.sort();
    paths.dedup();
    paths
}

fn config_paths(folders: &Folders) -> Vec<String> {
    let apps = folders.apps.values();
    let own = apps.flat_map(|app| app.files.iter().map(|file| format!("{}/files/{file}", app.folder)));
    let shadows = folders.environments.values().flat_map(|environment| {
        let folder = &environment.folder;
        environment.files.iter().flat_map(move |(app, files)| {
            files.iter().map(move |file| format!("{folder}/files/{app}/{file}"))
        })
    });
    own.chain(shadows).collect()
}
