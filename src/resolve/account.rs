//! The account of each workload's pods, and the accounts that the app makes.

use super::context::Context;
use super::labels::Bearer;
use super::wave::Wave;
use crate::diagnostic::{Diagnostic, code};
use crate::model::Account as ModelAccount;
use crate::spec::{Account, OrFalse, Spanned, Workload};
use crate::syntax::{Mapping, Origin, Text};

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
            name: Some(name.clone()),
            metadata: Some(self.metadata(name, labels, self.annotations(Wave::First, false, &[own]))),
            token: Some(Spanned::new(
                false,
                Origin::ruled("an account of ours never mounts its token by itself", []),
            )),
            ..ModelAccount::default()
        }
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
