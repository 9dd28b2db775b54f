//! An image's reference: its parts joined, the registry replaced where the environment says so.

use crate::diagnostic::{Diagnostic, code};
use crate::resolve::context::Context;
use crate::spec::{Image, Spanned};
use crate::syntax::{Origin, Text};

impl Context<'_> {
    /// `repository:tag@digest`. An image without tag and digest is a warning: what runs would depend on the day.
    pub fn image(&self, image: &Image) -> Spanned<Text> {
        let mut origins = Vec::new();
        let mut text = String::new();
        if let Some(repository) = &image.repository {
            let (repository, mirrored) = self.mirrored(repository);
            text.push_str(&repository);
            origins.extend(mirrored);
        }
        for (sign, part) in [(':', &image.tag), ('@', &image.digest)] {
            if let Some(part) = part {
                text.push(sign);
                text.push_str(&part.value);
                origins.push(part.origin.clone());
            }
        }
        if image.tag.is_none() && image.digest.is_none() {
            let message = format!("the image `{text}` has no tag");
            let place = image.repository.as_ref().and_then(|repository| repository.origin.span());
            let found = Diagnostic::warning(code::IMAGE_TAG_MISSING, message);
            self.report(found.at(place, "").help("say which: `image: {tag: 1.4.2}` in the overlay"));
        }
        Spanned::new(text.into(), Origin::derived(origins))
    }

    /// The repository with `imageRegistry` applied: an image without a registry is docker.io's.
    fn mirrored(&self, repository: &Spanned<Text>) -> (String, Vec<Origin>) {
        let own = || (repository.value.to_string(), vec![repository.origin.clone()]);
        let mirror = self.of_environment("imageRegistry");
        let (Some(from), Some(to)) = (mirror.get("from"), mirror.get("to")) else { return own() };
        let (registry, path) = match repository.value.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
            _ => ("docker.io", repository.value.as_str()),
        };
        if from.as_str() != Some(registry) {
            return own();
        }
        let target = to.as_str().unwrap_or("").trim_end_matches('/');
        let origins = [repository.origin.clone(), from.origin.clone(), to.origin.clone()];
        (format!("{target}/{path}"), origins.to_vec())
    }
}
