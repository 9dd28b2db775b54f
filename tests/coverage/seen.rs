//! What the apps of an estate bring about: every leaf of their workloads, and the word of the spec that it is from.

use std::path::Path;

use platc::compile::Selection;
use platc::ops::Compiled;
use platc::ops::explain::{Contribution, Role, contributions, leaves};
use platc::schema::manual::manual;
use platc::source::{Files, Span};
use platc::spec::DocumentKind;
use platc::syntax::{FieldPath, Node, ParseOptions, Segment, parse};
use platc::system::Disk;

const WORKLOADS: [&str; 5] = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/// A word of the language, and where it is written.
#[derive(Debug, Clone)]
pub struct Word {
    /// The keys in Markdown, names of one's own as `<name>`: `health.liveness.periodSeconds`.
    pub word: String,
    /// The app whose workload has the field.
    pub app: String,
    /// `apps/pod/app.yaml:12`, from the estate's root.
    pub place: String,
    /// How it takes part: by being the value, by being part of it, by being why it is there.
    role: Role,
}

impl Word {
    /// Whether it is Kubernetes' own, below `patches`.
    fn is_patch(&self) -> bool {
        self.word.starts_with("`patches.")
    }
}

/// Every leaf of every workload, and its word.
pub struct Seen {
    leaves: Vec<(String, Word)>,
    /// Leaves that are written below `patches`.
    patched: Vec<(String, Word)>,
    apps: Vec<String>,
}

impl Seen {
    /// Compiles an estate and looks at its workloads.
    pub fn of(root: &Path) -> Seen {
        let selection = Selection { traced: true, ..Selection::default() };
        let compiled = Compiled::new(&Disk::new(root), selection).unwrap();
        let findings = compiled.findings();
        assert!(findings.is_empty(), "{findings:#?}");
        let specs = Specs::of(&compiled.estate.files);
        let (mut seen, mut patched, mut apps) = (Vec::new(), Vec::new(), Vec::new());
        for unit in compiled.units() {
            let workloads =
                unit.objects.iter().filter(|object| WORKLOADS.contains(&object.identity.kind.as_str()));
            for object in workloads {
                for path in leaves(&object.node) {
                    let (found, _) = contributions(&object.node, &path);
                    let words: Vec<Word> =
                        found.iter().filter_map(|place| specs.word(place, &unit.app)).collect();
                    if let Some(patch) = words.iter().find(|word| word.is_patch()) {
                        patched.push((notation(&path, &object.node), patch.clone()));
                        continue;
                    }
                    // Who only decided that it is there counts where nothing else made it.
                    let strongest = words.first().map(|word| word.role);
                    let words = words.into_iter().filter(|word| Some(word.role) == strongest);
                    seen.extend(words.map(|word| (notation(&path, &object.node), word)));
                }
            }
            apps.push(unit.app.clone());
        }
        Seen { leaves: seen, patched, apps }
    }

    pub fn apps(&self) -> &[String] {
        &self.apps
    }

    /// The patch of a leaf that fits.
    pub fn patch(&self, fits: impl Fn(&str) -> bool) -> Option<&Word> {
        self.patched.iter().find(|(path, _)| fits(path)).map(|(_, word)| word)
    }

    /// The words of the leaves that fit, each once: those that are the value first.
    pub fn words(&self, fits: impl Fn(&str) -> bool) -> Vec<&Word> {
        let mut found: Vec<&Word> =
            self.leaves.iter().filter(|(path, _)| fits(path)).map(|(_, word)| word).collect();
        found.sort_by_key(|word| word.role);
        let mut words: Vec<&Word> = Vec::new();
        for word in found {
            if !words.iter().any(|known| known.word == word.word) {
                words.push(word);
            }
        }
        words
    }
}

/// A leaf's path in the notation of the count.
fn notation(path: &FieldPath, object: &Node) -> String {
    let mut text = String::new();
    for segment in &path.0 {
        match segment {
            Segment::Key(key) if text.is_empty() => text.push_str(key),
            Segment::Key(key) => text.push_str(&format!(".{key}")),
            Segment::Index(_) | Segment::Named(_) => text.push_str("[]"),
        }
    }
    if path.find(object).and_then(Node::as_sequence).is_some() {
        text.push_str("[]");
    }
    let template = ["spec.jobTemplate.spec.template", "spec.template"].into_iter();
    let Some(inner) = template.filter_map(|template| text.strip_prefix(template)?.strip_prefix('.')).next()
    else {
        return text;
    };
    let places = [("spec.containers[].", "c."), ("spec.initContainers[].", "init."), ("spec.", "pod.")];
    let place =
        places.into_iter().find_map(|(long, short)| Some(format!("{short}{}", inner.strip_prefix(long)?)));
    place.unwrap_or_else(|| format!("T.{inner}"))
}

/// The parsed specs, by their files.
struct Specs<'f> {
    files: &'f Files,
    documents: Vec<(platc::source::FileId, DocumentKind, Node)>,
}

impl<'f> Specs<'f> {
    fn of(files: &'f Files) -> Self {
        let kind_of = |root: &Node| {
            let written = root.get("kind").and_then(Node::as_str)?;
            DocumentKind::ALL.into_iter().find(|kind| kind.word() == written)
        };
        let documents = files.iter().filter_map(|(id, file)| {
            let root = parse(id, file.text(), &ParseOptions::default()).documents.into_iter().next()?.root;
            Some((id, kind_of(&root)?, root))
        });
        Specs { files, documents: documents.collect() }
    }

    /// The word at a place; `None` where it lies in no spec.
    fn word(&self, place: &Contribution, app: &str) -> Option<Word> {
        if !matches!(place.role, Role::Set | Role::From | Role::Because) {
            return None;
        }
        let (_, kind, root) = self.documents.iter().find(|(id, ..)| *id == place.span.file)?;
        let mut keys = Vec::new();
        keys_at(root, place.span, &mut keys);
        let line = self.files.position(place.span).line;
        Some(Word {
            word: named(*kind, &keys)?,
            app: app.to_string(),
            place: format!("{}:{line}", self.files.path(place.span)),
            role: place.role,
        })
    }
}

/// The keys that lead to a place.
fn keys_at(node: &Node, span: Span, keys: &mut Vec<String>) {
    let holds =
        |outer: Option<Span>| outer.is_some_and(|outer| outer.start <= span.start && span.end <= outer.end);
    if let Some(mapping) = node.as_mapping() {
        let entry =
            mapping.iter().find(|entry| holds(entry.key_origin.span()) || holds(entry.value.origin.span()));
        if let Some(entry) = entry {
            keys.push(entry.key.to_string());
            keys_at(&entry.value, span, keys);
        }
    }
    let item = node.as_sequence().and_then(|items| items.iter().find(|item| holds(item.origin.span())));
    if let Some(item) = item {
        keys_at(item, span, keys);
    }
}

/// The keys as the manual has them, as far as it goes: `spec.` is left out, other files than the App's are named.
fn named(kind: DocumentKind, keys: &[String]) -> Option<String> {
    let prefix = format!("{}.", kind.schema_name());
    let known = (1..=keys.len()).rev().find_map(|length| {
        // A name with dots is one name.
        let keys: Vec<String> = keys[..length].iter().map(|key| key.replace('.', "-")).collect();
        manual(&format!("{prefix}{}", keys.join("."))).ok()
    })?;
    let word = known.path.strip_prefix("spec.").unwrap_or(&known.path).to_string();
    Some(match kind {
        DocumentKind::App | DocumentKind::Overlay => format!("`{word}`"),
        other => format!("`{word}` of the {}", other.word()),
    })
}
