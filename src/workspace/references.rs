//! Names in one file that another file must know: teams of apps, environments of the order of promotion.

use super::load::Estate;
use crate::diagnostic::{Code, Diagnostic, code, nearest};
use crate::syntax::{Mapping, Node};

/// Checks them; a file that does not parse hides what it would have known, and is reported for itself.
pub fn check(estate: &Estate) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(platform) = estate.platform.as_ref().filter(|document| document.sound) else { return found };
    let teams = platform.node.at(&["spec", "teams"]).and_then(Node::as_mapping);
    let teams: Vec<&str> = teams.into_iter().flat_map(Mapping::keys).collect();
    for document in estate.apps.values().filter_map(|app| app.document.as_ref()) {
        if let Some(team) = document.node.at(&["metadata", "team"]) {
            let help = "name one of them, or add it to `teams` in platc.yaml";
            found.extend(unknown(team, &teams, "a team of platc.yaml", code::UNKNOWN_REFERENCE, help));
        }
    }
    let environments: Vec<&str> = estate.environments.keys().map(String::as_str).collect();
    let listed = platform.node.at(&["spec", "environments"]).and_then(Node::as_sequence).unwrap_or_default();
    for (number, name) in listed.iter().enumerate() {
        let help = "an environment is a folder overlays/<name>/ with an environment.yaml";
        found.extend(unknown(name, &environments, "an environment", code::UNKNOWN_ENVIRONMENT, help));
        let same = |twin: &&Node| twin.as_str().is_some() && twin.as_str() == name.as_str();
        if let Some(twin) = listed.iter().take(number).find(same) {
            let message = format!("`{}` is promoted to twice", name.as_str().unwrap_or_default());
            let twice = Diagnostic::error(code::DUPLICATE_ITEM, message).at(name.origin.span(), "");
            found.push(twice.related(twin.origin.span(), "here already").help("remove one of them"));
        }
    }
    found
}

fn unknown(node: &Node, known: &[&str], what: &str, code: Code, help: &str) -> Option<Diagnostic> {
    let name = node.as_str().filter(|name| !known.contains(name))?;
    let near = nearest(name, known.iter().copied());
    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let found = Diagnostic::error(code, format!("`{name}` is not {what}")).at(node.origin.span(), label);
    let listed = if known.is_empty() {
        "there are none".to_owned()
    } else {
        format!("there are: {}", known.join(", "))
    };
    Some(found.note(listed).help(help))
}
