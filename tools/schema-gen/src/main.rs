//! Distils the published schemas of Kubernetes and of common operators into platc's one artefact.
//!
//! `cargo run -- [--out <folder>]`, with `go` on the path. Same pinned inputs, same bytes.

mod arena;
mod artefact;
mod crd;
mod enums;
mod keywords;
mod lifecycle;
mod module;
mod openapi;
mod sources;

use std::path::PathBuf;

use artefact::Collected;
use enums::Enums;
use module::Module;
use openapi::Documents;
use sources::Sources;

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const KUBERNETES: &str = "k8s.io/kubernetes";
const GENERATED: &str = "pkg/generated/openapi/zz_generated.openapi.go";

fn main() -> Result<()> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut arguments = std::env::args().skip(1);
    let out = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => here.join("../../schemas/output"),
        (Some("--out"), Some(folder)) => PathBuf::from(folder),
        _ => return Err("usage: schema-gen [--out <folder>]".into()),
    };
    let sources: Sources = toml::from_str(&std::fs::read_to_string(here.join("sources.toml"))?)?;
    let overlay: enums::Overlay = toml::from_str(&std::fs::read_to_string(here.join("enums.toml"))?)?;
    let mut collected = Collected::default();
    for pin in &sources.kubernetes {
        kubernetes(pin, &overlay, &mut collected)?;
    }
    for pin in &sources.lifecycle {
        let mut module = Module::fetch(&pin.module, &pin.version, &pin.h1)?;
        lifecycle::read(&mut module, &pin.folders, &mut collected.lifecycle)?;
    }
    for (number, pin) in sources.crds.iter().enumerate() {
        custom(pin, number, &mut collected)?;
    }
    eprintln!("{} nodes read", collected.arena.len());
    artefact::write(&out, &sources, &collected)
}

fn kubernetes(pin: &sources::Kubernetes, overlay: &enums::Overlay, collected: &mut Collected) -> Result<()> {
    let mut module = Module::fetch(KUBERNETES, &pin.version, &pin.h1)?;
    let mut enums = Enums::read(&module.read(GENERATED)?);
    enums.overlay(overlay, pin.number()?)?;
    let mut documents = Documents::new(&mut collected.arena, enums);
    for path in module.matching("api/openapi-spec/v3/*_openapi.json")? {
        documents.add(&module.read(&path)?).map_err(|error| format!("{path}: {error}"))?;
    }
    let kinds = documents.kinds()?;
    let object_meta = documents.object_meta()?;
    eprintln!("{} {}: {} kinds, {} enums", pin.minor, pin.version, kinds.len(), documents.enum_sites.len());
    collected.object_meta = Some(object_meta);
    collected.built_in.push(kinds);
    collected.notices.entry("Apache-2.0".to_owned()).or_insert(module.read("LICENSE")?);
    Ok(())
}

fn custom(pin: &sources::Crds, source: usize, collected: &mut Collected) -> Result<()> {
    let object_meta = collected.object_meta.ok_or("Kubernetes comes before the operators")?;
    let mut module = Module::fetch(&pin.module, &pin.version, &pin.h1)?;
    let mut count = 0;
    for pattern in &pin.paths {
        for path in module.matching(pattern)? {
            let text = module.read(&path)?;
            let customs = crd::read(&text, &mut collected.arena, object_meta)
                .map_err(|error| format!("{}: {path}: {error}", pin.module))?;
            count += customs.len();
            for custom in customs {
                let name = format!("{}/{} {}", custom.gvk.group, custom.gvk.version, custom.gvk.kind);
                if collected.custom.insert(custom.gvk.clone(), (source, custom)).is_some() {
                    return Err(format!("{name} is defined twice").into());
                }
            }
        }
    }
    eprintln!("{} {}: {count} kinds", pin.name, pin.version);
    if pin.licence == "MIT" {
        collected.notices.insert(format!("MIT-{}", pin.name), module.read("LICENSE.md")?);
    }
    if let Ok(path) = module.matching("NOTICE*") {
        for path in path {
            collected.notices.insert(format!("NOTICE-{}", pin.name), module.read(&path)?);
        }
    }
    Ok(())
}
