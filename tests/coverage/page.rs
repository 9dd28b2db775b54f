//! The page: what is covered, in numbers, then field by field.

use crate::field::{List, Row};
use crate::seen::Seen;

const HEAD: &str = "# Coverage

Which fields of workloads real estates write, and which word of the language says each. The fields and their counts are
from 225 workloads of 12 public application estates and 241 workloads of operations repositories (August 2026). The words
are measured, not asserted: a test compiles [an estate](../tests/coverage/estate), finds the field in what comes out, and
reads off which key of the spec it is from. What no word says is written below `patches`, as Kubernetes has it.

`c.` is a container, `init.` an init container, `T.` the pod template, `pod.` its spec, `{}` a map by free keys.
";

/// The whole page.
pub fn page(rows: &[Row], seen: &Seen) -> String {
    let of = |list: List| rows.iter().filter(|row| row.list == list).collect::<Vec<_>>();
    let main = of(List::Main);
    let by_words = main.iter().filter(|row| row.words(seen).is_some()).count();
    let mut page = HEAD.to_string();
    page.push_str(&format!(
        "\nOf the {} fields that are written more than a few times, words say {by_words}: **{:.1} %** of their {} \
         occurrences.\n",
        main.len(),
        share(&main, seen),
        main.iter().map(|row| row.occurrences).sum::<usize>(),
    ));
    page.push_str("\n## Written often\n\n");
    page.push_str(&table(&main, seen, "| field | workloads of 225 | occurrences | operations, of 241 | said by | written in |\n|---|---|---|---|---|---|\n"));
    for (title, list) in [
        ("Written rarely", List::Tail),
        ("Written in operations repositories only", List::Operations),
        ("Written by nobody", List::Zero),
    ] {
        page.push_str(&format!("\n## {title}\n\n"));
        page.push_str(&table(
            &of(list),
            seen,
            "| field | workloads | said by | written in |\n|---|---|---|---|\n",
        ));
    }
    page
}

/// The share of occurrences that words say, in percent.
pub fn share(rows: &[&Row], seen: &Seen) -> f64 {
    let sum = |rows: &mut dyn Iterator<Item = &&Row>| rows.map(|row| row.occurrences).sum::<usize>() as f64;
    let said = sum(&mut rows.iter().filter(|row| row.words(seen).is_some()));
    100.0 * said / sum(&mut rows.iter())
}

fn table(rows: &[&Row], seen: &Seen, head: &str) -> String {
    let mut table = head.to_string();
    for row in rows {
        let counts = match row.list {
            List::Main => format!("{} | {} | {}", row.workloads, row.occurrences, row.operations),
            List::Operations => row.operations.clone(),
            List::Tail if row.workloads.is_empty() => "few".to_string(),
            List::Tail | List::Zero => row.workloads.clone(),
        };
        table.push_str(&format!("| `{}` | {counts} | {} |\n", row.field, said(row, seen)));
    }
    table
}

/// The words, and where the first is written.
fn said(row: &Row, seen: &Seen) -> String {
    let Some(words) = row.words(seen) else {
        return match row.patch(seen) {
            Some(patch) => format!("`patches` | {}", patch.place),
            None => "nothing | ".to_string(),
        };
    };
    let said: Vec<&str> = words.iter().map(|word| word.word.as_str()).collect();
    let place = words.first().map_or("", |word| word.place.as_str());
    format!("{} | {place}", said.join(", "))
}
