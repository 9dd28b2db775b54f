//! A strict reader of as much XML 1.0 as a test report has: elements, attributes, text, the five references.

/// The names of all elements in the order in which they begin.
pub fn elements(text: &str) -> Result<Vec<String>, String> {
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").ok_or("no declaration")?;
    if let Some(c) = text.chars().find(|c| !is_character(*c)) {
        return Err(format!("{c:?} is no character of XML"));
    }
    let (mut names, mut open) = (Vec::new(), Vec::new());
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        content(before, open.is_empty())?;
        let end = tag.find('>').ok_or("a tag is not closed")?;
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            let opened = open.pop();
            if opened.as_deref() != Some(name) {
                return Err(format!("</{name}> closes {opened:?}"));
            }
            continue;
        }
        let name: String = inside.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        if name.is_empty() || (open.is_empty() && !names.is_empty()) {
            return Err(format!("<{inside}> cannot stand there"));
        }
        attributes(inside[name.len()..].trim_end_matches('/'))?;
        names.push(name.clone());
        if !inside.ends_with('/') {
            open.push(name);
        }
    }
    content(rest, true)?;
    if open.is_empty() { Ok(names) } else { Err(format!("{open:?} are not closed")) }
}

fn attributes(text: &str) -> Result<(), String> {
    let mut rest = text;
    let mut names = Vec::new();
    while !rest.is_empty() {
        let after = rest.strip_prefix(' ').ok_or(format!("a space is missing before {rest}"))?;
        let (name, after) = after.split_once("=\"").ok_or(format!("no attribute: {after}"))?;
        let (value, after) = after.split_once('"').ok_or(format!("{name} has no end"))?;
        if names.contains(&name) || !name.chars().all(|c| c.is_ascii_lowercase()) {
            return Err(format!("{name} is there twice, or no name"));
        }
        names.push(name);
        content(value, false)?;
        rest = after;
    }
    Ok(())
}

fn content(text: &str, outside: bool) -> Result<(), String> {
    if outside && !text.trim().is_empty() {
        return Err(format!("{text:?} stands outside"));
    }
    if text.contains("]]>") || text.contains('<') {
        return Err(format!("{text:?} ends too early"));
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('&') {
        let (name, after) = after.split_once(';').ok_or(format!("a reference has no end: {text:?}"))?;
        if !["amp", "lt", "gt", "quot", "apos"].contains(&name) {
            return Err(format!("&{name}; is unknown"));
        }
        rest = after;
    }
    Ok(())
}

/// `Char` of XML 1.0, fifth edition, 2.2.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let read = |text: &str| elements(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}"));
    assert_eq!(read("<a b=\"&amp;\"><c/>x</a>\n"), Ok(vec!["a".to_owned(), "c".to_owned()]));
    for bad in [
        "<a>",
        "<a></b>",
        "<a b=\"<\"/>",
        "<a>&x;</a>",
        "<a>\u{1b}</a>",
        "<a/><b/>",
        "x",
        "<a b=c/>",
        "<a>]]></a>",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}
