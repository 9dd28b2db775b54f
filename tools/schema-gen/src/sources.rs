//! `sources.toml`: which modules, at which versions, under which licences.

use serde::Deserialize;

use crate::Result;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    pub kubernetes: Vec<Kubernetes>,
    pub lifecycle: Vec<Lifecycle>,
    pub crds: Vec<Crds>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kubernetes {
    pub minor: String,
    pub version: String,
    pub h1: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    pub module: String,
    pub version: String,
    pub folders: String,
    pub h1: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crds {
    pub name: String,
    pub module: String,
    pub version: String,
    pub paths: Vec<String>,
    pub licence: String,
    pub h1: String,
}

impl Kubernetes {
    /// The number after `1.`.
    pub fn number(&self) -> Result<u32> {
        let (_, number) = self.minor.split_once('.').ok_or("a minor is written 1.<number>")?;
        Ok(number.parse()?)
    }
}
