//! Published Go modules as archives of files: fetched by `go mod download`, compared with the pinned sum.
//!
//! What is in the files is left to `openapi`, `enums`, `crd` and `lifecycle`.

use std::fs::File;
use std::io::Read;
use std::process::Command;

use serde::Deserialize;
use zip::ZipArchive;

use crate::Result;

/// The files of one module version.
pub struct Module {
    name: String,
    archive: ZipArchive<File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Download {
    zip: Option<String>,
    sum: Option<String>,
    error: Option<String>,
}

impl Module {
    /// Downloads (or takes from the module cache) a module and checks its content against `h1`.
    ///
    /// A module that wants a newer Go than the local one is reported as an error by Go after it has been
    /// downloaded and verified; its archive is as good as any, so only a missing archive counts.
    pub fn fetch(path: &str, version: &str, h1: &str) -> Result<Module> {
        let name = format!("{path}@{version}");
        let output = Command::new("go")
            .args(["mod", "download", "-json", &name])
            .env("GOTOOLCHAIN", "local")
            .output()?;
        let download: Download = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        let (Some(zip), Some(sum)) = (download.zip, download.sum) else {
            return Err(format!("{name}: {}", download.error.unwrap_or_default()).into());
        };
        if sum != h1 {
            return Err(format!("{name}: the content's sum is {sum}, sources.toml pins {h1}").into());
        }
        Ok(Module { name, archive: ZipArchive::new(File::open(zip)?)? })
    }

    /// The text of one file.
    pub fn read(&mut self, path: &str) -> Result<String> {
        let mut text = String::new();
        let name = format!("{}/{path}", self.name);
        self.archive.by_name(&name).map_err(|error| format!("{name}: {error}"))?.read_to_string(&mut text)?;
        Ok(text)
    }

    /// The paths that match a pattern whose `*` stands for anything but `/`, sorted; an error where none does.
    pub fn matching(&self, pattern: &str) -> Result<Vec<String>> {
        let prefix = format!("{}/", self.name);
        let names = self.archive.file_names().filter_map(|name| name.strip_prefix(&prefix));
        let mut found: Vec<String> = names.filter(|name| matches(pattern, name)).map(str::to_owned).collect();
        found.sort();
        if found.is_empty() {
            return Err(format!("{}: no file matches {pattern}", self.name).into());
        }
        Ok(found)
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => path.strip_prefix(before).is_some_and(|rest| {
            let cut = rest.find('/').unwrap_or(rest.len());
            (0..=cut).filter(|end| rest.is_char_boundary(*end)).any(|end| matches(after, &rest[end..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything_within_one_folder() {
        assert!(matches("a/*-crd.yaml", "a/x-crd.yaml"));
        assert!(matches("a/*snap*.yaml", "a/b_snap_c.yaml"));
        assert!(!matches("a/*.yaml", "a/b/c.yaml"));
        assert!(!matches("a/*.yaml", "a/b.yml"));
    }
}
