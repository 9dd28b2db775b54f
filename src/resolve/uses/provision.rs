//! What an app says of its `uses` and `provides`: whether the parts fit the type, the secrets are there, and the port.

use crate::diagnostic::{Diagnostic, code};
use crate::resolve::context::{Context, unknown};
use crate::resolve::uses::Kind;
use crate::spec::connection::{Provide, Use};
use crate::spec::map::Free;
use crate::spec::{Map, Spanned};
use crate::syntax::Text;

impl Context<'_> {
    /// Everything that an app says of what it uses and provides.
    pub fn check_connections(&self) {
        for (name, used) in self.spec.uses.as_ref().into_iter().flat_map(Map::iter) {
            self.check_use(name, used);
        }
        for (kind, provide) in self.spec.provides.as_ref().into_iter().flat_map(Map::iter) {
            self.check_provide(kind, provide);
        }
    }

    fn check_use(&self, name: &Spanned<Text>, used: &Use) {
        let Some(r#type) = &used.r#type else { return };
        let kind = Kind::of(&r#type.value);
        for (field, value) in [("database", &used.database), ("user", &used.user), ("bucket", &used.bucket)] {
            if let Some(value) = value.as_ref().filter(|_| !kind.has(field)) {
                let message = format!("{} has no {field}", r#type.value);
                let found = Diagnostic::error(code::UNKNOWN_FIELD, message).at(value.origin.span(), "");
                self.report(found.related(r#type.origin.span(), "this type").help("remove the line"));
            }
        }
        let number = |text: &Text| text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(database) =
            used.database.as_ref().filter(|database| kind == Kind::Redis && !number(&database.value))
        {
            let message = "the databases of a redis are numbers";
            let found = Diagnostic::error(code::BAD_VALUE, message).at(database.origin.span(), "");
            self.report(found.help("write `database: \"0\"`"));
        }
        // A name that the type does not carry is its default: the app's.
        let defaulted = kind == Kind::S3 && used.bucket.is_none();
        if defaulted && self.name.value.len() < 3 {
            let message = format!("`{}` is too short for a bucket's name", self.name.value);
            let found = Diagnostic::error(code::BAD_VALUE, message).at(name.origin.span(), "");
            self.report(found.help("write `bucket`"));
        }
        if let Some(secret) = &used.secret {
            self.check_credentials(secret, used.user.as_ref());
        }
    }

    /// The secret that a use names, and each of its keys.
    fn check_credentials(&self, credentials: &Map<Free, Spanned<Text>>, user: Option<&Spanned<Text>>) {
        let Some(secret) = credentials.get("name") else {
            let message = "`secret` does not say which secret";
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(credentials.origin.span(), "");
            self.report(found.help("add `name`, one of this app's `secrets`"));
            return;
        };
        self.check_secret_keys(
            secret,
            credentials.iter().filter(|(part, _)| part.value.as_str() != "name").map(|(_, key)| key),
        );
        if let (Some(written), Some(key)) = (user, credentials.get("user")) {
            let found =
                Diagnostic::error(code::WRONG_VALUE, "the user is named twice").at(written.origin.span(), "");
            let found = found.related(key.origin.span(), "and in the secret");
            self.report(found.help("remove one of the two"));
        }
    }

    fn check_provide(&self, kind: &Spanned<Text>, provide: &Provide) {
        let port = provide.port.as_ref();
        let shown = self.scope.find_in(self.scope.app, &["ports"]).ok();
        let shown: Vec<&str> = shown
            .as_ref()
            .and_then(|ports| ports.as_mapping())
            .into_iter()
            .flat_map(|ports| ports.keys())
            .collect();
        if let Some(port) = port.filter(|port| !shown.contains(&port.value.as_str())) {
            let message =
                format!("{} is provided on a port `{}` that the Service has not", kind.value, port.value);
            let near = crate::diagnostic::nearest(&port.value, shown.iter().copied());
            let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(port.origin.span(), label);
            let found =
                if shown.is_empty() { found } else { found.note(format!("there are: {}", shown.join(", "))) };
            self.report(found.help("name a port of the app's own Service"));
        }
        let Some(admin) = &provide.admin else { return };
        if let Some(secret) = &admin.secret {
            self.check_secret_keys(secret, [&admin.user, &admin.password].into_iter().flatten());
        }
    }

    /// A secret of this app by its name, and keys that it must have; the secret is told once.
    fn check_secret_keys<'k>(&self, secret: &Spanned<Text>, keys: impl Iterator<Item = &'k Spanned<Text>>) {
        let declared = self.spec.secrets.as_ref();
        let Some(found) = declared.and_then(|secrets| secrets.get(&secret.value)) else {
            let known = declared.into_iter().flat_map(Map::iter).map(|(name, _)| name.value.as_str());
            self.report(unknown("secret", secret, known.collect()).help("declare it under `secrets`"));
            return;
        };
        let known: Vec<&str> = found.keys.iter().flatten().map(|key| key.value.as_str()).collect();
        for key in keys.filter(|key| !known.is_empty() && !known.contains(&key.value.as_str())) {
            self.report(unknown(&format!("key of the secret `{}`", secret.value), key, known.clone()));
        }
    }
}
