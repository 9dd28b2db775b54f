//! `platc render <env>…`: what is compiled, and where it goes.

use std::path::PathBuf;

use clap::Args;

/// Compile environments and write their manifests
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc render dev staging --app checkout")]
pub struct Render {
    /// Environments, by the names of their folders in overlays/
    #[arg(required = true, value_name = "ENV")]
    pub environments: Vec<String>,
    /// Only these apps
    #[arg(long = "app", value_name = "APP")]
    pub apps: Vec<String>,
    /// The manifest checkout to write to [default: golden]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Print the manifests instead of writing them
    #[arg(long, conflicts_with_all = ["out", "check"])]
    pub stdout: bool,
    /// Write nothing; exit code 1 if anything would be written
    #[arg(long)]
    pub check: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn environments_apps_and_where_to() {
        let render = typed::<Render>("dev prod --app a --app b --out ../manifests").unwrap();
        assert_eq!(render.environments, ["dev", "prod"]);
        assert_eq!(render.apps, ["a", "b"]);
        assert_eq!(render.out, Some("../manifests".into()));
    }

    #[test]
    fn an_environment_is_needed_and_printing_excludes_writing() {
        assert!(typed::<Render>("").is_err());
        assert!(typed::<Render>("dev --stdout --out x").is_err());
        assert!(typed::<Render>("dev --stdout --check").is_err());
    }
}
