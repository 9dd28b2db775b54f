//! Environment variables: where each takes its value, and the order that `$(NAME)` asks for.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::model::{KeyReference, ObjectReference, ResourceReference, Source, Variable};
use crate::resolve::context::{Context, unknown};
use crate::resolve::pod::expansion::references;
use crate::schema::downward;
use crate::spec::map::{Names, Variables};
use crate::spec::{Either, EnvFrom, EnvSource, EnvValue, Map, Spanned};
use crate::syntax::{Origin, Text};

impl Context<'_> {
    /// The variables of a container, those that others use first.
    pub fn variables(&self, env: Option<&Map<Variables, EnvValue>>) -> Vec<Variable> {
        let all = env.into_iter().flat_map(Map::iter).map(|(name, value)| self.variable(name, value));
        in_order_of_use(all.collect())
    }

    fn variable(&self, name: &Spanned<Text>, value: &EnvValue) -> Variable {
        let variable = Variable { name: Some(name.clone()), ..Variable::default() };
        match value {
            Either::First(scalar) => Variable { value: Some(scalar.0.clone()), ..variable },
            Either::Second(source) => self.sourced(variable, source),
        }
    }

    fn sourced(&self, variable: Variable, source: &EnvSource) -> Variable {
        let named = source.config.as_ref().map_or(Origin::Unknown, |config| config.origin.clone());
        let reference = |object: Spanned<Text>| {
            Box::new(KeyReference {
                origin: named.clone(),
                object: Some(object),
                key: source.key.clone(),
                optional: source.optional.clone(),
            })
        };
        if let Some(secret) = &source.secret {
            let secret = self.secret_key(secret, source.key.as_ref()).map(reference);
            return Variable { secret, ..variable };
        }
        if let Some(config) = &source.config {
            let config = self.config_key(source.app.as_ref(), config, source.key.as_ref()).map(reference);
            return Variable { config, ..variable };
        }
        self.check_words(source.field.as_ref(), source.resource.as_ref());
        let resource = source.resource.as_ref().map(|resource| ResourceReference {
            name: Some(resource.clone()),
            container: source.container.clone(),
            divisor: source.divisor.as_ref().map(|divisor| divisor.0.clone()),
            ..ResourceReference::default()
        });
        Variable {
            secret: source.secret_ref.clone().map(reference),
            config: source.config_map.clone().map(reference),
            field: source.field.clone(),
            resource: resource.map(Box::new),
            ..variable
        }
    }

    /// What the API server takes for a variable.
    fn check_words(&self, field: Option<&Spanned<Text>>, resource: Option<&Spanned<Text>>) {
        let report = |word: &Spanned<Text>, what: &str, known: &[&str]| {
            let near = nearest(&word.value, known.iter().copied());
            let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let message = format!("`{}` is not a {what} that a variable can take", word.value);
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(word.origin.span(), label);
            self.report(found.note(format!("there are: {}", known.join(", "))));
        };
        if let Some(field) = field.filter(|field| {
            let is_entry = ["metadata.labels['", "metadata.annotations['"]
                .iter()
                .any(|map| field.value.starts_with(map));
            !is_entry && !downward::FIELDS.contains(&field.value.as_str())
        }) {
            report(field, "field", &downward::FIELDS);
        }
        if let Some(resource) = resource.filter(|resource| !downward::is_resource(&resource.value)) {
            report(resource, "resource", &downward::RESOURCES);
        }
    }

    /// The objects whose keys all become variables.
    pub fn sources(&self, env_from: Option<&Map<Names, EnvFrom>>) -> Vec<Source> {
        env_from.into_iter().flat_map(Map::iter).map(|(_, from)| self.source(from)).collect()
    }

    fn source(&self, from: &EnvFrom) -> Source {
        let named = from.config.as_ref().map_or(Origin::Unknown, |config| config.origin.clone());
        let whole = |object: Spanned<Text>| ObjectReference {
            origin: named.clone(),
            object: Some(object),
            optional: from.optional.clone(),
        };
        let secret = match &from.secret {
            Some(secret) => self.secret_object(secret),
            None => from.secret_ref.clone(),
        };
        let config = match &from.config {
            Some(config) => self.config_key(from.app.as_ref(), config, None),
            None => from.config_map.clone(),
        };
        Source {
            prefix: from.prefix.clone(),
            secret: secret.map(whole),
            config: config.map(whole),
            ..Source::default()
        }
    }

    /// The name of a secret of this app.
    pub fn secret_object(&self, name: &Spanned<Text>) -> Option<Spanned<Text>> {
        let secrets = self.spec.secrets.as_ref();
        let Some(secret) = secrets.and_then(|secrets| secrets.get(&name.value)) else {
            let known = secrets.into_iter().flat_map(Map::iter).map(|(key, _)| key.value.as_str());
            self.report(unknown("secret", name, known.collect()).help("declare it under `secrets`"));
            return None;
        };
        let derived = self.part_name(Some(name));
        let mut object = self.object_name("Secret", secret.name.as_deref(), derived);
        object.origin = Origin::derived([object.origin, name.origin.clone()]);
        Some(object)
    }

    /// The Secret of a key of one of this app's secrets; the key must be one that it has.
    pub fn secret_key(&self, name: &Spanned<Text>, key: Option<&Spanned<Text>>) -> Option<Spanned<Text>> {
        let object = self.secret_object(name)?;
        let secret = self.spec.secrets.as_ref()?.get(&name.value)?;
        let keys = secret.keys.as_deref().unwrap_or(&[]);
        if let Some(key) = key
            && !keys.is_empty()
            && !keys.iter().any(|known| known.value == key.value)
        {
            let what = format!("key of the secret `{}`", name.value);
            self.report(unknown(&what, key, keys.iter().map(|known| known.value.as_str()).collect()));
        }
        Some(object)
    }
}

/// Kubernetes expands `$(NAME)` only from variables that stand before; what is used is moved before its first use.
fn in_order_of_use(variables: Vec<Variable>) -> Vec<Variable> {
    let uses_any =
        |variable: &Variable| variable.value.as_ref().is_some_and(|value| value.value.contains("$("));
    if !variables.iter().any(uses_any) {
        return variables;
    }
    let names: Vec<Text> = variables
        .iter()
        .map(|variable| variable.name.as_ref().map_or(Text::default(), |n| n.value.clone()))
        .collect();
    let uses = |number: usize| -> Vec<usize> {
        let value = variables.get(number).and_then(|variable| variable.value.as_ref());
        let used = value.map(|value| references(&value.value)).unwrap_or_default();
        used.iter().filter_map(|name| names.iter().position(|known| known.as_str() == *name)).collect()
    };
    let mut order: Vec<usize> = Vec::with_capacity(variables.len());
    for number in 0..variables.len() {
        place(number, &uses, &mut order, &mut Vec::new());
    }
    let mut slots: Vec<Option<Variable>> = variables.into_iter().map(Some).collect();
    order.into_iter().filter_map(|number| slots.get_mut(number)?.take()).collect()
}

/// Places what a variable uses, then the variable; a circle keeps the order written.
fn place(number: usize, uses: &dyn Fn(usize) -> Vec<usize>, order: &mut Vec<usize>, open: &mut Vec<usize>) {
    if order.contains(&number) || open.contains(&number) {
        return;
    }
    open.push(number);
    for used in uses(number) {
        place(used, uses, order, open);
    }
    open.pop();
    order.push(number);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, value: &str) -> Variable {
        let text = |text: &str| Some(Spanned::new(Text::new(text), Origin::Unknown));
        Variable { name: text(name), value: text(value), ..Variable::default() }
    }

    #[test]
    fn what_is_used_comes_first_and_circles_stay() {
        let sorted = in_order_of_use(vec![
            variable("URL", "http://$(HOST):$(PORT)"),
            variable("A", "$(B)"),
            variable("B", "$(A)"),
            variable("HOST", "$$(URL)"),
            variable("PORT", "80"),
        ]);
        let names: Vec<&str> = sorted.iter().map(|v| v.name.as_ref().unwrap().value.as_str()).collect();
        assert_eq!(names, ["HOST", "PORT", "URL", "B", "A"]);
    }
}
