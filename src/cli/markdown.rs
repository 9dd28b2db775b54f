//! Our manual pages on a terminal: headings, bold words, code. Only the Markdown that the pages use.

use super::style;

/// A page as it is read: fences become indentation, `code` and **bold** become looks.
pub fn render(page: &str, colored: bool) -> String {
    let mut text = String::with_capacity(page.len());
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let line = match line.strip_prefix("# ") {
            _ if in_code && line.is_empty() => String::new(),
            _ if in_code => style::code(&format!("    {line}"), colored),
            Some(heading) => style::strong(heading, colored),
            None => prose(line, colored),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The first sentence of a page's first paragraph, without markup of its own.
pub fn first_sentence(page: &str) -> String {
    let paragraph = first_paragraph(page);
    paragraph
        .split_once(". ")
        .map_or(paragraph.as_str(), |(sentence, _)| sentence)
        .trim_end_matches('.')
        .to_owned()
}

/// A page's first paragraph as one line, in the page's markup.
pub fn first_paragraph(page: &str) -> String {
    let paragraphs = page.split("\n\n").map(str::trim);
    let first = paragraphs.into_iter().find(|text| !text.is_empty() && !text.starts_with('#'));
    first.unwrap_or("").replace('\n', " ")
}

fn prose(line: &str, colored: bool) -> String {
    let bold = spans(line, "**", |words| style::strong(words, colored));
    // Backticks stay: without colours they are what tells a name from a word.
    spans(&bold, "`", |words| format!("`{}`", style::code(words, colored)))
}

/// Applies a look to each part of the line between a pair of marks; an unpaired mark stays.
fn spans(line: &str, mark: &str, look: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(mark) {
        let Some((inside, behind)) = after.split_once(mark) else { break };
        text.push_str(before);
        text.push_str(&look(inside));
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# name\n\nFirst `key`. Second.\n\n**Fix.** Do:\n\n```yaml\na: 1\n```\n";

    #[test]
    fn reads_well_without_colours() {
        assert_eq!(render(PAGE, false), "name\n\nFirst `key`. Second.\n\nFix. Do:\n\n    a: 1\n");
    }

    #[test]
    fn colours_leave_the_text_alone() {
        let colored = render(PAGE, true);
        assert_ne!(colored, render(PAGE, false));
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), render(PAGE, false));
    }

    #[test]
    fn the_first_sentence_stands_for_the_page() {
        assert_eq!(first_sentence(PAGE), "First `key`");
    }
}
