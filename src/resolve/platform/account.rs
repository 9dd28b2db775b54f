//! Accounts that several apps share: the environment describes them, and each namespace where an app says
//! `serviceAccount: {existing: <name>}` has one.

use std::collections::BTreeMap;

use crate::model::{Account, Role};
use crate::resolve::estate::asked::GROUPS;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::platform::{Resolving, metadata};
use crate::spec::infrastructure::SharedAccount;
use crate::spec::map::Names;
use crate::spec::{Labels, Map, Shaped, Spanned};
use crate::syntax::{Mapping, Node, Origin, Text};

/// Which accounts are asked for in a namespace, and where.
pub type Asked = BTreeMap<(Text, Text), Vec<Origin>>;

impl Resolving<'_> {
    /// What the environment says of shared accounts.
    pub fn shared_accounts(&mut self) -> Map<Names, SharedAccount> {
        Map::read(&self.of_environment("serviceAccounts")).unwrap_or_default()
    }

    /// The accounts that apps name as `existing`, by namespace and name. Only asked where there are any to share.
    pub fn asked_accounts(&self, shared: &Map<Names, SharedAccount>) -> Asked {
        let mut asked = Asked::new();
        for app in self.environment.apps.values().filter(|_| !shared.is_empty()) {
            let scope = AppScope::new(self.world, self.environment, app);
            let Some(namespace) = scope.namespace().as_text().cloned() else { continue };
            let spec = &scope.spec().spec;
            let groups = GROUPS.iter().filter_map(|group| spec.get(group)?.as_mapping());
            let parts = groups.flat_map(Mapping::iter).map(|entry| &entry.value);
            for workload in std::iter::once(spec).chain(parts) {
                let named = workload.at(&["serviceAccount", "existing"]);
                if let Some((name, node)) = named.and_then(|node| Some((node.as_text()?.clone(), node))) {
                    let places = asked.entry((namespace.clone(), name)).or_default();
                    // Workers that inherit it name it in no place of their own.
                    if !places.iter().any(|place| place.span() == node.origin.span()) {
                        places.push(node.origin.clone());
                    }
                }
            }
        }
        asked
    }
}

/// The shared accounts of a namespace.
pub fn accounts(
    namespace: &Spanned<Text>,
    shared: &Map<Names, SharedAccount>,
    asked: &Asked,
    labels: &Mapping,
    annotations: &Mapping,
) -> Vec<Account> {
    let account = |(name, written): (&Spanned<Text>, &SharedAccount)| {
        let places = asked.get(&(namespace.value.clone(), name.value.clone()))?;
        // Of several places that name it, no single one decides.
        let reason = if let [only] = places.as_slice() { only.clone() } else { Origin::Unknown };
        let labels = with_own(labels, written.labels.as_ref());
        let called = Node::string(name.value.clone(), name.origin.clone());
        let metadata = metadata(called, namespace, &labels, annotations);
        let token = || Spanned::new(false, Origin::ruled("default of serviceAccounts.token", []));
        Some(Account {
            origin: Origin::Unknown.because([reason]),
            name: Some(name.clone()),
            role: written.rules.as_ref().map(|rules| Role {
                name: Some(name.clone()),
                metadata: Some(metadata.clone()),
                binding: Some(metadata.clone()),
                rules: Some(rules.clone()),
                ..Role::default()
            }),
            metadata: Some(metadata),
            token: Some(written.token.clone().unwrap_or_else(token)),
            ..Account::default()
        })
    };
    shared.iter().filter_map(account).collect()
}

/// The labels of every object of the environment, with an account's own laid over them.
fn with_own(labels: &Mapping, own: Option<&Labels>) -> Mapping {
    let mut labels = labels.clone();
    for (key, label) in own.into_iter().flat_map(Map::iter) {
        let weaker = labels.remove(&key.value).map_or(Origin::Unknown, |weaker| weaker.value.origin);
        if let Ok(label) = &label.0 {
            let origin = label.origin.clone().beating(weaker);
            labels.set(key.value.clone(), Node::string(label.value.clone(), origin));
        }
    }
    labels.sort();
    labels
}
