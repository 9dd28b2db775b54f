//! The few looks that our own lines have; what they are used for is left to the callers.

use anstyle::{AnsiColor, Style};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::BrightRed.on_default().bold();
const CODE: Style = AnsiColor::Cyan.on_default();

fn paint(text: &str, style: Style, colored: bool) -> String {
    if colored { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// What matters most in a line.
pub fn strong(text: &str, colored: bool) -> String {
    paint(text, STRONG, colored)
}

/// What may be overlooked.
pub fn faint(text: &str, colored: bool) -> String {
    paint(text, FAINT, colored)
}

/// All is well.
pub fn good(text: &str, colored: bool) -> String {
    paint(text, GOOD, colored)
}

/// Something is wrong.
pub fn bad(text: &str, colored: bool) -> String {
    paint(text, BAD, colored)
}

/// What a user could type.
pub fn code(text: &str, colored: bool) -> String {
    paint(text, CODE, colored)
}
