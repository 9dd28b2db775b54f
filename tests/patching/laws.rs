//! Laws of patching, over random Deployments and random patches.

use platc::syntax::print;
use proptest::prelude::*;

use crate::model::{Plain, identity, lay};
use crate::{patched, schema};

fn map(entries: Vec<(&str, Option<Plain>)>) -> Plain {
    Plain::Map(entries.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?))).collect())
}

fn text(words: &'static [&'static str]) -> BoxedStrategy<Plain> {
    prop::sample::select(words).prop_map(|word| Plain::Text(word.into())).boxed()
}

/// Sometimes nothing; in a patch sometimes a removal.
fn maybe(value: BoxedStrategy<Plain>, removals: bool) -> BoxedStrategy<Option<Plain>> {
    let removal = if removals { 1 } else { 0 };
    prop_oneof![3 => value.prop_map(Some), 2 => Just(None), removal => Just(Some(Plain::Null))].boxed()
}

/// A list whose items are told apart, each once.
fn list(name: &'static str, item: BoxedStrategy<Plain>) -> BoxedStrategy<Plain> {
    prop::collection::vec(item, 0..4)
        .prop_map(move |items| {
            let mut once: Vec<Plain> = Vec::new();
            for item in items {
                if !once.iter().any(|known| identity(name, known) == identity(name, &item)) {
                    once.push(item);
                }
            }
            Plain::List(once)
        })
        .boxed()
}

fn env(removals: bool) -> BoxedStrategy<Plain> {
    let from = text(&["spec.nodeName", "status.podIP"]).prop_map(|path| {
        let field = map(vec![("fieldPath", Some(path))]);
        ("valueFrom", map(vec![("fieldRef", Some(field))]))
    });
    let value = text(&["x", "y"]).prop_map(|value| ("value", value));
    let kept = (text(&["A", "B", "C"]), prop_oneof![value, from])
        .prop_map(|(name, (key, value))| map(vec![("name", Some(name)), (key, Some(value))]))
        .boxed();
    let gone = text(&["A", "B", "C"])
        .prop_map(|name| map(vec![("name", Some(name)), ("$patch", Some(Plain::Text("delete".into())))]));
    let item = if removals { prop_oneof![4 => kept, 1 => gone].boxed() } else { kept };
    list("env", item)
}

fn container(removals: bool) -> BoxedStrategy<Plain> {
    let port = (80..83_i64, maybe(text(&["TCP", "UDP"]), false), maybe(text(&["web", "dns"]), removals))
        .prop_map(|(port, protocol, name)| {
            map(vec![("containerPort", Some(Plain::Number(port))), ("protocol", protocol), ("name", name)])
        })
        .boxed();
    let mount = (text(&["/a", "/b", "/c"]), text(&["one", "two"]))
        .prop_map(|(path, name)| map(vec![("mountPath", Some(path)), ("name", Some(name))]))
        .boxed();
    let args = prop::collection::vec(text(&["-a", "-b"]), 0..3).prop_map(Plain::List).boxed();
    let amounts = (maybe(text(&["1", "2"]), removals), maybe(text(&["1Gi", "2Gi"]), removals))
        .prop_map(|(cpu, memory)| map(vec![("cpu", cpu), ("memory", memory)]));
    let limits = amounts.prop_map(|amounts| map(vec![("limits", Some(amounts))])).boxed();
    (
        text(&["app", "proxy", "logger", "late"]),
        maybe(text(&["i:1", "i:2"]), removals),
        maybe(args, removals),
        maybe(env(removals), removals),
        maybe(list("ports", port), removals),
        maybe(list("volumeMounts", mount), removals),
        maybe(limits, removals),
    )
        .prop_map(|(name, image, args, env, ports, mounts, resources)| {
            map(vec![
                ("name", Some(name)),
                ("image", image),
                ("args", args),
                ("ports", ports),
                ("env", env),
                ("resources", resources),
                ("volumeMounts", mounts),
            ])
        })
        .boxed()
}

fn volume() -> BoxedStrategy<Plain> {
    let empty = text(&["Memory", ""]).prop_map(|medium| ("emptyDir", map(vec![("medium", Some(medium))])));
    let config = text(&["c", "d"]).prop_map(|name| ("configMap", map(vec![("name", Some(name))])));
    (text(&["one", "two", "three"]), prop_oneof![empty, config])
        .prop_map(|(name, (key, source))| map(vec![("name", Some(name)), (key, Some(source))]))
        .boxed()
}

/// A Deployment, or a patch of one; only a patch has removals.
fn deployment(removals: bool) -> impl Strategy<Value = Plain> {
    let finalizers = list("finalizers", text(&["f/a", "f/b", "f/c"]));
    let tolerations =
        prop::collection::vec(text(&["k1", "k2"]).prop_map(|key| map(vec![("key", Some(key))])), 0..3);
    (
        maybe(finalizers, removals),
        maybe(text(&["Recreate", "RollingUpdate"]), false),
        maybe(list("containers", container(removals)), false),
        maybe(list("volumes", volume()), removals),
        maybe(tolerations.prop_map(Plain::List).boxed(), removals),
    )
        .prop_map(|(finalizers, strategy, containers, volumes, tolerations)| {
            let pod =
                map(vec![("containers", containers), ("volumes", volumes), ("tolerations", tolerations)]);
            let strategy = strategy.map(|kind| map(vec![("type", Some(kind))]));
            let template = map(vec![("spec", Some(pod))]);
            map(vec![
                ("metadata", Some(map(vec![("finalizers", finalizers)]))),
                ("spec", Some(map(vec![("strategy", strategy), ("template", Some(template))]))),
            ])
        })
}

/// The value under a path.
fn at<'p>(root: &'p Plain, path: &[&str]) -> &'p [Plain] {
    path.iter().try_fold(root, |plain, key| plain.get(key)).map_or(&[], Plain::items)
}

/// Whether all that a patch writes is there: its scalars, and its items among those of the lists.
fn holds(merged: &platc::syntax::Node, patch: &Plain, field: &str) -> bool {
    match patch {
        Plain::Map(entries) => {
            entries.iter().all(|(key, value)| merged.get(key).is_some_and(|merged| holds(merged, value, key)))
        }
        Plain::List(items) if identity(field, &Plain::Null).is_some() => {
            let merged = merged.as_sequence().unwrap_or_default();
            items.iter().all(|item| merged.iter().any(|merged| holds(merged, item, field)))
        }
        whole => merged.same_value(&whole.node()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_patch_does_what_the_model_does(object in deployment(false), patch in deployment(true)) {
        let (merged, _) = patched(&object.node(), &patch.node(), schema("apps/v1", "Deployment"));
        let merged = merged.unwrap();
        let expected = swept(&lay(&object, &patch, "")).node();
        prop_assert_eq!(print(&merged), print(&expected));
    }

    #[test]
    fn once_more_changes_nothing(object in deployment(false), patch in deployment(false)) {
        let at = schema("apps/v1", "Deployment");
        let (once, found) = patched(&object.node(), &patch.node(), at);
        let once = once.unwrap();
        prop_assert!(found.is_empty(), "{found:?}");
        let (twice, _) = patched(&once, &patch.node(), at);
        prop_assert_eq!(print(&twice.unwrap()), print(&once));
    }

    #[test]
    fn an_object_over_itself_is_itself(object in deployment(false)) {
        let (merged, found) = patched(&object.node(), &object.node(), schema("apps/v1", "Deployment"));
        prop_assert!(found.is_empty(), "{found:?}");
        prop_assert_eq!(print(&merged.unwrap()), print(&object.node()));
    }

    #[test]
    fn what_a_patch_writes_is_there(object in deployment(false), patch in deployment(false)) {
        let (merged, _) = patched(&object.node(), &patch.node(), schema("apps/v1", "Deployment"));
        let merged = merged.unwrap();
        prop_assert!(holds(&merged, &patch, ""), "{}---\n{}", print(&patch.node()), print(&merged));
    }

    #[test]
    fn items_that_a_patch_does_not_name_stay_as_and_where_they_are(
        object in deployment(false),
        patch in deployment(false),
    ) {
        let (merged, _) = patched(&object.node(), &patch.node(), schema("apps/v1", "Deployment"));
        let merged = merged.unwrap();
        for (path, name) in [
            (&["spec", "template", "spec", "containers"][..], "containers"),
            (&["spec", "template", "spec", "volumes"], "volumes"),
            (&["metadata", "finalizers"], "finalizers"),
        ] {
            let (weak, strong) = (at(&object, path), at(&patch, path));
            let after = merged.at(path).and_then(platc::syntax::Node::as_sequence).unwrap_or_default();
            for (place, item) in weak.iter().enumerate() {
                let is_named = strong.iter().any(|other| identity(name, other) == identity(name, item));
                prop_assert!(is_named || after[place].same_value(&item.node()), "{}", print(&merged));
            }
            let new = strong
                .iter()
                .filter(|item| !weak.iter().any(|other| identity(name, other) == identity(name, item)));
            prop_assert_eq!(after.len(), weak.len() + new.count());
        }
    }
}

/// Without the removals and directives of what a patch adds: there is nothing that they could take away.
fn swept(plain: &Plain) -> Plain {
    match plain {
        Plain::Map(entries) => Plain::Map(
            entries
                .iter()
                .filter(|(_, value)| *value != Plain::Null)
                .map(|(key, value)| (key.clone(), swept(value)))
                .collect(),
        ),
        Plain::List(items) => {
            let stays = |item: &&Plain| item.get("$patch").is_none();
            Plain::List(items.iter().filter(stays).map(swept).collect())
        }
        scalar => scalar.clone(),
    }
}
