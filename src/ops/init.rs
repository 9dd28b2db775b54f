//! Starting an estate: a platform with one team, one environment, and what a repository has around them.

use super::Trouble;
use super::create::{NewFile, create, in_the_way};
use super::starter::{AROUND, ESTATE, Values, fill};
use crate::schema::language_schemas;
use crate::spec::word::TextKind;
use crate::system::System;

/// Where the schemas for editors lie.
const SCHEMAS: &str = "schemas/language";

/// What to start.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// The estate's name, as its folder gives it.
    pub folder: String,
    /// The first team; the estate's name where `None`.
    pub team: Option<String>,
}

/// What was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub name: String,
    pub team: String,
    pub created: Vec<NewFile>,
    /// The folder of the schemas, and how many there are.
    pub schemas: (String, usize),
    /// What was there before in the place of a file around an estate; it is as it was.
    pub kept: Vec<String>,
}

/// Creates the files of an estate in a folder.
///
/// # Errors
/// Where a file that makes an estate is there already, nothing is written. A README, a workflow or a .gitattributes of
/// one's own is left as it is.
pub fn init(system: &dyn System, options: &InitOptions) -> Result<Started, Trouble> {
    let name = label_of(&options.folder);
    let team = options.team.clone().unwrap_or_else(|| name.clone());
    if let Err(expected) = TextKind::DnsLabel.check(&team) {
        let message = format!("`{team}` cannot be the name of a team");
        return Err(Trouble::new(message, Some(expected.to_string())));
    }
    let values: &Values = &[("name", &name), ("team", &team), ("repository", env!("CARGO_PKG_REPOSITORY"))];
    let mut created: Vec<NewFile> = ESTATE.iter().map(|starter| fill(*starter, values, &[])).collect();
    let mut kept = Vec::new();
    for starter in AROUND {
        let file = fill(starter, values, &[]);
        match in_the_way(system, &file.path)? {
            Some(path) => kept.push(path),
            None => created.push(file),
        }
    }
    let schemas = language_schemas()
        .into_iter()
        .map(|(kind, text)| NewFile { path: format!("{SCHEMAS}/{kind}.schema.json"), text });
    let schemas: Vec<NewFile> = schemas.collect();
    let all: Vec<NewFile> = created.iter().chain(&schemas).cloned().collect();
    create(system, &all)?;
    Ok(Started { name, team, created, schemas: (SCHEMAS.to_string(), schemas.len()), kept })
}

/// A folder's name as a name of the estate: lower case, `-` for what a name may not have.
fn label_of(folder: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = folder.chars().map(letter).take(63).collect();
    match name.trim_matches('-') {
        "" => "platform".to_string(),
        name => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_folder_has_a_name() {
        assert_eq!(label_of("shop"), "shop");
        assert_eq!(label_of("My Shop_2"), "my-shop-2");
        assert_eq!(label_of("東京"), "platform");
        assert_eq!(label_of(""), "platform");
    }
}
