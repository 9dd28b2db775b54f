//! `platc schema`: the language as JSON Schema, for editors.

use std::path::PathBuf;

use clap::Args;
use platc::ops::schema;

use super::run;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::terminal::{Stream, Terminal};

/// Write the JSON schemas of the spec files, or print one
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc schema --out schemas/language, or: platc schema app")]
pub struct Schema {
    /// Print the schema of one kind: platform, app, overlay, environment, secret-values, baseline
    #[arg(value_name = "KIND", required_unless_present = "out", conflicts_with = "out")]
    pub kind: Option<String>,
    /// Write all of them to a folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
}

pub fn run(schema: &Schema, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    if let Some(out) = &schema.out {
        let written = schema::write(&run::folder(out)?)?;
        terminal.remark(&format!("{} schemas in {}", written.len(), out.display()));
        return Ok(Outcome::Clean);
    }
    let kind = schema.kind.as_deref().unwrap_or_default();
    terminal.write(Stream::Out, &schema::text(kind)?);
    Ok(Outcome::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn one_kind_or_a_folder() {
        assert_eq!(typed::<Schema>("app").unwrap().kind.as_deref(), Some("app"));
        assert_eq!(typed::<Schema>("--out x").unwrap().out, Some("x".into()));
        assert!(typed::<Schema>("").is_err());
        assert!(typed::<Schema>("app --out x").is_err());
    }
}
