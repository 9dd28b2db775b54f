//! The schemas of extensions: `schemas/extensions/<name>.schema.json`.

use std::collections::BTreeMap;

use super::discover::names;
use super::read::Texts;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::json::{JsonSchema, NoSchema};
use crate::source::{FileId, Files, Span};
use crate::spec::word::KeyKind;
use crate::system::{EntryKind, System, SystemError};

/// Where they lie.
pub const FOLDER: &str = "schemas/extensions";
const ENDING: &str = ".schema.json";

/// The schemas by the extension's name; `None` where the file is no schema, which is reported.
pub type Extensions = BTreeMap<String, Option<JsonSchema>>;

/// The names of the extensions that have a file; what is no such file is reported.
pub fn find(system: &dyn System, out: &mut Vec<Diagnostic>) -> Result<Vec<String>, SystemError> {
    let mut found = Vec::new();
    for (file, kind) in names(system, FOLDER, out)? {
        let name = file.strip_suffix(ENDING).filter(|name| KeyKind::Name.check(name).is_ok());
        match name.filter(|_| kind == EntryKind::File) {
            Some(name) => found.push(name.to_owned()),
            // A word to readers is none of our business.
            None if file.ends_with(".md") => {}
            None => {
                let path = format!("{FOLDER}/{file}");
                let message = format!("{path} is not read");
                let misplaced = Diagnostic::error(code::MISPLACED_FILE, message).in_path(&path);
                out.push(misplaced.help(format!("the schema of an extension is {}", path_of("<name>"))));
            }
        }
    }
    Ok(found)
}

/// The path of an extension's schema.
pub fn path_of(name: &str) -> String {
    format!("{FOLDER}/{name}{ENDING}")
}

/// Reads them all.
pub fn read(names: &[String], texts: &Texts, files: &Files, out: &mut Vec<Diagnostic>) -> Extensions {
    let mut schemas = BTreeMap::new();
    for name in names {
        let path = path_of(name);
        out.extend(texts.refused(&path).cloned());
        let Some((id, file)) = texts.get(&path).and_then(|id| Some((id, files.get(id)?))) else {
            schemas.insert(name.clone(), None);
            continue;
        };
        let schema = JsonSchema::read(file.text());
        out.extend(schema.as_ref().err().map(|error| refused(error, id, files, &path)));
        schemas.insert(name.clone(), schema.ok());
    }
    schemas
}

fn refused(error: &NoSchema, id: FileId, files: &Files, path: &str) -> Diagnostic {
    let message = format!("{path} is no JSON Schema: {}", error.message);
    let found = Diagnostic::error(code::EXTENSION_SCHEMA, message);
    let line = error.line.and_then(|line| {
        let file = files.get(id)?;
        let start = file.line_start(line)? as usize;
        Some(Span::new(id, start, start + file.line(line).trim_end().len()))
    });
    match line {
        Some(line) => found.at(Some(line), ""),
        None => found.in_path(path),
    }
}
