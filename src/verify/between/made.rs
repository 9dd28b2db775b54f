//! What objects bring about that others refer to: Secrets of operators, claims of StatefulSets.

use super::facts::names;
use crate::manifest::Object;
use crate::syntax::{Node, Text};
use crate::verify::view::{field, integer, items, text};

/// An object of another kind that an object brings about, with its keys where they are known.
#[derive(Debug, Clone)]
pub struct Made {
    pub group: &'static str,
    pub kind: &'static str,
    pub name: Text,
    pub keys: Option<Vec<Text>>,
}

/// More than so many pods of a StatefulSet are not counted.
const MOST_PODS: i64 = 100;

impl Made {
    /// What an object brings about.
    pub fn by(object: &Object) -> Vec<Made> {
        let node = &object.node;
        let own = &object.identity.name;
        let secret = |name: &str, keys: Option<Vec<Text>>| {
            let name = if name.is_empty() { own.clone() } else { name.into() };
            vec![Made { group: "", kind: "Secret", name, keys }]
        };
        match (object.identity.group.as_str(), object.identity.kind.as_str()) {
            ("bitnami.com", "SealedSecret") => {
                let keys = names(node, &[&["spec", "encryptedData"], &["spec", "template", "data"]]);
                secret(text(node, &["spec", "template", "metadata", "name"]), Some(keys))
            }
            ("external-secrets.io", "ExternalSecret") => {
                secret(text(node, &["spec", "target", "name"]), external_keys(node))
            }
            ("secrets.hashicorp.com", "VaultStaticSecret" | "VaultDynamicSecret" | "VaultPKISecret") => {
                secret(text(node, &["spec", "destination", "name"]), None)
            }
            ("cert-manager.io", "Certificate") => certificate(node).into_iter().collect(),
            ("apps", "StatefulSet") => claims_of_set(node, own),
            _ => Vec::new(),
        }
    }
}

/// The claims of a StatefulSet's pods: `<claim>-<set>-<number>`.
fn claims_of_set(node: &Node, own: &str) -> Vec<Made> {
    let first = integer(node, &["spec", "ordinals", "start"]).unwrap_or(0);
    let count = integer(node, &["spec", "replicas"]).unwrap_or(1).clamp(0, MOST_PODS);
    let claims = items(node, &["spec", "volumeClaimTemplates"]).iter();
    let of_claim = |claim: &Node| {
        let claim = text(claim, &["metadata", "name"]).to_string();
        (0..count).map(move |pod| format!("{claim}-{own}-{}", first.saturating_add(pod)))
    };
    let made =
        |name: String| Made { group: "", kind: "PersistentVolumeClaim", name: name.into(), keys: None };
    claims.flat_map(of_claim).map(made).collect()
}

/// The keys of an external secret that lists them all; one that takes what the store has does not.
fn external_keys(node: &Node) -> Option<Vec<Text>> {
    if !items(node, &["spec", "dataFrom"]).is_empty()
        || field(node, &["spec", "target", "template", "templateFrom"]).is_some()
    {
        return None;
    }
    let template = names(node, &[&["spec", "target", "template", "data"]]);
    let merges = text(node, &["spec", "target", "template", "mergePolicy"]) == "Merge";
    if !template.is_empty() && !merges {
        return Some(template);
    }
    let data = items(node, &["spec", "data"]).iter();
    let own = data.filter_map(|item| field(item, &["secretKey"]).and_then(Node::as_text).cloned());
    Some(own.chain(template).collect())
}

/// What cert-manager puts into a certificate's Secret; keystores and further formats add to it.
fn certificate(node: &Node) -> Option<Made> {
    let name = field(node, &["spec", "secretName"]).and_then(Node::as_text)?.clone();
    let is_plain =
        ["keystores", "additionalOutputFormats"].iter().all(|key| field(node, &["spec", key]).is_none());
    let keys = || ["tls.crt", "tls.key", "ca.crt"].into_iter().map(Text::literal).collect();
    Some(Made { group: "", kind: "Secret", name, keys: is_plain.then(keys) })
}
