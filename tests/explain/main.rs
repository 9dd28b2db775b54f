//! The oracle of `explain`: change one authored scalar; the fields that change are exactly those whose
//! explanation names that scalar. Held to on whole estates, scalar by scalar.

mod estate;
mod mutation;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use estate::{Both, Compiled, Fields, Source, Unit};
use mutation::{Scalar, candidates, scalars, tells_items_apart};
use names::Names;
use platc::parallel;

/// What came of changing one scalar.
enum Trial {
    /// The fields were exactly those explained.
    Exact,
    /// No other value of it compiles, or it has none (a name that its folder fixes).
    Fixed,
    /// They were not.
    Wrong(String),
}

/// An estate before any change.
struct Before {
    names: Names,
    source: Source,
    compiled: Compiled,
    fields: BTreeMap<Unit, Both>,
}

/// Tries every scalar of an estate and returns how many could be changed.
fn hold(folder: &str, least: usize) {
    let source = Source::read(folder);
    let compiled = source.compile().unwrap_or_else(|found| panic!("{folder} does not compile: {found}"));
    let all = scalars(&source);
    let names = Names::of(&all);
    let before = Before { names, fields: compiled.fields(&compiled.units()), source, compiled };
    let trials = parallel::map(&all, |scalar| attempt(&before, scalar));
    let exact = trials.iter().filter(|trial| matches!(trial, Trial::Exact)).count();
    let fixed: Vec<String> = trials
        .iter()
        .zip(&all)
        .filter(|(trial, scalar)| matches!(trial, Trial::Fixed) && !tells_items_apart(&scalar.path))
        .map(|(_, scalar)| scalar.to_string())
        .collect();
    let wrong: Vec<&str> = trials
        .iter()
        .filter_map(|trial| if let Trial::Wrong(why) = trial { Some(why.as_str()) } else { None })
        .collect();
    println!("{folder}: {} scalars, {exact} changed and exact, {} fixed", all.len(), fixed.len());
    assert!(wrong.is_empty(), "{} of {} scalars:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    let other: Vec<&String> = fixed.iter().filter(|scalar| !is_fixed(scalar)).collect();
    assert!(other.is_empty(), "no other value was found for {other:#?}");
    assert!(exact >= least, "only {exact} scalars could be changed; fixed: {fixed:#?}");
}

/// Gives a scalar other values until every field that it explains has changed with one of them. No field may change
/// that it does not explain.
fn attempt(before: &Before, scalar: &Scalar) -> Trial {
    let mut unmoved: Option<(BTreeSet<String>, String)> = None;
    for value in candidates(scalar, &before.names) {
        let Ok(after) = before.source.with(scalar, &value).compile() else { continue };
        // Only where the files differ can a field: all others are as they were.
        let differing = before.compiled.differing(&after);
        let after = after.fields(&differing);
        let change = Change { scalar, value: &value, before, differing: &differing, after: &after };
        let ways: [fn(&Both) -> &Fields; 2] = [|unit| &unit.by_name, |unit| &unit.by_number];
        let found = ways.map(|way| change.compare(way));
        let sound = found.iter().filter(|found| found.unexplained.is_empty());
        let Some(best) = sound.min_by_key(|found| found.unmoved.len()) else {
            let unexplained = found.iter().map(|found| &found.unexplained).min_by_key(|keys| keys.len());
            return Trial::Wrong(wrong(scalar, &value, "changed but not explained", unexplained.unwrap()));
        };
        let still = match unmoved {
            Some((before, _)) => before.intersection(&best.unmoved).cloned().collect(),
            None => best.unmoved.clone(),
        };
        if still.is_empty() {
            return Trial::Exact;
        }
        unmoved = Some((still, value));
    }
    match unmoved {
        Some((fields, value)) => {
            Trial::Wrong(wrong(scalar, &value, "explained but not changed by any value", &fields))
        }
        None => Trial::Fixed,
    }
}

fn wrong(scalar: &Scalar, value: &str, what: &str, fields: &BTreeSet<String>) -> String {
    let some: String = fields.iter().take(4).map(|key| format!("\n      {key}")).collect();
    format!("  {scalar} → {value}\n    {what}: {}{some}", fields.len())
}

/// A scalar's change and what came of it.
struct Change<'c> {
    scalar: &'c Scalar,
    value: &'c str,
    before: &'c Before,
    /// The units that came out different, and their fields after it.
    differing: &'c BTreeSet<Unit>,
    after: &'c BTreeMap<Unit, Both>,
}

/// Fields that are not as they should be.
#[derive(Default)]
struct Found {
    unexplained: BTreeSet<String>,
    unmoved: BTreeSet<String>,
}

impl Change<'_> {
    fn compare(&self, way: fn(&Both) -> &Fields) -> Found {
        let none = Fields::default();
        let lengthened = self.scalar.lengthened(self.value);
        let Found { mut unexplained, mut unmoved } = Found::default();
        for unit in self.differing {
            let before = self.before.fields.get(unit).map_or(&none, way);
            let after = self.after.get(unit).map_or(&none, way);
            let changed = changed(&before.values, &after.values);
            let named = before.named_by(self.scalar);
            // A field that only the change brought can only be explained after it.
            let explained_after = after.named_by(&lengthened);
            let is_explained = |key: &&String| match before.values.contains_key(*key) {
                true => named.contains(*key),
                false => explained_after.contains(*key),
            };
            unexplained.extend(changed.iter().filter(|key| !is_explained(key)).map(|key| (*key).clone()));
            unmoved.extend(named.iter().filter(|key| !changed.contains(**key)).map(|key| (*key).clone()));
        }
        for (_, same) in self.before.fields.iter().filter(|(unit, _)| !self.differing.contains(*unit)) {
            unmoved.extend(way(same).named_by(self.scalar).into_iter().cloned());
        }
        Found { unexplained, unmoved }
    }
}

fn changed<'a>(
    before: &'a BTreeMap<String, String>,
    after: &'a BTreeMap<String, String>,
) -> BTreeSet<&'a String> {
    let here = before.iter().filter(|(key, value)| after.get(*key) != Some(value)).map(|(key, _)| key);
    here.chain(after.keys().filter(|key| !before.contains_key(*key))).collect()
}

/// Scalars without another valid value: what folders fix, what has one word only, what is checked against a file or
/// declared for others that name it, a `false` in the place of settings.
/// `extends` and `team` have others, but choose layers: no one line of a value could say so.
const FIXED: &[&str] = &[
    " apiVersion",
    " kind",
    " metadata.name",
    " metadata.team",
    " spec.target",
    " spec.extends",
    // Beside what forbids escalation, and beside a mount that needs it, there is one value only.
    ".privileged",
    "apps/binder/app.yaml spec.security",
    ".existing",
    ".method",
    ".volume",
    ".service",
    ".disruption",
    ".serviceAccount",
    ".target",
    ".probe.tls",
    ".rollout.strategy",
    ".ports[0]",
    ".grpc.port",
    ".tcpSocket.port",
    ".httpGet.port",
    ".secret",
    ".config",
    ".app",
    ".secret.name",
    ".secret.password",
    ".keys[2]",
    ".after.store",
    ".until",
    ".type",
    ".key",
    ".keys[0]",
    ".keys[1]",
    ".inherit[0]",
    ".access.from.any",
    ".access.to.any",
    ".access.from.chat",
    ".internet",
    ".claim.access",
    // The only port or key that is there; the other kind of routing lacks a word that is written.
    ".provides.postgres.port",
    ".provides.redis.port",
    ".admin.password",
    ".after.postgres.port",
    ".after.redis",
    ".routes.public.port",
    " spec.routing.kind",
    ".secrets.db.shared",
    // What is `false`, or `null` over a weaker layer, in the place of settings.
    ".health.liveness",
    ".jwt.unused",
    ".volumes.publickey",
    ".ports.tcp.name",
    ".pod.restartPolicy",
    ".logger.native",
    ".door.secret.defaultMode",
    ".volumes.extra.config.name",
    " spec.requires",
    ".routes.public.timeouts",
    ".unused[0]",
    ".ports.http.protocol",
    // Others name that app.
    "overlays/prod/shop.yaml enabled",
    "[\"site.conf\"]",
    "[\"broker.conf\"]",
    "[\"words.txt\"]",
    "[\"settings.toml\"]",
];

fn is_fixed(scalar: &str) -> bool {
    scalar.contains(" spec.environments[") || FIXED.iter().any(|ending| scalar.ends_with(ending))
}

#[test]
fn online_boutique() {
    hold("tests/estates/online-boutique", 180);
}

#[test]
fn the_reference_estate() {
    hold("", 300);
}

#[test]
fn every_word_that_is_handled() {
    hold("tests/estates/kitchen-sink", 760);
}

#[test]
fn a_bank() {
    hold("tests/estates/bank-of-anthos", 200);
}
