//! What can be typed. One variant of [`Command`] per command, whose own arguments stand in its file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::command::{
    check, completions, explain, fmt, golden, graph, help, init, new, render, schema, verify,
};

/// App specs and overlays in, plain reviewed YAML out.
#[derive(Debug, Parser)]
#[command(
    name = "platc",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 clean, 1 findings or differences, 2 usage or machine trouble."
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: GlobalArguments,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that mean the same for every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct GlobalArguments {
    /// The estate's folder [default: the nearest one upward with a platc.yaml]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// How findings are told
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub format: Format,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing but results and findings
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Let warnings fail the run
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Show this
    #[arg(long, short, global = true, action = clap::ArgAction::HelpShort)]
    help: Option<bool>,
}

/// The forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines they are about
    Human,
    /// One line each: path:line:column: error[code]: message
    Concise,
    /// One JSON document
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

/// What `--deny` can deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    Render(render::Render),
    Check(check::Check),
    Golden(golden::Golden),
    Explain(explain::Explain),
    Graph(graph::Graph),
    Fmt(fmt::Fmt),
    Init(init::Init),
    New(new::New),
    Schema(schema::Schema),
    Verify(verify::Verify),
    Completions(completions::Completions),
    Help(help::Help),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
