//! `platc graph`: drawings of environments.

use clap::{Args, ValueEnum};
use platc::ops::graph::{self, Form, Options, What};

use super::{render, run};
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::terminal::{Stream, Terminal};

/// Draw who needs whom, who may call whom, or what is applied first
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc graph prod --what network --as dot | dot -Tsvg > network.svg")]
pub struct Graph {
    /// Environments, by the names of their folders in overlays/ [default: all]
    #[arg(value_name = "ENV")]
    pub environments: Vec<String>,
    /// What to draw
    #[arg(long, value_enum, default_value_t = Subject::Dependencies, value_name = "WHAT")]
    pub what: Subject,
    /// The language of the drawing
    #[arg(long = "as", value_enum, default_value_t = Language::Mermaid, value_name = "LANGUAGE")]
    pub language: Language,
}

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// Apps and what they need: references, uses, after
    Dependencies,
    /// Workloads, and who may call them on which ports
    Network,
    /// The tiers of apps at the first install, and the waves inside each app
    Order,
    /// A drawing of each
    All,
}

/// What a drawing is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Drawn by GitHub and GitLab in Markdown
    Mermaid,
    /// Drawn by Graphviz
    Dot,
}

pub fn run(command: &Graph, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let what = match command.what {
        Subject::Dependencies => vec![What::Dependencies],
        Subject::Network => vec![What::Network],
        Subject::Order => vec![What::Order],
        Subject::All => vec![What::Dependencies, What::Network, What::Order],
    };
    let form = match command.language {
        Language::Mermaid => Form::Mermaid,
        Language::Dot => Form::Dot,
    };
    let options = Options { environments: command.environments.clone(), what, form };
    let (compiled, text) = graph::graph(&disk, &options)?;
    terminal.write(Stream::Out, &text);
    let findings = compiled.findings();
    let outcome = platc::ops::render::Outcome::new(compiled, findings);
    Ok(render::said(outcome, None, Stream::Err, terminal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn dependencies_of_all_environments_unless_asked_otherwise() {
        let graph = typed::<Graph>("").unwrap();
        assert_eq!((graph.what, graph.language), (Subject::Dependencies, Language::Mermaid));
        let graph = typed::<Graph>("prod --what network --as dot").unwrap();
        assert_eq!(graph.environments, ["prod"]);
        assert_eq!((graph.what, graph.language), (Subject::Network, Language::Dot));
        assert!(typed::<Graph>("--what everything").is_err());
    }
}
