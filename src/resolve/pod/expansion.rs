//! `$(NAME)` in variables, as Kubernetes expands it: which names a text uses, and how text before a reference is
//! kept from swallowing it.
//!
//! Source: `Expand` of k8s.io/kubernetes/third_party/forked/golang/expansion: `$$` is `$`, `$(` goes to the next `)`,
//! and stands for itself where none follows.

/// What stands at a `$`.
enum Dollar<'t> {
    /// `$(NAME)`.
    Reference(&'t str),
    /// `$(` that is never closed.
    Open,
    /// The last character of the text.
    Last,
}

/// Every `$` of a text that is not part of `$$` and not just itself, with its offset.
fn dollars(text: &str) -> Vec<(usize, Dollar<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('$')).map(|offset| at + offset) {
        let after = text.get(start + 1..).unwrap_or("");
        let inside = after.strip_prefix('(');
        at = start + 2;
        match (inside.map(|inside| inside.split_once(')')), after.chars().next()) {
            (Some(Some((name, _))), _) => {
                found.push((start, Dollar::Reference(name)));
                at = start + name.len() + 3;
            }
            (Some(None), _) => found.push((start, Dollar::Open)),
            (None, None) => found.push((start, Dollar::Last)),
            // Kubernetes takes the next character with it, whatever it is.
            (None, Some(next)) => at = start + 1 + next.len_utf8(),
        }
    }
    found
}

/// The names in `$(NAME)`; `$$(NAME)` is none.
pub fn references(text: &str) -> Vec<&str> {
    let name = |(_, dollar)| if let Dollar::Reference(name) = dollar { Some(name) } else { None };
    dollars(text).into_iter().filter_map(name).collect()
}

/// Adds a reference to a text. A `$` at its end, or a `$(` that nothing closes, would take the reference for a part of
/// itself; it is doubled, which is how Kubernetes writes the character.
pub fn append_reference(text: &mut String, name: &str) {
    let loose = |(at, dollar): (usize, Dollar)| (!matches!(dollar, Dollar::Reference(_))).then_some(at);
    let doubled: Vec<usize> = dollars(text).into_iter().filter_map(loose).collect();
    doubled.into_iter().rev().for_each(|at| text.insert(at, '$'));
    text.push_str("$(");
    text.push_str(name);
    text.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kubernetes' own reading, written after its source: what a container sees.
    fn expanded(text: &str, name: &str, value: &str) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            rest = after;
            if let Some(tail) = after.strip_prefix('$') {
                out.push('$');
                rest = tail;
            } else if let Some(inside) = after.strip_prefix('(') {
                match inside.split_once(')') {
                    Some((found, tail)) if found == name => {
                        out.push_str(value);
                        rest = tail;
                    }
                    Some((found, tail)) => {
                        out.push_str(&format!("$({found})"));
                        rest = tail;
                    }
                    None => {
                        out.push_str("$(");
                        rest = inside;
                    }
                }
            } else {
                out.push('$');
            }
        }
        out + rest
    }

    #[test]
    fn names_are_told_from_what_is_escaped() {
        assert_eq!(references("http://$(HOST):$(PORT)/$$(NOT)"), ["HOST", "PORT"]);
        assert_eq!(references("$$$(A)$$$$(B)$5$(C)$("), ["A", "C"]);
    }

    #[test]
    fn a_reference_after_any_text_is_expanded_and_the_text_stays() {
        for before in ["", "u:", "$", "$$", "$$$", "a$", "$(", "x$(y", "$$(", "$(A)$", "$(A$(", "é$", "$é$("]
        {
            let mut text = before.to_string();
            append_reference(&mut text, "SECRET");
            assert_eq!(
                expanded(&text, "SECRET", "s3"),
                format!("{}s3", expanded(before, "SECRET", "s3")),
                "{before}"
            );
        }
    }
}
