//! The texts that estates and apps begin with, and how their placeholders are filled.
//!
//! They lie beside this file as they are written, but for `<name>`, `<team>` and the like. Which of them are created,
//! and what may be filled in, is `init`'s and `new`'s business.

use super::create::NewFile;
use crate::syntax::{Node, Origin, print};

/// A path and a text, both with placeholders.
pub type Starter = (&'static str, &'static str);

/// The first line by which an editor finds the schema of a file.
const EDITOR_LINE: &str = "# yaml-language-server:";

/// What an estate begins with.
pub const ESTATE: [Starter; 2] = [
    ("platc.yaml", include_str!("starter/estate/platc.yaml")),
    ("overlays/dev/environment.yaml", include_str!("starter/estate/environment.yaml")),
];

/// What stands around an estate; a repository may have its own.
pub const AROUND: [Starter; 3] = [
    ("README.md", include_str!("starter/estate/README.md")),
    (".github/workflows/platc.yml", include_str!("starter/estate/workflow.yml")),
    (".gitattributes", include_str!("starter/estate/gitattributes")),
];

/// An app's overlay in an environment.
pub const OVERLAY: Starter = ("overlays/<environment>/<name>.yaml", include_str!("starter/overlay.yaml"));

/// A golden template: what an app of some sort begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppStarter {
    pub name: &'static str,
    spec: &'static str,
    page: &'static str,
    workflow: &'static str,
}

macro_rules! app_starter {
    ($name:literal) => {
        AppStarter {
            name: $name,
            spec: include_str!(concat!("starter/", $name, "/app.yaml")),
            page: include_str!(concat!("starter/", $name, "/README.md")),
            workflow: include_str!(concat!("starter/", $name, "/workflow.yml")),
        }
    };
}

/// The golden templates, sorted by name.
pub const APPS: [AppStarter; 3] =
    [app_starter!("frontend"), app_starter!("go-service"), app_starter!("worker")];

impl AppStarter {
    /// The files of the app itself.
    pub fn files(&self) -> [Starter; 3] {
        [
            ("apps/<name>/app.yaml", self.spec),
            ("apps/<name>/README.md", self.page),
            (".github/workflows/<name>.yml", self.workflow),
        ]
    }
}

/// What stands for the placeholders: `("name", "checkout")` is put in for `<name>`.
pub type Values<'a> = [(&'a str, &'a str)];

/// The file with its placeholders filled. In YAML a placeholder that is the whole value of a key is quoted where YAML
/// would take the text for something else than text (`name: "on"`). Of the lines between `# <if x>` and `# <end>` those
/// stay for which `x` is among the facts.
pub fn fill((path, text): Starter, values: &Values, facts: &[&str]) -> NewFile {
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    let (mut path, mut text) = (path.to_string(), chosen(text, facts));
    for (name, value) in values {
        let placeholder = format!("<{name}>");
        path = path.replace(&placeholder, value);
        if is_yaml {
            let quoted = print(&Node::string(*value, Origin::Unknown));
            let quoted = quoted.trim_end();
            text = text.replace(&format!(": {placeholder}\n"), &format!(": {quoted}\n"));
            text = text.replace(&format!(" {placeholder}: "), &format!(" {quoted}: "));
        }
        text = text.replace(&placeholder, value);
    }
    NewFile { path, text }
}

/// The text without the lines of facts that are not so, and without the marks.
fn chosen(text: &str, facts: &[&str]) -> String {
    let mut stays = true;
    let mut chosen = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mark = line.trim().strip_prefix("# <").and_then(|mark| mark.strip_suffix('>'));
        match mark.map(|mark| (mark, mark.strip_prefix("if "))) {
            Some(("end", _)) => stays = true,
            Some((_, Some(fact))) => stays = facts.contains(&fact),
            _ if stays => chosen.push_str(line),
            _ => {}
        }
    }
    chosen
}

/// Takes away the line that names a schema, for an estate that has none.
pub fn without_schema(file: &mut NewFile) {
    if let Some((first, rest)) = file.text.split_once('\n')
        && first.starts_with(EDITOR_LINE)
    {
        file.text = rest.to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_quoted_where_yaml_asks_for_it() {
        let starter = ("apps/<name>/app.yaml", "name: <name>\nimage: x/<name>\nteams:\n  <name>: {}\n");
        let file = fill(starter, &[("name", "on")], &[]);
        assert_eq!(file.path, "apps/on/app.yaml");
        assert_eq!(file.text, "name: \"on\"\nimage: x/on\nteams:\n  \"on\": {}\n");
    }

    #[test]
    fn pages_are_text() {
        assert_eq!(fill(("README.md", "name: <name>\n"), &[("name", "on")], &[]).text, "name: on\n");
    }

    #[test]
    fn lines_of_facts_stay_where_the_fact_is_so() {
        let text = "a\n  # <if routes>\n  b\n  # <end>\nc\n";
        assert_eq!(fill(("x.yaml", text), &[], &["routes"]).text, "a\n  b\nc\n");
        assert_eq!(fill(("x.yaml", text), &[], &[]).text, "a\nc\n");
    }

    #[test]
    fn starters_name_their_schema_first() {
        let specs = APPS.iter().map(|starter| starter.files()[0]);
        for (path, text) in specs.chain(ESTATE).chain([OVERLAY]) {
            let mut file = NewFile { path: path.to_string(), text: text.to_string() };
            without_schema(&mut file);
            assert_eq!(file.lines() + 1, text.lines().count(), "{path}");
        }
    }
}
