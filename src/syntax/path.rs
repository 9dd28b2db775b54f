//! A place inside a tree, as people write it: `spec.template.spec.containers[checkout].image`.

use std::fmt;

use super::{Node, Text};

/// One step into a tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A mapping's key.
    Key(Text),
    /// A list's item by its number, from 0.
    Index(usize),
    /// A list's item by its `name`.
    Named(Text),
}

/// Steps from the root of a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(pub Vec<Segment>);

impl FieldPath {
    pub fn root() -> Self {
        FieldPath::default()
    }

    /// This path and one key more.
    pub fn key(&self, key: impl Into<Text>) -> Self {
        self.and(Segment::Key(key.into()))
    }

    /// This path and one step more.
    pub fn and(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        FieldPath(segments)
    }

    /// Reads `a.b[c][0]["d.e"]`: dots and brackets separate, digits in brackets count, quotes protect dots.
    /// `Err` says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            rest = match rest.strip_prefix('[') {
                Some(inner) => Self::bracket(inner, &mut segments)?,
                None => {
                    let word = rest.strip_prefix('.').unwrap_or(rest);
                    let end = word.find(['.', '[']).unwrap_or(word.len());
                    let (key, after) = word.split_at(end);
                    if key.is_empty() {
                        return Err(format!("`{text}` has an empty step"));
                    }
                    segments.push(Segment::Key(key.into()));
                    after
                }
            };
        }
        Ok(FieldPath(segments))
    }

    fn bracket<'a>(inner: &'a str, segments: &mut Vec<Segment>) -> Result<&'a str, String> {
        if let Some(quoted) = inner.strip_prefix('"') {
            let (key, after) = quoted.split_once("\"]").ok_or("a `[\"` is not closed by `\"]`")?;
            segments.push(Segment::Key(key.into()));
            return Ok(after);
        }
        let (step, after) = inner.split_once(']').ok_or("a `[` is not closed by `]`")?;
        segments.push(match step.parse() {
            Ok(index) => Segment::Index(index),
            Err(_) => Segment::Named(step.into()),
        });
        Ok(after)
    }

    /// The node at this path, if there is one.
    pub fn find<'n>(&self, root: &'n Node) -> Option<&'n Node> {
        self.0.iter().try_fold(root, |node, segment| match segment {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.as_sequence()?.get(*index),
            Segment::Named(name) => {
                node.as_sequence()?.iter().find(|item| item.get("name").and_then(Node::as_str) == Some(name))
            }
        })
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if key.contains(['.', '[', ']']) || key.is_empty() => {
                    write!(f, "[\"{key}\"]")?
                }
                Segment::Key(key) if number == 0 => write!(f, "{key}")?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Named(name) => write!(f, "[{name}]")?,
            }
        }
        Ok(())
    }
}
