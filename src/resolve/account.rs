//! The account of each workload's pods, the accounts that the app makes, and what these may do.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Account as ModelAccount, Role};
use crate::resolve::context::Context;
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::spec::{Account, OrFalse, Spanned, Workload};
use crate::syntax::{Mapping, Node, Origin, Text};

/// What a pod's spec says of its account.
#[derive(Default)]
pub struct PodAccount {
    pub name: Option<Spanned<Text>>,
    pub token: Option<Spanned<bool>>,
    /// The object, where it is ours.
    pub object: Option<ModelAccount>,
}

impl Context<'_> {
    pub fn account(&self, workload: &Workload) -> PodAccount {
        let (name, account) = match &workload.service_account {
            Some(OrFalse::Off(_)) => return PodAccount::default(),
            Some(OrFalse::On(account)) => {
                if let Some(existing) = &account.existing {
                    let (name, token) = (Some(existing.clone()), account.token.clone());
                    return PodAccount { name, token, object: None };
                }
                (account.name.as_deref(), Some(account))
            }
            None => (None, None),
        };
        let name = self.object_name("ServiceAccount", name, self.part_name(None));
        let default = || Spanned::new(false, Origin::ruled("default of serviceAccount.token", []));
        let token = account.and_then(|account| account.token.clone()).unwrap_or_else(default);
        let object = Some(self.account_object(&name, account));
        PodAccount { name: Some(name), token: Some(token), object }
    }

    fn account_object(&self, name: &Spanned<Text>, account: Option<&Account>) -> ModelAccount {
        let own = account.and_then(|account| account.annotations.as_ref());
        let labels = self.labels(Bearer::APP, &[]);
        ModelAccount {
            origin: account.map_or(Origin::Unknown, |account| account.origin.clone()),
            name: Some(name.clone()),
            metadata: Some(self.metadata(name, labels, self.annotations(Wave::First, false, &[own]))),
            token: Some(Spanned::new(
                false,
                Origin::ruled("an account of ours never mounts its token by itself", []),
            )),
            role: account.and_then(|account| Some(self.role(name, account, account.rules.as_ref()?))),
            cluster_role: account
                .and_then(|account| Some(self.cluster_role(name, account, account.cluster_rules.as_ref()?))),
        }
    }

    /// The Role of an account, and its binding. They are called as the app is; those of a second account of the app
    /// as that account is.
    fn role(&self, account: &Spanned<Text>, written: &Account, rules: &Node) -> Role {
        let derived = self.role_stem(account, written);
        let name = self.object_name("Role", None, derived.clone());
        let binding = self.object_name("RoleBinding", None, derived);
        let metadata = |name| {
            let labels = self.labels(Bearer::APP, &[]);
            Some(self.metadata(name, labels, self.annotations(Wave::First, false, &[])))
        };
        Role {
            metadata: metadata(&name),
            binding: metadata(&binding),
            name: Some(name),
            rules: Some(rules.clone()),
            ..Role::default()
        }
    }

    /// The same for the whole cluster, where names must differ between namespaces too.
    fn cluster_role(&self, account: &Spanned<Text>, written: &Account, rules: &Node) -> Role {
        let stem = self.role_stem(account, written);
        let namespace = self.namespace.as_str().unwrap_or("");
        let origin = Origin::derived([self.namespace.origin.clone(), stem.origin.clone()]);
        let derived = Spanned::new(Text::from(format!("{namespace}-{}", stem.value)), origin);
        let name = self.cluster_name("ClusterRole", &stem, derived.clone());
        let binding = self.cluster_name("ClusterRoleBinding", &stem, derived);
        let metadata = |name| {
            let labels = self.labels(Bearer::APP, &[]);
            Some(self.cluster_metadata(name, labels, self.annotations(Wave::First, false, &[])))
        };
        Role {
            metadata: metadata(&name),
            binding: metadata(&binding),
            name: Some(name),
            rules: Some(rules.clone()),
            ..Role::default()
        }
    }

    /// What the roles of an account are called after: the app, or a further account of it.
    fn role_stem(&self, account: &Spanned<Text>, written: &Account) -> Spanned<Text> {
        let own = |workload: &Workload| match &workload.service_account {
            Some(OrFalse::On(account)) => account.name.as_deref().map(|name| name.value.clone()),
            _ => None,
        };
        let is_of_main = written.name.is_none() || own(&self.spec.workload).as_ref() == Some(&account.value);
        if is_of_main { self.part_name(None) } else { account.clone() }
    }

    /// Takes an account into those of the app. Several workloads may say the same of one; what one alone says would
    /// reach the pods of the others.
    pub fn add_account(&self, accounts: &mut Vec<ModelAccount>, account: ModelAccount) {
        let name = |account: &ModelAccount| account.name.as_ref().map(|name| name.value.clone());
        let Some(known) = accounts.iter().find(|known| name(known) == name(&account)) else {
            accounts.push(account);
            return;
        };
        let said = |account: &ModelAccount| account.origin != Origin::Unknown;
        if !said(&account)
            || crate::spec::Shaped::write(known).same_value(&crate::spec::Shaped::write(&account))
        {
            return;
        }
        let message = format!(
            "two workloads say different things of the account `{}`",
            name(&account).unwrap_or_default()
        );
        let found = Diagnostic::error(code::DUPLICATE_NAME, message)
            .at(account.origin.span(), "this would hold for both");
        let place = known.origin.span().filter(|_| said(known));
        let found = found.related(place, "what the other one says");
        self.report(found.help("give this account a `name` of its own"));
    }

    /// `pod.automountServiceAccountToken` would say the account's `token` a second time.
    pub fn check_token_word(&self, words: &Mapping, workload: &Workload) {
        let Some(word) = words.get("automountServiceAccountToken") else { return };
        let place = word.origin.span();
        let off = matches!(workload.service_account, Some(OrFalse::Off(_)));
        if word.as_bool() != Some(false) {
            let message = "`pod.automountServiceAccountToken` may only be `false`";
            let found = Diagnostic::error(code::TOKEN_TWICE, message).at(place, "");
            self.report(found.help("write `serviceAccount: {token: true}`"));
        } else if !off && workload.service_account.as_ref().is_some_and(|account| token(account).is_some()) {
            let found =
                Diagnostic::error(code::TOKEN_TWICE, "the token is switched in two places").at(place, "");
            self.report(found.help("remove this line, or `serviceAccount.token`"));
        }
    }
}

fn token(account: &OrFalse<Account>) -> Option<&Spanned<bool>> {
    match account {
        OrFalse::On(account) => account.token.as_ref(),
        OrFalse::Off(_) => None,
    }
}

/// A word of the pod's spec that only repeats what is said anyway is not written twice.
pub fn without_token(words: &Mapping, account: &PodAccount) -> Mapping {
    let mut words = words.clone();
    if account.token.is_some() {
        words.remove("automountServiceAccountToken");
    }
    words
}
