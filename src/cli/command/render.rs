//! `platc render <env>…`: what is compiled, and where it goes.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::Args;
use platc::manifest::{Step, UnitReport};
use platc::ops::render::{self, Options, Rendered};
use platc::system::System;
use serde_json::json;

use super::run;
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::progress::Progress;
use crate::cli::render::CommandResult;
use crate::cli::tally::{self, MOST_APPS, Tally};
use crate::cli::terminal::{Stream, Terminal};

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

pub fn run(render: &Render, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    let out = render.out.as_deref().map(run::folder).transpose()?;
    let out = out.as_ref().map(|disk| disk as &dyn System);
    let (environments, apps) = (render.environments.clone(), render.apps.clone());
    let options = Options { environments, apps, ..Options::default() };
    if render.stdout {
        let (outcome, text) = render::stream(&disk, &options)?;
        terminal.write_bytes(Stream::Out, &text);
        return Ok(said(outcome, None, Stream::Err, terminal));
    }
    if render.check {
        let (outcome, differences) = render::preview(&disk, out, &options)?;
        let lines: String =
            differences.iter().map(|difference| format!("would change {}\n", difference.path())).collect();
        let json = json!({"would_change": differences.iter().map(|difference| difference.path()).collect::<Vec<_>>()});
        let result = (!differences.is_empty()).then_some(CommandResult { text: lines, json });
        let said = said(outcome, result, Stream::Out, terminal);
        return Ok(if differences.is_empty() { said } else { Outcome::Findings });
    }
    let outcome = render::render(&disk, out, &options, &progress(terminal))?;
    let result = result(&outcome.rendered, terminal);
    Ok(said(outcome, result, Stream::Out, terminal))
}

/// Tells a person how far writing is.
pub fn progress(terminal: &Terminal) -> impl Fn(Step, usize) + Sync + use<> {
    let bar = Progress::new(terminal, "writing");
    let done = std::sync::atomic::AtomicUsize::new(0);
    move |step, total| match step {
        Step::Waiting => bar.say("waiting for another platc"),
        Step::Done(more) => {
            let done = done.fetch_add(more, std::sync::atomic::Ordering::Relaxed) + more;
            bar.at(done, total);
        }
    }
}

/// What was written, as lines and as JSON; nothing where findings forbade it.
pub fn result(rendered: &[Rendered], terminal: &Terminal) -> Option<CommandResult> {
    if rendered.is_empty() {
        return None;
    }
    let named = if terminal.is_json() { usize::MAX } else { MOST_APPS };
    let tallies: Vec<Tally> = rendered.iter().map(|rendered| tally(rendered, named)).collect();
    let text = tally::lines(&tallies, terminal.elapsed(), terminal.colored(Stream::Out));
    // Nobody else reads it, and it names every file.
    let read = if terminal.is_json() { tallies.as_slice() } else { &[] };
    let json = read.iter().map(|tally| {
        json!({
            "environment": tally.environment, "apps": tally.apps, "objects": tally.objects,
            "written": tally.written, "unchanged": tally.unchanged, "removed": tally.removed,
            "changed": tally.named.iter().map(|(app, files)| json!({"app": app, "files": files})).collect::<Vec<_>>(),
        })
    });
    Some(CommandResult { json: json.collect(), text })
}

/// Names so many of the changed apps.
fn tally(rendered: &Rendered, named: usize) -> Tally {
    let name = |path: &String| path.rsplit('/').next().unwrap_or(path).to_string();
    let is_changed = |unit: &&UnitReport| !(unit.written.is_empty() && unit.removed.is_empty());
    let changed = || rendered.units.iter().filter(is_changed);
    let named = changed().take(named).map(|unit| {
        let mut files: Vec<String> = unit.written.iter().chain(&unit.removed).map(name).collect();
        files.sort();
        (name(&unit.owner), files)
    });
    Tally {
        environment: rendered.environment.clone(),
        apps: rendered.apps,
        objects: rendered.objects,
        written: rendered.units.iter().map(|unit| unit.written.len()).sum(),
        unchanged: rendered.units.iter().map(|unit| unit.unchanged).sum(),
        removed: rendered.units.iter().map(|unit| unit.removed.len()).sum(),
        changed: changed().count(),
        named: named.collect(),
    }
}

/// Says what was found and done.
pub fn said(
    outcome: render::Outcome,
    result: Option<CommandResult>,
    stream: Stream,
    terminal: &mut Terminal,
) -> Outcome {
    // The process ends with it: its memory goes back as a whole, not tree by tree.
    let outcome = ManuallyDrop::new(outcome);
    let compiled = &outcome.compiled;
    let report =
        run::report(terminal, outcome.findings.clone(), &compiled.estate.files, compiled.counts(), result);
    terminal.report(stream, &report)
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
