//! `platc explain`: what is asked for: a field of an object, a line of a golden file, a key of the language.

use clap::Args;
use platc::ops::Counts;
use platc::ops::explain::{self, Contribution, Explanation, Question, Role};
use platc::schema::manual::{self, Manual};

use super::run;
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::render::CommandResult;
use crate::cli::terminal::{Stream, Terminal};
use crate::cli::{escape, style};

/// Show why a field has its value, or what a key of the language means
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(
    override_usage = "platc explain <ENV> <APP> <KIND/NAME.PATH>\n       platc explain <GOLDEN FILE>:<LINE>\n       \
                      platc explain spec.<KEY>",
    after_help = "For example:\n  platc explain prod checkout Deployment/checkout.spec.replicas\n  \
                  platc explain golden/prod/checkout/deployment-checkout.yaml:12\n  platc explain spec.health"
)]
pub struct Explain {
    /// A field, a line or a key, as above
    #[arg(required = true, num_args = 1..=3, value_name = "WHAT")]
    words: Vec<String>,
}

/// What is to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A field of an emitted object.
    Field {
        environment: String,
        app: String,
        /// `Kind/name.path`; where the name ends is known only when the objects are.
        field: String,
    },
    /// A line of a file that platc wrote, from 1.
    Line { path: String, line: usize },
    /// A key of the language: `spec.health`, `environment.spec.routing`.
    Key(String),
}

impl Explain {
    /// The subject that the words name.
    pub fn subject(&self) -> Result<Subject, Trouble> {
        match self.words.as_slice() {
            [environment, app, field] if field.contains('/') => Ok(Subject::Field {
                environment: environment.clone(),
                app: app.clone(),
                field: field.clone(),
            }),
            [_, _, field] => Err(Trouble::new(format!("`{field}` names no object"))
                .help("write Kind/name.path, such as Deployment/checkout.spec.replicas")),
            [environment, app] => Err(Trouble::new(format!("which field of `{app}` in `{environment}`?"))
                .help(format!("platc explain {environment} {app} Kind/name.path"))),
            [word] => one_word(word),
            _ => Err(Trouble::new("nothing to explain").help("platc help explain")),
        }
    }
}

fn one_word(word: &str) -> Result<Subject, Trouble> {
    if let Some((path, number)) = word.rsplit_once(':') {
        return match number.parse() {
            Ok(line) if line > 0 && !path.is_empty() => Ok(Subject::Line { path: path.to_owned(), line }),
            _ => {
                Err(Trouble::new(format!("`{number}` is not a line"))
                    .help("lines count from 1: file.yaml:12"))
            }
        };
    }
    let is_key = word.split('.').any(|part| part == "spec" || part == "metadata");
    match is_key {
        true => Ok(Subject::Key(word.to_owned())),
        false => Err(Trouble::new(format!("`{word}` is neither a key nor a line of a file")).help(format!(
            "a key is written spec.{}, a line file.yaml:12",
            word.trim_start_matches("spec.")
        ))),
    }
}

pub fn run(explain: &Explain, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let question = match explain.subject()? {
        Subject::Key(key) => return key_manual(&key, terminal),
        Subject::Field { environment, app, field } => Question::Field { environment, app, field },
        Subject::Line { path, .. } if is_authored(&path) => {
            let help = "name a line of a golden file, or a key: platc explain spec.<key>";
            return Err(
                Trouble::new(format!("{path} is written by people: its lines explain others")).help(help)
            );
        }
        Subject::Line { path, line } => Question::Line { path, line },
    };
    let disk = run::disk(global)?;
    let explanation = explain::explain(&disk, &question)?;
    let files = &explanation.files;
    let told = explanation.findings.is_empty();
    let result = told.then(|| CommandResult {
        text: text(&explanation, terminal.colored(Stream::Out)),
        json: json(&explanation),
    });
    let mut report = run::report(terminal, explanation.findings.clone(), files, Counts::default(), result);
    (report.summary.apps, report.summary.environments) = (None, None);
    Ok(terminal.report(Stream::Out, &report))
}

/// The manual of a key of the language.
fn key_manual(key: &str, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let manual = manual::manual(key).map_err(|unknown| {
        let said = Trouble::new(format!("`{}` has no key `{}`", unknown.below, unknown.key));
        match unknown.nearest {
            Some(near) => said.help(format!("did you mean `{near}`?")),
            None => said.help(format!("platc explain {} lists its keys", unknown.below)),
        }
    })?;
    let colored = terminal.colored(Stream::Out);
    terminal.write(Stream::Out, &page(&manual, colored));
    Ok(Outcome::Clean)
}

fn page(manual: &Manual, colored: bool) -> String {
    let mut text =
        format!("{}  {}\n", style::strong(&manual.path, colored), style::faint(manual.kind, colored));
    text.push_str(&format!("\n  {}\n\n  takes     {}\n", manual.doc, manual.takes));
    let mut row = |word: &str, said: &str| text.push_str(&format!("  {word:<8}  {said}\n"));
    if let Some(short) = &manual.shorthand {
        row("short", short);
    }
    if manual.required {
        row("must", "be there");
    }
    if manual.later {
        row("not yet", "supported by this version");
    }
    if !manual.excludes.is_empty() {
        row("excludes", &manual.excludes.join(", "));
    }
    if let Some(position) = &manual.kubernetes {
        row("as", &format!("Kubernetes' {position}"));
    }
    let later = |later: bool| if later { " (not yet supported)" } else { "" };
    let words =
        manual.words.iter().map(|word| (&word.word, format!("{}{}", word.doc.trim(), later(word.later))));
    let keys = manual.keys.iter().map(|key| (&key.key, format!("{}{}", key.summary, later(key.later))));
    let lines: Vec<(&String, String)> = words.chain(keys).collect();
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    if !lines.is_empty() {
        text.push('\n');
    }
    for (name, said) in lines {
        let line = format!("  {}  {said}", style::code(&format!("{name:<width$}"), colored));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Whether a file of the estate is source, not output.
fn is_authored(path: &str) -> bool {
    path == "platc.yaml" || ["apps/", "overlays/", "templates/"].iter().any(|folder| path.starts_with(folder))
}

/// What is said before the first place of each role.
fn words(role: Role) -> &'static str {
    match role {
        Role::Set => "set by",
        Role::From => "computed from",
        Role::Because => "there because",
        Role::Beats => "beats",
        Role::Template => "written by",
    }
}

fn text(explanation: &Explanation, colored: bool) -> String {
    let mut rows: Vec<(&str, String, String)> = Vec::new();
    let mut above = "";
    for contribution in &explanation.contributions {
        let place = place(explanation, contribution);
        let said = match contribution.role {
            Role::Beats => short(explanation.files.text(contribution.span)),
            _ => short(line_of(explanation, contribution)),
        };
        let words = words(role_of(explanation, contribution));
        // Two parts of one line are one line to a reader.
        if words == above && rows.last().is_some_and(|(_, last, what)| *last == place && *what == said) {
            continue;
        }
        let word = if words == above { "" } else { words };
        above = words;
        rows.push((word, place, said));
    }
    // An empty word repeats the one above; the rows stay in the order of the roles.
    rows.extend(explanation.rules.iter().map(|rule| ("rule", (*rule).to_owned(), String::new())));
    let (path, line) = &explanation.golden;
    rows.push(("in", format!("{path}:{line}"), String::new()));
    let width =
        rows.iter().filter(|(.., said)| !said.is_empty()).map(|(_, place, _)| place.chars().count()).max();
    let width = width.unwrap_or(0);
    let mut text = format!("{}\n\n", style::strong(&explanation.value, colored));
    for (word, place, said) in rows {
        let line =
            format!("  {word:<13}  {place:<width$}  {}", style::faint(&said, colored && !said.is_empty()));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A literal of a template is written by it, not set by anybody.
fn role_of(explanation: &Explanation, contribution: &Contribution) -> Role {
    let path = explanation.files.path(contribution.span);
    let authored =
        ["apps/", "overlays/", "platc.yaml", "defaults/"].iter().any(|start| path.starts_with(start));
    if authored { contribution.role } else { Role::Template }
}

fn place(explanation: &Explanation, contribution: &Contribution) -> String {
    let files = &explanation.files;
    let position = files.position(contribution.span);
    let path = files.path(contribution.span);
    let what = match role_of(explanation, contribution) {
        Role::Template => "template ",
        _ if path.starts_with("defaults/") => "built-in ",
        _ => "",
    };
    format!("{what}{path}:{}", position.line)
}

fn line_of<'e>(explanation: &'e Explanation, contribution: &Contribution) -> &'e str {
    let position = explanation.files.position(contribution.span);
    explanation.files.get(contribution.span.file).map_or("", |file| file.line(position.line).trim())
}

/// One line, not longer than a terminal's rest.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let cut: String = line.chars().take(72).collect();
    let whole = cut.len() == text.trim_end().len();
    escape::visible(&if whole { cut } else { format!("{cut} …") }).into()
}

fn json(explanation: &Explanation) -> serde_json::Value {
    let places = explanation.contributions.iter().map(|contribution| {
        let position = explanation.files.position(contribution.span);
        serde_json::json!({
            "role": words(role_of(explanation, contribution)),
            "file": explanation.files.path(contribution.span),
            "line": position.line,
            "column": position.column,
            "text": explanation.files.text(contribution.span),
        })
    });
    serde_json::json!({
        "object": explanation.object,
        "field": explanation.field,
        "value": explanation.value,
        "places": places.collect::<Vec<_>>(),
        "rules": explanation.rules,
        "golden": {"file": explanation.golden.0, "line": explanation.golden.1},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    fn subject(words: &str) -> Result<Subject, Trouble> {
        typed::<Explain>(words).unwrap().subject()
    }

    #[test]
    fn three_things_can_be_explained() {
        assert_eq!(
            subject("prod checkout Deployment/checkout.spec.replicas"),
            Ok(Subject::Field {
                environment: "prod".into(),
                app: "checkout".into(),
                field: "Deployment/checkout.spec.replicas".into(),
            })
        );
        assert_eq!(
            subject("golden/prod/a/b.yaml:41"),
            Ok(Subject::Line { path: "golden/prod/a/b.yaml".into(), line: 41 })
        );
        assert_eq!(subject("spec.health.httpGet"), Ok(Subject::Key("spec.health.httpGet".into())));
    }

    #[test]
    fn what_cannot_be_meant_is_answered_with_what_can() {
        assert_eq!(subject("prod checkout").unwrap_err().message, "which field of `checkout` in `prod`?");
        assert_eq!(
            subject("prod checkout spec.replicas").unwrap_err().message,
            "`spec.replicas` names no object"
        );
        assert_eq!(subject("a.yaml:0").unwrap_err().message, "`0` is not a line");
        let trouble = subject("health").unwrap_err();
        assert_eq!(trouble.help.as_deref(), Some("a key is written spec.health, a line file.yaml:12"));
        assert!(typed::<Explain>("a b c d").is_err());
    }
}
