//! `platc new <template> <name>`: an app begins. On a terminal it asks for what was not said.

use clap::Args;
use platc::ops::new::{self, Choices, NewApp};
use platc::ops::{Counts, NewFile};
use platc::source::Files;
use serde_json::json;

use super::run;
use crate::cli::arguments::GlobalArguments;
use crate::cli::outcome::{Outcome, Trouble};
use crate::cli::render::CommandResult;
use crate::cli::terminal::{Stream, Terminal};

/// Start an app from a golden template: frontend, go-service, worker
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(after_help = "For example: platc new go-service checkout --team payments --tier gold")]
pub struct New {
    /// What it is to be: frontend, go-service, worker
    #[arg(value_name = "TEMPLATE")]
    pub template: String,
    /// Its name
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// The team that owns it
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// How much it matters, such as gold
    #[arg(long, value_name = "TIER")]
    pub tier: Option<String>,
    /// Only this environment; may be repeated [default: all that render]
    #[arg(long = "env", value_name = "ENV")]
    pub environments: Vec<String>,
}

pub fn run(new: &New, global: &GlobalArguments, terminal: &mut Terminal) -> Result<Outcome, Trouble> {
    let disk = run::disk(global)?;
    new::check_template(&new.template)?;
    let choices = Choices::of(&disk)?;
    let app = complete(new, &choices, terminal)?;
    let files = new::new(&disk, &choices, &app)?;
    let json = json!({"created": files.iter().map(|file| &file.path).collect::<Vec<_>>()});
    let outcome = said(&rows(&files), json, terminal);
    let environment = app.environments.first().or(choices.environments.first());
    terminal.remark(&match environment {
        Some(environment) => format!("next: platc render {environment}"),
        None => "it runs nowhere yet: there is no environment".to_owned(),
    });
    Ok(outcome)
}

/// What was typed with what is asked for; each answer is looked at before the next question.
fn complete(new: &New, choices: &Choices, terminal: &mut Terminal) -> Result<NewApp, Trouble> {
    let missing = missing(new);
    if !missing.is_empty() && !terminal.can_ask() {
        let usage = format!(
            "platc new {} {} --team {} --tier {}; the teams are {}",
            new.template,
            new.name.as_deref().unwrap_or("<name>"),
            new.team.as_deref().unwrap_or("<team>"),
            new.tier.as_deref().unwrap_or("<tier>"),
            choices.teams.join(", ")
        );
        let verb = if missing.len() == 1 { "is" } else { "are" };
        return Err(Trouble::new(format!("{} {verb} missing", missing.join(", "))).help(usage));
    }
    let name = answer(&new.name, "name", terminal)?;
    choices.check_name(&name)?;
    let team = answer(&new.team, &format!("team ({})", choices.teams.join(", ")), terminal)?;
    choices.check_team(&team)?;
    let tier = answer(&new.tier, "tier, such as gold", terminal)?;
    choices.check_tier(&tier)?;
    let environments = new.environments.clone();
    Ok(NewApp { template: new.template.clone(), name, team, tier, environments })
}

fn missing(new: &New) -> Vec<&'static str> {
    let said = [("<name>", &new.name), ("--team", &new.team), ("--tier", &new.tier)];
    said.into_iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect()
}

fn answer(typed: &Option<String>, question: &str, terminal: &mut Terminal) -> Result<String, Trouble> {
    match typed {
        Some(value) => Ok(value.clone()),
        None => terminal.ask(question).ok_or_else(|| Trouble::new("no answer came; nothing was written")),
    }
}

/// A line for each file: its path, and what it is.
pub fn rows(files: &[NewFile]) -> Vec<(String, String)> {
    let row = |file: &NewFile| {
        let about = if file.path.ends_with("/app.yaml") { ", comments say what each is for" } else { "" };
        (file.path.clone(), format!("{:>2} lines{about}", file.lines()))
    };
    files.iter().map(row).collect()
}

/// Says which files there are now.
pub fn said(rows: &[(String, String)], json: serde_json::Value, terminal: &mut Terminal) -> Outcome {
    let width = rows.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    let text = rows.iter().map(|(path, about)| format!("{path:width$}  {about}\n")).collect();
    let files = Files::new();
    let result = CommandResult { text, json };
    let mut report = run::report(terminal, Vec::new(), &files, Counts::default(), Some(result));
    (report.summary.apps, report.summary.environments) = (None, None);
    terminal.report(Stream::Out, &report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::typed;

    #[test]
    fn only_the_template_must_be_typed() {
        assert_eq!(missing(&typed("worker").unwrap()), ["<name>", "--team", "--tier"]);
        let new: New = typed("worker mailer --team a --tier gold --env dev --env prod").unwrap();
        assert!(missing(&new).is_empty());
        assert_eq!(new.environments, ["dev", "prod"]);
        assert!(typed::<New>("").is_err());
    }
}
