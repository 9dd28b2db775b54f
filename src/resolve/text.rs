//! The texts of configs: copied byte for byte, or evaluated as templates in the app's scope.

use super::context::Context;
use super::scope::AppScope;
use crate::diagnostic::{Diagnostic, code};
use crate::expression::{Missing, Scope, has_expression, render};
use crate::spec::Config;
use crate::syntax::{Entry, Mapping, Node, Text};

/// Takes the texts of configs out of a spec, for what is evaluated in it is not evaluated in them.
pub fn set_aside(spec: &mut Node) -> Vec<(Text, Entry)> {
    let configs = spec.as_mapping_mut().and_then(|spec| spec.get_mut("config"));
    let configs = configs.and_then(Node::as_mapping_mut).into_iter().flat_map(Mapping::iter_mut);
    let data = |entry: &mut Entry| Some((entry.key.clone(), entry.value.as_mapping_mut()?.remove("data")?));
    configs.filter_map(data).collect()
}

/// Puts the texts back.
pub fn put_back(spec: &mut Node, texts: Vec<(Text, Entry)>) {
    let Some(configs) = spec.as_mapping_mut().and_then(|spec| spec.get_mut("config")) else { return };
    for (name, data) in texts {
        let config = configs.as_mapping_mut().and_then(|configs| configs.get_mut(&name));
        config.and_then(Node::as_mapping_mut).into_iter().for_each(|config| config.push(data.clone()));
    }
}

/// The app's scope, without what a ConfigMap may not hold.
struct TextScope<'a>(AppScope<'a>);

impl Scope for TextScope<'_> {
    fn find(&self, path: &[Text]) -> Result<Node, Missing> {
        let word = |segment: usize| path.get(segment).map(Text::as_str);
        if word(0) == Some("secrets") && (path.len() != 3 || word(2) != Some("name")) {
            return Err(Missing::Because {
                segment: 0,
                message: "a secret cannot stand in a ConfigMap: it would lie open there".into(),
                help: "give it to the process as a variable, or mount the secret".into(),
            });
        }
        self.0.find(path)
    }
}

impl Context<'_> {
    /// A text of a config as it goes into the ConfigMap; `None` where it does not evaluate.
    pub fn config_text(&self, config: &Config, raw: Node) -> Option<Node> {
        let Some(text) = raw.as_str() else { return Some(raw) };
        let Some(switch) = config.template.as_ref().filter(|switch| switch.value) else { return Some(raw) };
        match render(text, &raw.origin, &TextScope(self.scope)) {
            Ok(rendered) if rendered.as_str() == Some(text) => Some(raw),
            Ok(mut rendered) => {
                rendered.because(&switch.origin);
                Some(rendered)
            }
            Err(found) => {
                found.into_iter().for_each(|found| self.report(found));
                None
            }
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
