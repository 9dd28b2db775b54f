//! What is written: the schemas, where they come from, the licences, and a list for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::Result;
use crate::arena::{Arena, Id, Table};
use crate::crd::Custom;
use crate::lifecycle::Lifecycles;
use crate::openapi::{Gvk, Served};
use crate::sources::Sources;

/// The artefact's format; a reader refuses others.
const FORMAT: u32 = 1;

/// Everything read.
#[derive(Default)]
pub struct Collected {
    pub arena: Arena,
    /// By minor, in the order of the sources.
    pub built_in: Vec<BTreeMap<Gvk, Served>>,
    /// With the number of the source.
    pub custom: BTreeMap<Gvk, (usize, Custom)>,
    /// The newest minor's `metadata`.
    pub object_meta: Option<Id>,
    pub lifecycle: Lifecycles,
    /// Licence and notice texts by file name.
    pub notices: BTreeMap<String, String>,
}

pub fn write(out: &Path, sources: &Sources, collected: &Collected) -> Result<()> {
    let object_meta = collected.object_meta.ok_or("no Kubernetes minor was read")?;
    let built_in: BTreeSet<&Gvk> = collected.built_in.iter().flat_map(BTreeMap::keys).collect();
    let roots = built_in
        .iter()
        .flat_map(|gvk| {
            collected.built_in.iter().filter_map(|kinds| kinds.get(*gvk)).map(|served| served.node)
        })
        .chain(collected.custom.values().map(|(_, custom)| custom.node));
    let table = collected.arena.table(std::iter::once(object_meta).chain(roots));
    let kinds: Vec<Value> = built_in
        .iter()
        .map(|gvk| built_in_row(gvk, collected, &table))
        .chain(collected.custom.values().map(|(source, custom)| custom_row(*source, custom, &table)))
        .collect();
    let header = json!({
        "v": FORMAT,
        "minors": sources.kubernetes.iter().map(|pin| pin.number()).collect::<Result<Vec<u32>>>()?,
        "meta": table.number(object_meta),
        "sources": sources.crds.iter().map(|pin| json!([pin.name, pin.version])).collect::<Vec<_>>(),
        "kinds": kinds,
        "count": table.nodes.len(),
    });
    let mut json = serde_json::to_vec(&header)?;
    for node in &table.nodes {
        json.push(b'\n');
        serde_json::to_writer(&mut json, node)?;
    }
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&json, 10);
    eprintln!(
        "{} kinds, {} nodes, {} bytes, {} packed",
        kinds.len(),
        table.nodes.len(),
        json.len(),
        packed.len()
    );
    std::fs::create_dir_all(out.join("LICENSES"))?;
    std::fs::write(out.join("schemas.json.z"), packed)?;
    std::fs::write(out.join("lifecycle.json"), collected.lifecycle.lines()?)?;
    std::fs::write(out.join("KINDS.md"), list(sources, collected, &built_in)?)?;
    std::fs::write(out.join("PROVENANCE.toml"), provenance(sources)?)?;
    licences(out, collected)
}

fn row(gvk: &Gvk, plural: &str, namespaced: bool) -> Map<String, Value> {
    let mut row = Map::new();
    row.insert("g".to_owned(), json!(gvk.group));
    row.insert("v".to_owned(), json!(gvk.version));
    row.insert("k".to_owned(), json!(gvk.kind));
    row.insert("pl".to_owned(), json!(plural));
    row.insert("ns".to_owned(), json!(namespaced));
    row
}

fn built_in_row(gvk: &Gvk, collected: &Collected, table: &Table) -> Value {
    let by_minor: Vec<Option<&Served>> = collected.built_in.iter().map(|kinds| kinds.get(gvk)).collect();
    let newest = by_minor.iter().rev().flatten().next();
    let (plural, namespaced) = newest.map_or(("", false), |served| (&served.plural, served.namespaced));
    let mut row = row(gvk, plural, namespaced);
    let nodes: Vec<Option<usize>> =
        by_minor.iter().map(|served| served.map(|served| table.number(served.node))).collect();
    row.insert("b".to_owned(), json!(nodes));
    Value::Object(row)
}

fn custom_row(source: usize, custom: &Custom, table: &Table) -> Value {
    let mut row = row(&custom.gvk, &custom.plural, custom.namespaced);
    row.insert("c".to_owned(), json!(table.number(custom.node)));
    row.insert("s".to_owned(), json!(source));
    if custom.deprecated {
        row.insert("dep".to_owned(), json!(true));
    }
    if custom.storage {
        row.insert("sto".to_owned(), json!(true));
    }
    Value::Object(row)
}

fn list(sources: &Sources, collected: &Collected, built_in: &BTreeSet<&Gvk>) -> Result<String> {
    let mut text = String::from(
        "# Kinds with an output schema\n\nWritten by `tools/schema-gen`.\n\n| apiVersion | kind | scope | from |\n|---|---|---|---|\n",
    );
    let mut line = |gvk: &Gvk, namespaced: bool, from: String| {
        let version =
            if gvk.group.is_empty() { gvk.version.clone() } else { format!("{}/{}", gvk.group, gvk.version) };
        let scope = if namespaced { "namespace" } else { "cluster" };
        writeln!(text, "| {version} | {} | {scope} | {from} |", gvk.kind)
    };
    for gvk in built_in {
        let served = sources.kubernetes.iter().zip(&collected.built_in);
        let served: Vec<(&str, &Served)> =
            served.filter_map(|(pin, kinds)| Some((pin.minor.as_str(), kinds.get(*gvk)?))).collect();
        let (Some((first, kind)), Some((last, _))) = (served.first(), served.last()) else { continue };
        let range = if first == last { (*first).to_owned() } else { format!("{first} to {last}") };
        line(gvk, kind.namespaced, format!("Kubernetes {range}"))?;
    }
    for (gvk, (source, custom)) in &collected.custom {
        let pin = &sources.crds[*source];
        let note = if custom.deprecated { ", deprecated" } else { "" };
        line(gvk, custom.namespaced, format!("{} {}{note}", pin.name, pin.version))?;
    }
    Ok(text)
}

fn provenance(sources: &Sources) -> Result<String> {
    let mut text = String::from(
        "# Where the output schemas come from. Written by `tools/schema-gen`; `h1` is the sum in the Go checksum database.\n\
         # The data were modified: descriptions and status removed, keywords shortened, equal parts merged.\n",
    );
    for pin in &sources.kubernetes {
        write!(
            text,
            "\n[[module]]\nname = \"Kubernetes {}\"\nmodule = \"{}\"\nversion = \"{}\"\nh1 = \"{}\"\nlicence = \"Apache-2.0\"\npaths = [\"api/openapi-spec/v3/*_openapi.json\", \"{}\"]\n",
            pin.minor,
            crate::KUBERNETES,
            pin.version,
            pin.h1,
            crate::GENERATED
        )?;
    }
    for pin in &sources.lifecycle {
        write!(
            text,
            "\n[[module]]\nname = \"Kubernetes API lifecycle\"\nmodule = \"{}\"\nversion = \"{}\"\nh1 = \"{}\"\nlicence = \"Apache-2.0\"\npaths = [\"{}/{}\"]\n",
            pin.module,
            pin.version,
            pin.h1,
            pin.folders,
            crate::lifecycle::FILE
        )?;
    }
    for pin in &sources.crds {
        write!(
            text,
            "\n[[module]]\nname = \"{}\"\nmodule = \"{}\"\nversion = \"{}\"\nh1 = \"{}\"\nlicence = \"{}\"\npaths = {}\n",
            pin.name,
            pin.module,
            pin.version,
            pin.h1,
            pin.licence,
            serde_json::to_string(&pin.paths)?
        )?;
    }
    Ok(text)
}

/// The licence texts as they are; the notices of all modules in one file.
fn licences(out: &Path, collected: &Collected) -> Result<()> {
    let mut notice = String::from(
        "The schemas in this folder are derived from the modules listed in PROVENANCE.toml.\n\
         The data were modified: descriptions and status removed, keywords shortened, equal parts merged.\n",
    );
    for (name, text) in &collected.notices {
        match name.strip_prefix("NOTICE-") {
            Some(module) => write!(notice, "\n== {module} ==\n\n{}\n", text.trim_end())?,
            None => std::fs::write(out.join("LICENSES").join(format!("{name}.txt")), text)?,
        }
    }
    std::fs::write(out.join("LICENSES/NOTICE"), notice)?;
    Ok(())
}
