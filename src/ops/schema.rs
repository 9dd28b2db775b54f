//! The language as JSON Schema, for editors.

use super::Trouble;
use crate::diagnostic::nearest;
use crate::schema::language_schemas;
use crate::system::System;

/// The schema of one kind: `platform`, `app`, `overlay`, `environment`, `secret-values`, `baseline`.
pub fn text(kind: &str) -> Result<String, Trouble> {
    let mut schemas = language_schemas();
    if let Some(text) = schemas.remove(kind) {
        return Ok(text);
    }
    let names: Vec<&str> = schemas.into_keys().collect();
    let help = match nearest(kind, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    Err(Trouble::new(format!("`{kind}` is not a kind of file"), Some(help)))
}

/// Writes every schema as `<kind>.schema.json` into a folder; returns the names of the files.
pub fn write(folder: &dyn System) -> Result<Vec<String>, Trouble> {
    let mut written = Vec::new();
    for (kind, text) in language_schemas() {
        let name = format!("{kind}.schema.json");
        super::format::replace(folder, &name, &text)?;
        written.push(name);
    }
    Ok(written)
}
