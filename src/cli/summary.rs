//! The closing line: how much is wrong, in how much, and where to read on.

use std::time::Duration;

use platc::diagnostic::Diagnostic;
use platc::schema::output::Minor;

use super::style;

/// Between what was found and how to learn more; fixed, so that the line does not depend on the time taken.
const GAP: &str = "           ";

/// What a run looked at; a count that a command does not know is left out of the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Apps of the estate.
    pub apps: Option<usize>,
    /// Apps that have at least one finding.
    pub apps_with_findings: Option<usize>,
    pub environments: Option<usize>,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Files that hold manifests, where a command looks at any.
    pub files: Option<usize>,
    /// Of those, the ones that have at least one finding.
    pub files_with_findings: Option<usize>,
    pub objects: Option<usize>,
    /// The version whose rules held.
    pub kubernetes: Option<Minor>,
    /// Wall time since the start of the process.
    pub elapsed: Duration,
}

impl Summary {
    /// Errors and warnings.
    pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        (errors, diagnostics.len() - errors)
    }

    /// `2 errors in 1 of 64 apps · 3 environments · 38 ms`, and how to learn more.
    pub fn line(&self, diagnostics: &[Diagnostic], colored: bool) -> String {
        let (errors, warnings) = Self::count(diagnostics);
        let mut parts = vec![self.verdict(errors, warnings)];
        parts.extend((self.known > 0).then(|| format!("{} in the baseline", self.known)));
        if errors + warnings == 0 {
            parts.extend(self.apps.map(|apps| counted(apps, "app")));
            parts.extend(self.files.map(|files| counted(files, "file")));
        }
        parts.extend(self.objects.map(|objects| counted(objects, "object")));
        parts.extend(self.kubernetes.map(|minor| format!("Kubernetes {minor}")));
        parts.extend(self.environments.map(|environments| counted(environments, "environment")));
        parts.push(format!("{} ms", self.elapsed.as_millis()));
        let left = parts.join(" · ");
        let Some(worst) = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity) else {
            return style::good(&left, colored);
        };
        let right = format!("platc help {}", worst.code.name());
        format!("{}{}{}", style::strong(&left, colored), GAP, style::faint(&right, colored))
    }

    fn verdict(&self, errors: usize, warnings: usize) -> String {
        let found = match (errors, warnings) {
            (0, 0) => return "nothing to complain about".to_owned(),
            (errors, 0) => counted(errors, "error"),
            (0, warnings) => counted(warnings, "warning"),
            (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        };
        let (touched, all, noun) = match self.files {
            None => (self.apps_with_findings, self.apps, "app"),
            files => (self.files_with_findings, files, "file"),
        };
        match (touched, all) {
            (Some(touched), Some(all)) if touched > 0 => {
                format!("{found} in {touched} of {}", counted(all, noun))
            }
            (_, Some(all)) => format!("{found} · {}", counted(all, noun)),
            _ => found,
        }
    }
}

/// `1 app`, `2 apps`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use platc::diagnostic::code;

    use super::*;

    #[test]
    fn says_how_much_in_how_much() {
        let summary = Summary {
            apps: Some(64),
            apps_with_findings: Some(1),
            environments: Some(3),
            known: 0,
            elapsed: Duration::from_millis(38),
            ..Summary::default()
        };
        let found = [Diagnostic::warning(code::WRONG_TYPE, "w"), Diagnostic::error(code::UNKNOWN_FIELD, "e")];
        assert_eq!(
            summary.line(&found, false),
            "1 error, 1 warning in 1 of 64 apps · 3 environments · 38 ms           platc help unknown-field"
        );
        assert_eq!(summary.line(&[], false), "nothing to complain about · 64 apps · 3 environments · 38 ms");
        assert_eq!(Summary::default().line(&[], false), "nothing to complain about · 0 ms");
        let known = Summary { known: 12, ..Summary::default() };
        assert_eq!(known.line(&[], false), "nothing to complain about · 12 in the baseline · 0 ms");
    }
}
