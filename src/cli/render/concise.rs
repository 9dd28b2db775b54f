//! One line a finding, for editors and for `grep`: `path:line:column: error[code]: message`.

use std::fmt::Write;

use super::{Report, place, severity_name};
use crate::cli::escape::{leading_path, visible};

pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for diagnostic in &report.diagnostics {
        if let Some(label) = &diagnostic.primary {
            let at = place(report.files, label.span);
            let _ = write!(text, "{}:{}:{}: ", leading_path(&at.file), at.line, at.column);
        } else if let Some(path) = &diagnostic.path {
            let _ = write!(text, "{}: ", leading_path(path));
        }
        let severity = severity_name(diagnostic.severity);
        let _ = writeln!(text, "{severity}[{}]: {}", diagnostic.code.name(), visible(&diagnostic.message));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::samples;

    #[test]
    fn one_line_a_finding() {
        samples::expect("shop.concise.txt", &samples::shop(super::render));
        samples::expect("hostile.concise.txt", &samples::hostile(super::render));
    }
}
