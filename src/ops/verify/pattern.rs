//! Patterns of paths: `*` and `?` within a name, `**` across folders, `[a-z]`, `{a,b}`.
//!
//! Pure text; what lies where is `input`'s.

/// Whether a text is a pattern, not a plain path.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The folder above the first name that is a pattern, and the pattern from there.
pub fn base(pattern: &str) -> (&str, &str) {
    let first = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    match pattern.get(..first).and_then(|before| before.rfind('/')) {
        Some(slash) => (pattern.get(..slash.max(1)).unwrap_or(""), pattern.get(slash + 1..).unwrap_or("")),
        None => ("", pattern),
    }
}

/// Whether a path fits a pattern as a whole.
pub fn fits(pattern: &str, path: &str) -> bool {
    let mut steps = STEPS;
    alternatives(pattern, 0).iter().any(|one| {
        let names: Vec<&str> = one.split('/').collect();
        below(&names, &path.split('/').collect::<Vec<_>>(), &mut steps)
    })
}

/// Whether a pattern speaks of a path: as a whole, as a folder above it, or, where it is one name, as any name in it.
pub fn covers(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    if !pattern.contains('/') {
        return path.split('/').any(|name| fits(pattern, name));
    }
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| path.get(..end)).any(|above| fits(pattern, above))
}

/// Comparisons that one path may cost: patterns of many stars would try for ever.
const STEPS: usize = 100_000;
/// Braces that are opened, and alternatives that come of them.
const ALTERNATIVES: usize = 256;

/// `a{b,c}d` as `abd` and `acd`.
fn alternatives(pattern: &str, depth: usize) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('{').filter(|_| depth < 8) else {
        return vec![pattern.to_owned()];
    };
    let Some((inner, after)) = rest.split_once('}') else { return vec![pattern.to_owned()] };
    let all = inner.split(',').flat_map(|one| alternatives(&format!("{before}{one}{after}"), depth + 1));
    all.take(ALTERNATIVES).collect()
}

fn below(pattern: &[&str], path: &[&str], steps: &mut usize) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            (0..=path.len()).any(|skipped| path.get(skipped..).is_some_and(|path| below(rest, path, steps)))
        }
        (Some((first, rest)), Some((name, path))) => {
            let (first, name): (Vec<char>, Vec<char>) = (first.chars().collect(), name.chars().collect());
            within(&first, &name, steps) && below(rest, path, steps)
        }
        _ => false,
    }
}

fn within(pattern: &[char], name: &[char], steps: &mut usize) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    match (pattern, name) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            (0..=name.len()).any(|skipped| name.get(skipped..).is_some_and(|name| within(rest, name, steps)))
        }
        (['?', rest @ ..], [_, name @ ..]) => within(rest, name, steps),
        (['[', rest @ ..], [character, name @ ..]) => match rest.iter().position(|c| *c == ']') {
            Some(end) => {
                let (class, rest) = rest.split_at(end);
                is_of(class, *character) && within(rest.get(1..).unwrap_or_default(), name, steps)
            }
            None => *character == '[' && within(rest, name, steps),
        },
        ([first, rest @ ..], [character, name @ ..]) => first == character && within(rest, name, steps),
        _ => false,
    }
}

fn is_of(class: &[char], character: char) -> bool {
    let (negated, class) = match class {
        ['!' | '^', rest @ ..] => (true, rest),
        _ => (false, class),
    };
    let mut at = 0;
    let mut found = false;
    while let Some(first) = class.get(at) {
        match (class.get(at + 1), class.get(at + 2)) {
            (Some('-'), Some(last)) => {
                found |= (*first..=*last).contains(&character);
                at += 3;
            }
            _ => {
                found |= *first == character;
                at += 1;
            }
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (pattern, path) in [
            ("*.yaml", "a.yaml"),
            ("**/*.yaml", "a.yaml"),
            ("**/*.yaml", "x/y/a.yaml"),
            ("x/**", "x/y/z"),
            ("x/**/z", "x/z"),
            ("?.{yaml,yml}", "a.yml"),
            ("[a-c]*[!x].yaml", "bcd.yaml"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("*.yaml", "x/a.yaml"),
            ("x/*", "x/y/z"),
            ("[!a].yaml", "a.yaml"),
            ("?", ""),
            ("{a,b}", "c"),
            ("[", "x"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_left_out_may_be_named_by_a_folder() {
        assert!(covers("charts", "x/charts/y.yaml"));
        assert!(covers("x/charts/", "x/charts/y.yaml"));
        assert!(covers("*-patch.yaml", "x/a-patch.yaml"));
        assert!(!covers("charts/x", "y/charts/x"));
    }

    #[test]
    fn the_folder_of_a_pattern_is_what_needs_no_pattern() {
        assert_eq!(base("manifests/**/*.yaml"), ("manifests", "**/*.yaml"));
        assert_eq!(base("*.yaml"), ("", "*.yaml"));
        assert_eq!(base("/*.yaml"), ("/", "*.yaml"));
        assert_eq!(base("../a/b{c,d}/e"), ("../a", "b{c,d}/e"));
    }

    #[test]
    fn many_stars_end() {
        assert!(!fits(&"*a".repeat(40), &"b".repeat(4000)));
        assert!(!fits(&format!("{}x", "**/".repeat(40)), &"a/".repeat(200)));
    }
}
