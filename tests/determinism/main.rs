//! The same sources give the same bytes: whenever, on however many threads, in whatever order files are listed,
//! under whatever locale, from whatever folder.

mod binary;
#[path = "../../benches/estate/mod.rs"]
mod generated;
mod listing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use listing::{Listed, Order};
use platc::ops::render::{Options, render};
use platc::parallel;
use platc::system::{Memory, System};

/// Files by path.
type Tree = BTreeMap<String, Arc<[u8]>>;

const ENVIRONMENTS: [&str; 4] = ["dev", "original", "prod", "staging"];

/// The folder of the real estate.
fn boutique() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/estates/online-boutique")
}

/// What the folders below a root hold that belong to an estate.
fn estate(root: &Path) -> Tree {
    let mut tree = Tree::new();
    read(root, root, &mut tree);
    tree.retain(|path, _| ["platc.yaml", "apps/", "overlays/"].iter().any(|start| path.starts_with(start)));
    assert!(tree.len() > 40, "{} has only {} files", root.display(), tree.len());
    tree
}

/// Every file below a folder, by its path from `root`.
fn read(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            tree.insert(name, fs::read(&path).unwrap().into());
        }
    }
}

/// What is rendered, and what is said of it.
fn rendered(system: &dyn System, environments: &[&str]) -> (Tree, String) {
    let environments = environments.iter().map(|name| (*name).to_owned()).collect();
    let out = Memory::new();
    let outcome =
        render(system, Some(&out), &Options { environments, ..Options::default() }, &|_, _| {}).unwrap();
    let told = outcome.findings.iter().map(|found| {
        let (code, place) = (found.code.name(), found.primary.as_ref().map(|label| label.span));
        format!("{code} {:?} {place:?} {} {:?} {:?}\n", found.path, found.message, found.notes, found.help)
    });
    (out.contents(), told.collect())
}

/// The whole boutique, and what is rendered of it.
fn boutique_rendered() -> (Memory, Tree) {
    let memory = Memory::with_files(estate(&boutique()));
    let (tree, findings) = rendered(&memory, &ENVIRONMENTS);
    assert!(tree.len() > 100, "{findings}");
    (memory, tree)
}

/// The boutique with a mistake in every third file, so that there are findings of many files and apps.
fn broken() -> Memory {
    let files = estate(&boutique()).into_iter().enumerate().map(|(number, (path, bytes))| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let text = if number % 3 == 0 { text.replace("apiVersion:", "tpyo: 1\napiVersion:") } else { text };
        (path, text)
    });
    Memory::with_files(files)
}

#[test]
fn two_runs() {
    let (memory, first) = boutique_rendered();
    assert_eq!(rendered(&memory, &ENVIRONMENTS).0, first);
}

#[test]
fn one_thread_and_many() {
    let (memory, expected) = boutique_rendered();
    let broken = broken();
    let findings = rendered(&broken, &ENVIRONMENTS).1;
    assert!(findings.matches("tpyo").count() > 10, "{findings}");
    for threads in [1, 2, 3, 16] {
        parallel::with_threads(threads, || {
            assert_eq!(rendered(&memory, &ENVIRONMENTS).0, expected, "{threads} threads");
            assert_eq!(rendered(&broken, &ENVIRONMENTS).1, findings, "{threads} threads");
        });
    }
}

#[test]
fn files_listed_in_another_order() {
    let (memory, expected) = boutique_rendered();
    let broken = broken();
    let findings = rendered(&broken, &ENVIRONMENTS).1;
    for order in [Order::Reversed, Order::Shuffled(1), Order::Shuffled(2), Order::Shuffled(3)] {
        assert_eq!(rendered(&Listed::new(&memory, order), &ENVIRONMENTS).0, expected, "{order:?}");
        assert_eq!(rendered(&Listed::new(&broken, order), &ENVIRONMENTS).1, findings, "{order:?}");
    }
}

/// A large estate has what a small one has not: more work than threads, many references to one app.
#[test]
fn a_large_estate_on_many_threads_and_in_another_order() {
    let memory = Memory::with_files(generated::files(40, 7));
    let expected = rendered(&memory, &generated::ENVIRONMENTS);
    assert!(expected.0.len() > 400, "{}", expected.1);
    for threads in [1, 5] {
        let again = parallel::with_threads(threads, || {
            rendered(&Listed::new(&memory, Order::Shuffled(threads as u64)), &generated::ENVIRONMENTS)
        });
        assert!(again == expected, "{threads} threads");
    }
}

/// How many apps go through a stage together depends on the number of threads; what is wrong with one must not depend on
/// its neighbours, whichever stage finds it.
#[test]
fn mistakes_that_several_stages_find_on_one_thread_and_many() {
    let mistakes = [
        ("unknown-name", "${{ app.name }}", "${{ app.nmae }}"),
        ("unknown-reference", "${{ app.name }}", "{config: nowhere, key: k}"),
        ("resource-request", "limits: {memory: 128Mi}", "limits: {memory: 1Mi}"),
    ];
    let files = generated::files(40, 7).into_iter().enumerate().map(|(number, (path, text))| {
        let text = match mistakes.get(number % 7) {
            Some((_, right, wrong)) => text.replace(right, wrong),
            None => text,
        };
        (path, text)
    });
    let memory = Memory::with_files(files);
    let findings = |threads| parallel::with_threads(threads, || rendered(&memory, &[]).1);
    let expected = findings(64);
    for (code, ..) in mistakes {
        let count = expected.lines().filter(|line| line.starts_with(code)).count();
        assert!(count > 3, "{count} × {code} in:\n{expected}");
    }
    for threads in [1, 2, 5] {
        assert_eq!(findings(threads), expected, "{threads} threads");
    }
}

/// The benchmarks' estates are comparable over time only if a seed always gives the same bytes, and tell
/// something only if they differ and compile without an error.
#[test]
fn generated_estates_are_the_same_for_a_seed() {
    assert_eq!(generated::files(20, 1), generated::files(20, 1));
    assert_ne!(generated::files(20, 1), generated::files(20, 2));
    let all = generated::files(20, 1).into_iter().flat_map(|(path, text)| [path, text]).collect::<String>();
    // It changes with the generator only; then figures from before cannot be compared any more.
    let digest = platc::digest::Digest::of(all.as_bytes()).hex();
    assert_eq!(digest, "9c4bf90925555d2b65550089c129c726ebb3691ae7bb6425e0f2f11b29760818");
    for seed in 0..8 {
        let (_, findings) = rendered(&Memory::with_files(generated::files(20, seed)), &[]);
        assert_eq!(findings, "", "seed {seed}");
    }
}

/// The benchmarks speak of some 13 objects for each app in each environment, of every kind that apps have.
#[test]
fn generated_estates_have_what_a_company_has() {
    const APPS: usize = 50;
    let (tree, findings) = rendered(&Memory::with_files(generated::files(APPS, 1)), &[]);
    assert_eq!(findings, "");
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for path in tree.keys().filter(|path| path.ends_with(".yaml")) {
        let kind = path.rsplit('/').next().and_then(|name| name.split('-').next()).unwrap();
        *kinds.entry(kind).or_default() += 1;
    }
    let objects: usize = kinds.values().sum();
    let each = objects as f64 / (APPS * generated::ENVIRONMENTS.len()) as f64;
    assert!((12.0..15.0).contains(&each), "{each:.1} objects each: {kinds:#?}");
    for kind in [
        "certificate",
        "configmap",
        "cronjob",
        "deployment",
        "horizontalpodautoscaler",
        "httproute",
        "ingress",
        "job",
        "networkpolicy",
        "persistentvolumeclaim",
        "poddisruptionbudget",
        "role",
        "rolebinding",
        "scaledobject",
        "service",
        "serviceaccount",
    ] {
        assert!(kinds.get(kind).is_some_and(|count| *count >= 5), "{kind}: {kinds:#?}");
    }
}
