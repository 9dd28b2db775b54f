//! Findings of an old estate that are known and told no more.

use super::app::ApiVersion;
use super::define::{language, words};
use super::map::{Free, Map};
use super::value::Spanned;
use crate::syntax::Text;

language! {
    /// Known findings: `platc.baseline.yaml`, which `platc check --write-baseline` writes.
    pub struct Baseline {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `Baseline`.
        kind: Spanned<BaselineKind> [written],
        /// What is known.
        spec: BaselineSpec [written],
    }

    /// Known findings.
    pub struct BaselineSpec {
        /// The findings, by the file that they are in and their code.
        findings: Map<Free, Map<Free, Vec<KnownFinding>>> [required],
    }

    /// A finding, or several that are alike.
    pub struct KnownFinding [needs "subject"] {
        /// The object and its field that it is about: `Service/shop.spec.ports`.
        about: Spanned<Text> [one_of "subject"],
        /// The words of a finding that is about no object.
        message: Spanned<Text> [one_of "subject"],
        /// In how many places of the file it is found. Default: 1.
        count: Spanned<i64>,
    }
}

words! {
    /// The kind of a file of known findings.
    pub enum BaselineKind {
        /// Known findings.
        Baseline = "Baseline",
    }
}
