//! `platc init [<folder>]`: an estate begins.

use std::path::PathBuf;

use clap::Args;
use platc::ops::init::{self, InitOptions};
use platc::system::Disk;
use serde_json::json;

use super::new;
use crate::cli::arguments::GlobalArguments;
use crate::cli::estate;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::terminal::Terminal;

/// Start an estate: a platform, a team, an environment
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc init shop --team payments")]
pub struct Init {
    /// The folder in which it begins, also its name [default: this one]
    #[arg(value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
    /// The first team [default: the name of the estate]
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
}

pub fn run(init: &Init, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    if init.folder.is_some() && global.root.is_some() {
        return Err(Trouble::new("the folder and --root say the same: name one of them"));
    }
    let folder = estate::start(init.folder.as_deref().or(global.root.as_deref()))?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = InitOptions { folder: name, team: init.team.clone() };
    let started = init::init(&Disk::new(folder), &options)?;
    let (schemas, count) = &started.schemas;
    let mut rows = new::rows(&started.created);
    rows.push((format!("{schemas}/"), format!("{count} schemas, for completion in the editor")));
    rows.extend(started.kept.iter().map(|path| (path.clone(), "was there; left as it is".to_owned())));
    let json = json!({
        "name": started.name, "team": started.team, "kept": started.kept, "schemas": schemas,
        "created": started.created.iter().map(|file| &file.path).collect::<Vec<_>>(),
    });
    let outcome = new::said(&rows, json, terminal);
    terminal.remark(&format!("next: platc new go-service <name> --team {}", started.team));
    Ok(outcome)
}
