//! `platc verify <path>…`: which manifests, by which rules, and how the outcome is told.

use std::path::PathBuf;

use clap::Args;
use platc::ops::verify::{self, BaselineFile, Input, KindName, VerifyOptions};
use platc::schema::output::Minor;

use super::check::written_down;
use crate::cli::arguments::GlobalArguments;
use crate::cli::escape::visible;
use crate::cli::estate;
use crate::cli::kinds;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::place::{self, Place};
use crate::cli::progress::Progress;
use crate::cli::render::{CommandResult, PathsFrom, Report};
use crate::cli::summary::Summary;
use crate::cli::terminal::{Stream, Terminal};

/// Check anybody's manifests: Helm's, Kustomize's, hand-written ones
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: helm template shop | platc verify - --kubernetes 1.34")]
pub struct Verify {
    /// Files, folders, quoted patterns ('manifests/**/*.yaml'), - for standard input
    #[arg(required = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The cluster's version, such as 1.34 [default: the newest known]
    #[arg(long, value_name = "VERSION")]
    pub kubernetes: Option<Minor>,
    /// Custom resource definitions to check by; those among what is verified are taken anyway
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub crds: Vec<PathBuf>,
    /// Say nothing of kinds that have no schema
    #[arg(long)]
    pub ignore_missing_schemas: bool,
    /// What is named is all that one cluster holds: what refers to anything else is an error
    #[arg(long)]
    pub closed: bool,
    /// Pass over a kind: Secret, or group/Kind
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Pass over files and folders below those that are named: charts, '*-patch.yaml'
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    /// The findings that are known
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write down all findings that there are, so that they are known
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
}

pub fn run(verify: &Verify, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let found = |paths: &[PathBuf]| paths.iter().map(|path| Place::find(path)).collect::<Result<Vec<_>, _>>();
    let mut places = found(&verify.paths)?;
    let mut definitions = found(&verify.crds)?;
    // Those named by hand come last: they count before the estate's own.
    if let Some(folder) = estate::definitions(global.root.as_deref())? {
        definitions.insert(0, Place::find(&folder)?);
    }
    let inputs: Vec<Input> = places.iter_mut().map(Place::input).collect();
    let definitions: Vec<Input> = definitions.iter_mut().map(Place::input).collect();
    let options = VerifyOptions {
        minor: verify.kubernetes,
        ignore_missing_schemas: verify.ignore_missing_schemas,
        closed: verify.closed,
        skip: verify.skip.iter().map(|kind| KindName::new(kind)).collect(),
        exclude: verify.exclude.clone(),
    };
    let known = verify.baseline.as_deref().map(place::name_in_folder).transpose()?;
    let baseline = known.as_ref().map(|(disk, path)| {
        let (path, write) = (path.clone(), verify.write_baseline);
        BaselineFile { system: disk, path, write }
    });
    let bar = Progress::new(terminal, "verifying");
    let verified =
        verify::verify(inputs, definitions, baseline, &options, &|done, total| bar.at(done, total))?;
    drop(bar);
    let mut text = kinds::text(&verified, terminal.colored(Stream::Out));
    if let (Some(written), Some(path)) = (verified.written, &verify.baseline) {
        text.push_str(&written_down(&visible(&path.to_string_lossy()), Some(written)).text);
    }
    let result = CommandResult { text, json: kinds::json(&verified) };
    let summary = Summary {
        files: Some(verified.looked_at),
        files_with_findings: Some(verified.with_findings),
        objects: Some(verified.objects),
        kubernetes: Some(verified.minor),
        known: verified.known,
        elapsed: terminal.elapsed(),
        ..Summary::default()
    };
    let report = Report {
        diagnostics: verified.findings,
        files: &verified.files,
        summary,
        result: Some(result),
        paths_from: PathsFrom::Here,
    };
    Ok(terminal.report(Stream::Out, &report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn paths_and_a_version() {
        let verify =
            typed::<Verify>("a.yaml - b --kubernetes v1.34.2 --skip Secret,apps/Deployment").unwrap();
        assert_eq!(verify.paths.len(), 3);
        assert_eq!(verify.kubernetes, Some(Minor::new(34)));
        assert_eq!(verify.skip, ["Secret", "apps/Deployment"]);
        assert!(typed::<Verify>("").is_err());
        assert!(typed::<Verify>("a --kubernetes latest").is_err());
    }
}
