//! `platc explain`: what is asked for: a field of an object, a line of a golden file, a key of the language.

use clap::Args;

use crate::cli::outcome::Trouble;

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
    /// A key of the language, without the leading `spec.`.
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
    match word.strip_prefix("spec.") {
        Some(key) if !key.is_empty() => Ok(Subject::Key(key.to_owned())),
        _ => Err(Trouble::new(format!("`{word}` is neither a key nor a line of a file")).help(format!(
            "a key is written spec.{}, a line file.yaml:12",
            word.trim_start_matches("spec.")
        ))),
    }
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
        assert_eq!(subject("spec.health.httpGet"), Ok(Subject::Key("health.httpGet".into())));
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
