//! Enum values of built-in fields: read from the generated Go text, completed and corrected by `enums.toml`.
//!
//! The published documents leave enums out on purpose; the Go text that they are generated from has them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Result;

/// Values by definition (as the Go text names it) and path inside it (`accessModes[]`).
#[derive(Default)]
pub struct Enums {
    values: BTreeMap<(String, String), Vec<String>>,
}

#[derive(Deserialize)]
pub struct Overlay {
    #[serde(rename = "enum")]
    added: Vec<Row>,
    refused: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    definition: String,
    property: String,
    from: Option<String>,
    to: Option<String>,
    values: Vec<String>,
}

impl Row {
    fn applies(&self, minor: u32) -> bool {
        let number = |text: &String| text.split_once('.').and_then(|(_, minor)| minor.parse().ok());
        self.from.as_ref().and_then(number).is_none_or(|from: u32| from <= minor)
            && self.to.as_ref().and_then(number).is_none_or(|to: u32| minor <= to)
    }
}

impl Enums {
    /// Reads the gofmt-regular text: indentation says which property an `Enum:` line belongs to.
    pub fn read(go: &str) -> Enums {
        let mut enums = Enums::default();
        let mut function = "";
        let mut stack: Vec<(usize, &str)> = Vec::new();
        for line in go.lines() {
            if let Some(rest) = line.strip_prefix("func schema_") {
                function = rest.split('(').next().unwrap_or("");
                stack.clear();
                continue;
            }
            let text = line.trim_start_matches('\t');
            let indent = line.len() - text.len();
            while stack.last().is_some_and(|(above, _)| *above >= indent) {
                stack.pop();
            }
            if let Some(name) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix("\": {")) {
                stack.push((indent, name));
            } else if text.starts_with("Items: ") {
                stack.push((indent, "[]"));
            } else if text.starts_with("AdditionalProperties: ") {
                stack.push((indent, "{}"));
            } else if let Some(rest) = text.strip_prefix("Enum:") {
                let path: String = stack.iter().map(|(_, step)| *step).collect();
                enums.values.insert((function.to_owned(), path), quoted(rest));
            }
        }
        enums
    }

    /// Adds what the text lacks in this minor and takes out what the server refuses.
    pub fn overlay(&mut self, overlay: &Overlay, minor: u32) -> Result<()> {
        for row in overlay.added.iter().filter(|row| row.applies(minor)) {
            let key = (go_name(&row.definition), row.property.clone());
            if let Some(known) = self.values.insert(key, row.values.clone()) {
                let place = format!("{}.{}", row.definition, row.property);
                eprintln!(
                    "note: 1.{minor}: upstream now lists {place} as {known:?}, enums.toml has {:?}",
                    row.values
                );
            }
        }
        for row in overlay.refused.iter().filter(|row| row.applies(minor)) {
            for suffix in ["", "[]"] {
                let key = (go_name(&row.definition), format!("{}{suffix}", row.property));
                if let Some(values) = self.values.get_mut(&key) {
                    values.retain(|value| !row.values.contains(value));
                }
            }
        }
        Ok(())
    }

    pub fn get(&self, definition: &str, path: &str) -> Option<&[String]> {
        self.values.get(&(go_name(definition), path.to_owned())).map(Vec::as_slice)
    }
}

/// The part after `schema_` of the function that builds a published definition.
fn go_name(definition: &str) -> String {
    let name = definition.strip_prefix("io.k8s.").unwrap_or(definition);
    match name.strip_prefix("api.").map(|rest| format!("k8sio_api_{rest}")) {
        Some(api) => api,
        None => name.find("pkg.").map_or(name, |at| &name[at..]).to_owned(),
    }
    .replace('.', "_")
}

fn quoted(list: &str) -> Vec<String> {
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enum_belongs_to_the_property_that_encloses_it() {
        let go = "func schema_k8sio_api_core_v1_A(ref x) y {\n\treturn z{\n\t\tP: map{\n\t\t\t\"modes\": {\n\t\t\t\tS: s{\n\t\t\t\t\tItems: &o{\n\t\t\t\t\t\tS: s{\n\t\t\t\t\t\t\tEnum:        []interface{}{\"A\", \"B\"},\n\t\t\t\t\t\t},\n\t\t\t\t\t},\n\t\t\t\t},\n\t\t\t},\n\t\t\t\"kind\": {\n\t\t\t\tS: s{\n\t\t\t\t\tEnum:        []interface{}{\"C\"},\n";
        let enums = Enums::read(go);
        assert_eq!(enums.get("io.k8s.api.core.v1.A", "modes[]"), Some(&["A".to_owned(), "B".to_owned()][..]));
        assert_eq!(enums.get("io.k8s.api.core.v1.A", "kind"), Some(&["C".to_owned()][..]));
        assert_eq!(enums.get("io.k8s.api.core.v1.A", "modes"), None);
    }
}
