//! Compiling environments and writing their manifests.

use super::{Compiled, Known, Trouble};
use crate::compile::Selection;
use crate::diagnostic::{Diagnostic, arrange};
use crate::manifest::{self, Difference, Request, Step, UnitReport};
use crate::system::System;
use crate::workspace::PLATFORM;

/// What to render.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub environments: Vec<String>,
    pub apps: Vec<String>,
    pub known: Known,
}

/// What was done for one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    pub environment: String,
    pub apps: usize,
    pub objects: usize,
    pub units: Vec<UnitReport>,
}

/// What came of rendering.
pub struct Outcome {
    pub compiled: Compiled,
    pub findings: Vec<Diagnostic>,
    /// Empty where findings forbade to write.
    pub rendered: Vec<Rendered>,
    /// What should stand in the manifest folder, where that was asked.
    pub request: Option<Request>,
}

/// Compiles; where there is no error, brings the manifest folder of `out` (this repository's where `None`) to it.
pub fn render(
    system: &dyn System,
    out: Option<&dyn System>,
    options: &Options,
    progress: &(dyn Fn(Step, usize) + Sync),
) -> Result<Outcome, Trouble> {
    let mut compiled = Compiled::knowing(&options.known, system, options.selection())?;
    let mut findings = compiled.findings();
    if compiled.is_broken() {
        return Ok(Outcome::new(compiled, findings));
    }
    let folder = if out.is_some() { String::new() } else { compiled.folder() };
    let out = out.unwrap_or(system);
    let total: usize = compiled.units().iter().map(|unit| unit.size).sum();
    let mut request = None;
    let kept = &mut request;
    let written = manifest::write_for_owners(
        out,
        &folder,
        |owners| kept.insert(compiled.request(&folder, owners)),
        &|step| progress(step, total),
    );
    let rendered = match written {
        Ok(report) => by_environment(&compiled, report.units),
        Err(conflicts) => {
            findings.extend(arrange(conflicts, &compiled.estate.files));
            Vec::new()
        }
    };
    Ok(Outcome { compiled, findings, rendered, request })
}

/// What `render` would change; writes nothing.
pub fn preview(
    system: &dyn System,
    out: Option<&dyn System>,
    options: &Options,
) -> Result<(Outcome, Vec<Difference>), Trouble> {
    let mut compiled = Compiled::knowing(&options.known, system, options.selection())?;
    let mut findings = compiled.findings();
    let (mut differences, mut request) = (Vec::new(), None);
    if !compiled.is_broken() {
        let folder = if out.is_some() { String::new() } else { compiled.folder() };
        let out = out.unwrap_or(system);
        let owners = manifest::owners(out, &folder);
        let asked = owners.map(|owners| &*request.insert(compiled.request(&folder, owners)));
        match asked.and_then(|request| manifest::compare(out, request)) {
            Ok(found) => differences = found,
            Err(found) => findings.extend(found),
        }
    }
    Ok((Outcome { request, ..Outcome::new(compiled, findings) }, differences))
}

/// Compiles; the manifests as one YAML stream, in the order of their files.
pub fn stream(system: &dyn System, options: &Options) -> Result<(Outcome, Vec<u8>), Trouble> {
    let compiled = Compiled::knowing(&options.known, system, options.selection())?;
    let findings = compiled.findings();
    let mut text = Vec::new();
    if !compiled.is_broken() {
        for file in compiled.units().iter().flat_map(|unit| unit.files.values()) {
            text.extend_from_slice(b"---\n");
            text.extend(file);
        }
    }
    Ok((Outcome::new(compiled, findings), text))
}

impl Outcome {
    /// Where nothing was asked of the manifest folder.
    pub fn new(compiled: Compiled, findings: Vec<Diagnostic>) -> Self {
        Outcome { compiled, findings, rendered: Vec::new(), request: None }
    }
}

impl Options {
    fn selection(&self) -> Selection {
        Selection { environments: self.environments.clone(), apps: self.apps.clone(), traced: false }
    }
}

/// The reports by environment; a unit's owner begins with its environment.
pub(super) fn by_environment(compiled: &Compiled, reports: Vec<UnitReport>) -> Vec<Rendered> {
    let mut rendered: Vec<Rendered> = Vec::new();
    for report in reports {
        let name = report.owner.split('/').next().unwrap_or("").to_string();
        if rendered.last().is_none_or(|last| last.environment != name)
            && !rendered.iter().any(|r| r.environment == name)
        {
            let units = || compiled.units().iter().filter(|unit| unit.environment == name);
            rendered.push(Rendered {
                apps: units().filter(|unit| unit.app != PLATFORM).count(),
                objects: units().map(|unit| unit.size).sum(),
                environment: name.clone(),
                units: Vec::new(),
            });
        }
        if let Some(environment) = rendered.iter_mut().find(|environment| environment.environment == name) {
            environment.units.push(report);
        }
    }
    rendered
}
