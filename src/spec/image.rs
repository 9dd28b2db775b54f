//! `repository:tag@digest` taken apart.

/// The byte ranges of an image's parts in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageParts {
    pub repository: std::ops::Range<usize>,
    pub tag: Option<std::ops::Range<usize>>,
    pub digest: Option<std::ops::Range<usize>>,
}

/// Takes `repository:tag@digest` apart; the colon of a registry's port (`host:5000/shop`) is none of a tag's.
///
/// `None` where it cannot be told yet: an expression may hold a tag itself (`${{ app.vars.image }}`).
pub fn split(text: &str) -> Option<ImageParts> {
    let plain = masked(text);
    let (named, digest) = match plain.rfind('@') {
        Some(at) => (at, Some(at + 1..text.len())),
        None => (text.len(), None),
    };
    let name = plain.get(..named)?;
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    let tag = name.get(last..)?.rfind(':').map(|colon| last + colon);
    let is_open = |range: std::ops::Range<usize>| plain.get(range).is_some_and(|part| part.contains(MASK));
    if tag.is_none() && is_open(last..named) {
        return None;
    }
    Some(ImageParts { repository: 0..tag.unwrap_or(named), tag: tag.map(|colon| colon + 1..named), digest })
}

/// Stands for each byte of an expression.
const MASK: char = '\u{1}';

/// The text with every `${{ … }}` masked, byte for byte.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let inside = after.find("}}").map_or(after.len(), |end| end + 2);
        masked.push_str(before);
        masked.extend(std::iter::repeat_n(MASK, 3 + inside));
        rest = after.get(inside..).unwrap_or("");
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
        let parts = split(text)?;
        Some((
            &text[parts.repository],
            parts.tag.map(|tag| &text[tag]),
            parts.digest.map(|digest| &text[digest]),
        ))
    }

    #[test]
    fn parts_of_images() {
        assert_eq!(parts("redis"), Some(("redis", None, None)));
        assert_eq!(parts("redis:7"), Some(("redis", Some("7"), None)));
        assert_eq!(parts("host:5000/shop/api"), Some(("host:5000/shop/api", None, None)));
        assert_eq!(
            parts("host:5000/api:1.2@sha256:ab"),
            Some(("host:5000/api", Some("1.2"), Some("sha256:ab")))
        );
        assert_eq!(parts("api@sha256:ab"), Some(("api", None, Some("sha256:ab"))));
    }

    #[test]
    fn expressions_are_parts_where_their_place_says_so() {
        assert_eq!(parts("${{ app.vars.image }}"), None);
        assert_eq!(parts("shop/${{ app.name }}"), None);
        assert_eq!(
            parts("shop/api:${{ a if b else ':' }}"),
            Some(("shop/api", Some("${{ a if b else ':' }}"), None))
        );
        assert_eq!(
            parts("${{ platform.vars.registry }}/api"),
            Some(("${{ platform.vars.registry }}/api", None, None))
        );
        assert_eq!(parts("shop/${{ app.name }}:1"), Some(("shop/${{ app.name }}", Some("1"), None)));
    }
}
