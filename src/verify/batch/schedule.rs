//! The schedule of a CronJob: five fields, or a word such as `@daily`.
//!
//! The grammar is that of the parser which the API server uses (robfig/cron v3, `ParseStandard`): a weekday is 0 to 6,
//! not 7.

/// A field: what it is called, its bounds, and the names that stand for its numbers, the first for the least.
struct Field {
    name: &'static str,
    least: u32,
    greatest: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, greatest: 59, names: &[] },
    Field { name: "hour", least: 0, greatest: 23, names: &[] },
    Field { name: "day of the month", least: 1, greatest: 31, names: &[] },
    Field { name: "month", least: 1, greatest: 12, names: &MONTHS },
    Field { name: "weekday", least: 0, greatest: 6, names: &WEEKDAYS },
];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WORDS: [&str; 7] = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// `Err` says what is wrong with a schedule.
pub fn check(text: &str) -> Result<(), String> {
    if text.contains("TZ") {
        return Err("the time zone stands in `timeZone`".into());
    }
    if let Some(every) = text.strip_prefix("@every ") {
        return duration(every).ok_or_else(|| format!("`{every}` is not a duration: `1h30m`"));
    }
    if text.starts_with('@') {
        let known = WORDS.contains(&text);
        return if known { Ok(()) } else { Err(format!("there are {} and `@every 1h`", WORDS.join(", "))) };
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(format!("it has {} fields, not five", parts.len()));
    }
    parts.iter().zip(&FIELDS).try_for_each(|(part, field)| {
        part.split(',').filter(|range| !range.is_empty()).try_for_each(|range| field.range(range))
    })
}

impl Field {
    /// `*`, `5`, `1-5`, each also with a step: `*/15`.
    fn range(&self, text: &str) -> Result<(), String> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (text, None),
        };
        if step.is_some_and(|step| step.parse::<u32>().is_ok_and(|step| step > 0)) || step.is_none() {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            if matches!(range, "*" | "?") {
                return Ok(());
            }
            let (first, last) = (self.number(first)?, self.number(last)?);
            if first > last {
                return Err(format!("the {} goes from {first} to {last}", self.name));
            }
            return Ok(());
        }
        Err(format!("`{}` is not a step", step.unwrap_or_default()))
    }

    fn number(&self, text: &str) -> Result<u32, String> {
        let lower = text.to_ascii_lowercase();
        let named = self.names.iter().position(|name| *name == lower).and_then(|at| u32::try_from(at).ok());
        let number = named.map(|at| at + self.least).or_else(|| text.parse().ok());
        let number = number.ok_or_else(|| format!("`{text}` is not a {}", self.name))?;
        if (self.least..=self.greatest).contains(&number) {
            return Ok(number);
        }
        Err(format!("the {} {number} is not from {} to {}", self.name, self.least, self.greatest))
    }
}

/// Numbers with the units of Go (`time.ParseDuration`): `1h30m`, `1.5h`.
fn duration(text: &str) -> Option<()> {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Some(());
    }
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        rest.strip_suffix(tail)?.parse::<f64>().ok()?;
        // Longer units first: `ms` is no `m`.
        let units = ["ns", "us", "µs", "ms", "h", "m", "s"];
        rest = units.iter().find_map(|unit| tail.strip_prefix(unit))?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn schedules_are_those_that_the_api_server_reads() {
        for good in [
            "0 3 * * *",
            "*/15 0-6,22-23 1 JAN-mar mon",
            "5/20 * ? * 6",
            " 0  0 31 2 * ",
            "@daily",
            "@every 1h30m",
            "@every 500ms",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "0 3 * *",
            "0 3 * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "* * * * MONDAY",
            "5-1 * * * *",
            "1-2-3 * * * *",
            "*/0 * * * *",
            "*/x * * * *",
            "1/2/3 * * * *",
            "-1 * * * *",
            "*-5 * * * *",
            "@Daily",
            "@every",
            "@every 1d",
            "@every h",
            "TZ=UTC 0 3 * * *",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
