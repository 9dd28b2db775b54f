//! A drawing as Mermaid or as DOT. Labels may hold anything: what would end them, or begin markup, is escaped.

use std::collections::BTreeMap;
use std::fmt::Write;

/// How a drawing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A flowchart of Mermaid; several are Markdown with a chapter for each.
    Mermaid,
    /// Digraphs of Graphviz.
    Dot,
}

/// Nodes by their labels, and arrows between them.
pub(super) struct Drawing {
    title: String,
    /// Nodes that may have no arrow.
    nodes: Vec<String>,
    pub groups: Vec<Group>,
    pub arrows: Vec<Arrow>,
}

/// Nodes that belong together.
pub(super) struct Group {
    pub title: String,
    pub nodes: Vec<String>,
}

/// From one node to another.
pub(super) struct Arrow {
    pub from: String,
    pub to: String,
    pub label: String,
    pub dashed: bool,
}

impl Drawing {
    pub fn new(title: String) -> Self {
        Drawing { title, nodes: Vec::new(), groups: Vec::new(), arrows: Vec::new() }
    }

    pub fn node(&mut self, label: String) {
        self.nodes.push(label);
    }

    /// An arrow from each label to the next.
    pub fn chain(&mut self, labels: &[String]) {
        for pair in labels.windows(2) {
            if let [from, to] = pair {
                let (from, to) = (from.clone(), to.clone());
                self.arrows.push(Arrow { from, to, label: String::new(), dashed: false });
            }
        }
    }

    /// A number for each label, in the order in which they are told.
    fn numbers(&self) -> BTreeMap<&str, usize> {
        let of_groups = self.groups.iter().flat_map(|group| &group.nodes);
        let of_arrows = self.arrows.iter().flat_map(|arrow| [&arrow.from, &arrow.to]);
        let mut numbers = BTreeMap::new();
        for label in self.nodes.iter().chain(of_groups).chain(of_arrows) {
            let next = numbers.len() + 1;
            numbers.entry(label.as_str()).or_insert(next);
        }
        numbers
    }

    /// The labels outside groups, by their numbers.
    fn free(&self) -> BTreeMap<usize, &str> {
        let numbers = self.numbers();
        let is_grouped =
            |label: &str| self.groups.iter().any(|group| group.nodes.iter().any(|known| known == label));
        let free = numbers.into_iter().filter(|(label, _)| !is_grouped(label));
        free.map(|(label, number)| (number, label)).collect()
    }
}

/// Writes drawings, one after the other.
pub(super) fn write(drawings: &[Drawing], form: Form) -> String {
    let mut text = String::new();
    for (number, drawing) in drawings.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        match form {
            Form::Dot => dot(drawing, &mut text),
            Form::Mermaid if drawings.len() == 1 => mermaid(drawing, &mut text),
            Form::Mermaid => {
                let _ = writeln!(text, "## {}\n\n```mermaid", drawing.title);
                mermaid(drawing, &mut text);
                text.push_str("```\n");
            }
        }
    }
    text
}

fn mermaid(drawing: &Drawing, text: &mut String) {
    let numbers = drawing.numbers();
    let number = |label: &str| numbers.get(label).copied().unwrap_or_default();
    let _ = writeln!(text, "%% {}\nflowchart LR", for_mermaid(&drawing.title));
    for (number, label) in drawing.free() {
        let _ = writeln!(text, "  n{number}[\"{}\"]", for_mermaid(label));
    }
    for (at, group) in drawing.groups.iter().enumerate() {
        let _ = writeln!(text, "  subgraph g{}[\"{}\"]", at + 1, for_mermaid(&group.title));
        for label in &group.nodes {
            let _ = writeln!(text, "    n{}[\"{}\"]", number(label), for_mermaid(label));
        }
        text.push_str("  end\n");
    }
    for arrow in &drawing.arrows {
        let line = if arrow.dashed { "-.->" } else { "-->" };
        let label = match arrow.label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", for_mermaid(label)),
        };
        let _ = writeln!(text, "  n{} {line}{label} n{}", number(&arrow.from), number(&arrow.to));
    }
}

fn dot(drawing: &Drawing, text: &mut String) {
    let numbers = drawing.numbers();
    let number = |label: &str| numbers.get(label).copied().unwrap_or_default();
    let _ = writeln!(text, "digraph \"{}\" {{", for_dot(&drawing.title));
    text.push_str("  rankdir=LR;\n  node [shape=box];\n");
    for (number, label) in drawing.free() {
        let _ = writeln!(text, "  n{number} [label=\"{}\"];", for_dot(label));
    }
    for (at, group) in drawing.groups.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{} {{\n    label=\"{}\";", at + 1, for_dot(&group.title));
        for label in &group.nodes {
            let _ = writeln!(text, "    n{} [label=\"{}\"];", number(label), for_dot(label));
        }
        text.push_str("  }\n");
    }
    for arrow in &drawing.arrows {
        let style = if arrow.dashed { ", style=dashed" } else { "" };
        let _ = writeln!(
            text,
            "  n{} -> n{} [label=\"{}\"{style}];",
            number(&arrow.from),
            number(&arrow.to),
            for_dot(&arrow.label)
        );
    }
    text.push_str("}\n");
}

/// Entities for what Mermaid takes for the end of a label, for markup, or for a directive.
fn for_mermaid(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '\n' => escaped.push_str("<br/>"),
            letter if letter.is_alphanumeric() || " -_./:,()@+".contains(letter) => escaped.push(letter),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
        }
    }
    escaped
}

fn for_dot(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Drawing {
        let mut drawing = Drawing::new("a \"b\"\n%%{init}".into());
        let arrow = Arrow {
            from: "x\"]; click n1 \"javascript:x\"".into(),
            to: "`y`<script>#quot;\u{1b}[31m\\".into(),
            label: "|end\nof|".into(),
            dashed: true,
        };
        drawing.arrows.push(arrow);
        drawing
    }

    #[test]
    fn labels_end_where_we_end_them() {
        let mermaid = write(&[hostile()], Form::Mermaid);
        assert_eq!(
            mermaid,
            "%% a #34;b#34;<br/>#37;#37;#123;init#125;\nflowchart LR\n  \
             n1[\"x#34;#93;#59; click n1 #34;javascript:x#34;\"]\n  \
             n2[\"#96;y#96;#60;script#62;#35;quot#59;\u{fffd}#91;31m#92;\"]\n  \
             n1 -.->|\"#124;end<br/>of#124;\"| n2\n"
        );
        let dot = write(&[hostile()], Form::Dot);
        assert!(dot.contains(r#"n1 [label="x\"]; click n1 \"javascript:x\""];"#), "{dot}");
        assert!(dot.contains(r#"[label="|end\nof|", style=dashed];"#), "{dot}");
    }

    #[test]
    fn several_drawings_are_a_document() {
        let both = write(&[hostile(), hostile()], Form::Mermaid);
        assert_eq!(both.matches("```mermaid\n").count(), 2);
    }
}
