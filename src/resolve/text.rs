//! The texts of configs: copied byte for byte, or evaluated as templates in the app's scope.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::expression::{has_expression, render};
use crate::resolve::context::Context;
use crate::resolve::estate::scope::AppScope;
use crate::spec::{Config, Spanned};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// The evaluated texts of files, by config and key; those that do not evaluate are not among them.
pub type Texts = BTreeMap<(Text, Text), Node>;

/// Takes the texts of configs out of a spec, for what is evaluated in it is not evaluated in them.
pub fn set_aside(spec: &mut Node) -> Vec<(Text, Entry)> {
    let data = |entry: &mut Entry| Some((entry.key.clone(), entry.value.as_mapping_mut()?.remove("data")?));
    configs(spec).filter_map(data).collect()
}

/// Puts the texts back. Those of templates are evaluated, here and in files.
pub fn put_back(
    spec: &mut Node,
    texts: Vec<(Text, Entry)>,
    scope: &AppScope,
    out: &mut Vec<Diagnostic>,
) -> Texts {
    let mut of_files = Texts::new();
    for config in configs(spec) {
        let Some(fields) = config.value.as_mapping_mut() else { continue };
        let mut data = texts.iter().find(|(name, _)| *name == config.key).map(|(_, data)| data.clone());
        let switch = fields.get("template").filter(|switch| switch.as_bool() == Some(true));
        if let Some(switch) = switch.map(|switch| switch.origin.clone()) {
            let texts = data.iter_mut().filter_map(|data| data.value.as_mapping_mut());
            for entry in texts.flat_map(Mapping::iter_mut) {
                entry.value = rendered(&entry.value, &switch, scope, out).unwrap_or_default();
            }
            for file in fields.get("files").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
                let path = file.value.as_text().cloned();
                let path = path.map(|path| Spanned::new(path, file.value.origin.clone()));
                // What is wrong with the file itself is told where it is asked for.
                let text = path.and_then(|path| file_text(scope, &path).ok());
                if let Some(text) = text.and_then(|text| rendered(&text, &switch, scope, out)) {
                    of_files.insert((config.key.clone(), file.key.clone()), text);
                }
            }
        }
        data.into_iter().for_each(|data| fields.push(data));
    }
    of_files
}

fn configs(spec: &mut Node) -> impl Iterator<Item = &mut Entry> {
    let configs = spec.as_mapping_mut().and_then(|spec| spec.get_mut("config"));
    configs.and_then(Node::as_mapping_mut).into_iter().flat_map(Mapping::iter_mut)
}

/// A text after its values and statements were evaluated; `None` where they do not evaluate.
fn rendered(raw: &Node, switch: &Origin, scope: &AppScope, out: &mut Vec<Diagnostic>) -> Option<Node> {
    let Some(text) = raw.as_str() else { return Some(raw.clone()) };
    match render(text, &raw.origin.clone().because([switch.clone()]), scope) {
        Ok(same) if same.as_str() == Some(text) => Some(raw.clone()),
        Ok(rendered) => Some(rendered),
        Err(found) => {
            out.extend(found);
            None
        }
    }
}

/// A config file's text: the environment's shadow where there is one, the nearest first, else the app's.
pub fn file_text(scope: &AppScope, path: &Spanned<Text>) -> Result<Node, Diagnostic> {
    let (estate, app) = (scope.world.estate, scope.app);
    let candidates: Vec<String> = match path.value.strip_prefix('/') {
        Some(rooted) => vec![rooted.to_string()],
        None => {
            let shadow = |name: &String| format!("overlays/{name}/files/{}/{}", app.name, path.value);
            let shadows = scope.environment.chain.iter().rev().map(shadow);
            shadows.chain([format!("{}/files/{}", app.source.folder, path.value)]).collect()
        }
    };
    if path.value.split('/').any(|name| name == "..") {
        let message = format!("`{}` leads out of the estate", path.value);
        let found = Diagnostic::error(code::PATH_OUTSIDE, message).at(path.origin.span(), "");
        let help = "a path under files/, or one from the estate's root that begins with `/`; without `..`";
        return Err(found.help(help));
    }
    if let Some((text, span)) = candidates.iter().find_map(|candidate| estate.text(candidate)) {
        return Ok(Node::string(text, Origin::derived([Origin::At(span), path.origin.clone()])));
    }
    if let Some(refused) = candidates.iter().find_map(|candidate| estate.refused_text(candidate)) {
        return Err(refused.clone().related(path.origin.span(), "used here"));
    }
    let message = format!("there is no file `{}`", path.value);
    let found = Diagnostic::error(code::MISSING_FILE, message).at(path.origin.span(), "");
    Err(found.help(format!("it must be a text file at {}", candidates.join(" or "))))
}

impl Context<'_> {
    /// The text of a config's file as it goes into the ConfigMap.
    pub fn config_file(
        &self,
        name: &Text,
        config: &Config,
        key: &Text,
        path: &Spanned<Text>,
    ) -> Option<Node> {
        let text = file_text(&self.scope, path).map_err(|found| self.report(found)).ok()?;
        match config.template.as_ref().is_some_and(|switch| switch.value) {
            true => self.scope.spec().texts.get(&(name.clone(), key.clone())).cloned(),
            false => Some(copied(config, text)),
        }
    }

    /// A text in the spec itself that looks as if it were meant to be evaluated, and is not.
    pub fn check_copied(&self, config: &Config, text: &Node) {
        if config.template.is_some() || !text.as_str().is_some_and(has_expression) {
            return;
        }
        let message = "the `${{` of this text is copied as it is";
        let found = Diagnostic::warning(code::EXPRESSION_COPIED, message).at(text.origin.span(), "");
        self.report(
            found.help("write `template: true` to have it evaluated, `template: false` where it is meant so"),
        );
    }
}

/// A text that is copied. Where it would be another one as a template, `template: false` is why it is this one.
pub fn copied(config: &Config, mut text: Node) -> Node {
    let switch = config.template.as_ref().filter(|switch| !switch.value);
    if let Some(switch) = switch.filter(|_| text.as_str().is_some_and(has_expression)) {
        text.because(&switch.origin);
    }
    text
}
