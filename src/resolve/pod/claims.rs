//! Claims of persistent storage: the objects of the app's own, and a StatefulSet's templates. Who may use one at once
//! is `sharing`'s.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Claim as ModelClaim;
use crate::resolve::context::{Context, ruled};
use crate::resolve::labels::Bearer;
use crate::resolve::wave::{WAVE, Wave};
use crate::resolve::workload::kind::Kind;
use crate::resolve::workload::placed::Placed;
use crate::schema::quantity::Quantity;
use crate::spec::volume::{AccessMode, Claim};
use crate::spec::{Either, Map, Spanned};
use crate::syntax::{Mapping, Node, Origin, Text};

/// The annotation by which Argo CD is told what to do with one object, and what keeps it from deleting that.
const SYNC_OPTIONS: &str = "argocd.argoproj.io/sync-options";
const KEPT: &str = "Prune=false,Delete=false";

/// A volume of a workload whose source is a claim.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub placed: &'a Placed<'a>,
    pub volume: &'a Spanned<Text>,
    pub claim: &'a Claim,
}

impl Context<'_> {
    /// The claims that are objects of the app: one for each name, whoever wants it.
    pub fn claims(&self, all: &[Placed]) -> Vec<ModelClaim> {
        let mut objects: Vec<(Spanned<Text>, Vec<Wanted>)> = Vec::new();
        for wanted in all.iter().flat_map(wanted).filter(|wanted| !is_template(wanted.placed, wanted.claim)) {
            self.check_taken(&wanted, all);
            let name = self.claim_name(wanted.volume, wanted.claim);
            match objects.iter_mut().find(|(known, _)| known.value == name.value) {
                Some((_, sharers)) => sharers.push(wanted),
                None => objects.push((name, vec![wanted])),
            }
        }
        objects.iter().filter_map(|(name, sharers)| self.claim_object(name, sharers)).collect()
    }

    /// The name of a claim that is an object.
    pub fn claim_name(&self, volume: &Spanned<Text>, claim: &Claim) -> Spanned<Text> {
        self.object_name("PersistentVolumeClaim", claim.name.as_ref(), self.part_name(Some(volume)))
    }

    /// A StatefulSet's claims, one of each for each of its pods.
    pub fn claim_templates(&self, placed: &Placed, selector: &Mapping) -> Vec<ModelClaim> {
        let templates = wanted(placed).filter(|wanted| is_template(placed, wanted.claim));
        let template = |wanted: Wanted| {
            if let Some(name) = &wanted.claim.name {
                let message = "the claims of a StatefulSet are named after their volume";
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(name.origin.span(), "");
                self.report(found.help("give the volume that name, or write `template: false`"));
            }
            let mut metadata = Mapping::new();
            metadata.set("name", Node::string(wanted.volume.value.clone(), wanted.volume.origin.clone()));
            metadata.set("labels", Node::mapping(selector.clone(), Origin::Unknown));
            self.claim(wanted.volume.clone(), Node::mapping(metadata, Origin::Unknown), &wanted)
        };
        templates.map(template).collect()
    }

    /// `Retain`, where a claim of a StatefulSet's pods outlives it.
    pub fn retention(&self, placed: &Placed) -> Option<Spanned<Text>> {
        let kept = wanted(placed)
            .filter(|wanted| is_template(placed, wanted.claim))
            .find_map(|wanted| kept(wanted.claim));
        let policy = ruled("Retain", "policy of claims with `retain`");
        kept.map(|origin| Spanned::new(policy.value, policy.origin.because([origin])))
    }

    fn claim_object(&self, name: &Spanned<Text>, sharers: &[Wanted]) -> Option<ModelClaim> {
        let (first, others) = sharers.split_first()?;
        self.check_users(first, others);
        for other in others.iter().filter(|other| is_different(first.claim, other.claim)) {
            let message = format!("two volumes describe the claim `{}` differently", name.value);
            let found = Diagnostic::error(code::DUPLICATE_OBJECT, message);
            let found = found
                .at(other.claim.origin.span(), "this one")
                .related(first.claim.origin.span(), "and this one");
            self.report(
                found.help("describe it in one place, and write `volumes: {<name>: {}}` in the other"),
            );
        }
        let component = first.placed.component();
        let bearer = if others.is_empty() { Bearer::of(&component) } else { Bearer::APP };
        let mut annotations = self.claim_annotations(sharers);
        if let Some(origin) = kept(first.claim) {
            keep(&mut annotations, origin);
        }
        let metadata = self.metadata(name, self.labels(bearer, &[]), annotations);
        Some(self.claim(name.clone(), metadata, first))
    }

    /// A claim is there as soon as the first who waits for it.
    fn claim_annotations(&self, sharers: &[Wanted]) -> Mapping {
        let first = sharers.iter().map(|sharer| sharer.placed).min_by_key(|placed| placed.wave);
        let wave = first.map_or(Wave::Main, |placed| placed.wave);
        let mut annotations = self.annotations(wave.min(Wave::Main), false, &[]);
        let when = first.filter(|_| wave < Wave::Main).and_then(|placed| placed.job?.when.as_ref());
        if let (Some(when), Some(entry)) = (when, annotations.get_mut(WAVE)) {
            entry.origin = std::mem::take(&mut entry.origin).because([when.origin.clone()]);
        }
        annotations
    }

    fn claim(&self, name: Spanned<Text>, metadata: Node, wanted: &Wanted) -> ModelClaim {
        let claim = wanted.claim;
        self.check_claim(wanted);
        let mode =
            |mode: &Spanned<AccessMode>| Spanned::new(Text::literal(mode.value.word()), mode.origin.clone());
        let access = match modes(claim) {
            modes if modes.is_empty() => vec![ruled("ReadWriteOnce", "default of access")],
            modes => modes.into_iter().map(mode).collect(),
        };
        ModelClaim {
            origin: Origin::Unknown.because(template_switch(wanted.placed, claim)),
            name: Some(name),
            metadata: Some(metadata),
            access: Some(access),
            class: self.storage_class(claim),
            size: claim.size.as_ref().map(|size| size.0.clone()),
        }
    }

    /// The claim's own class, or the environment's for claims that one node uses, or several.
    fn storage_class(&self, claim: &Claim) -> Option<Spanned<Text>> {
        if let Some(class) = &claim.class {
            return Some(class.clone());
        }
        let storage = self.of_environment("storage");
        let class = storage.get(if is_shareable(claim) { "shared" } else { "default" })?;
        let origin = class.origin.clone().because([reason(claim)]);
        Some(Spanned::new(class.as_text()?.clone(), origin))
    }

    /// What the API server wants of a claim (`ValidatePersistentVolumeClaimSpec`).
    fn check_claim(&self, wanted: &Wanted) {
        let claim = wanted.claim;
        let amount = claim.size.as_ref().and_then(|size| Quantity::parse(&size.0.value));
        if let Some(size) = &claim.size {
            let is_something =
                amount.is_none_or(|amount| !amount.is_zero() && !amount.as_str().starts_with('-'));
            if !is_something {
                let found = Diagnostic::error(code::OUT_OF_RANGE, "a claim of nothing cannot be made");
                self.report(found.at(size.0.origin.span(), "").help("ask for more than 0: `size: 10Gi`"));
            }
        } else {
            let message = format!("the claim of `{}` has no `size`", wanted.volume.value);
            let found = Diagnostic::error(code::MISSING_FIELD, message);
            let place = claim.origin.span().or_else(|| wanted.volume.origin.span());
            self.report(found.at(place, "").help("say how much it holds: `claim: {size: 10Gi}`"));
        }
        let modes = modes(claim);
        let alone = modes.iter().find(|mode| mode.value == AccessMode::ReadWriteOncePod);
        if let (Some(alone), true) = (alone, modes.len() > 1) {
            let found = Diagnostic::error(code::WRONG_VALUE, "`ReadWriteOncePod` stands alone or not at all");
            self.report(found.at(alone.origin.span(), "").help("remove it, or the other modes"));
        }
        let template = claim.template.as_ref().filter(|template| template.value);
        if let Some(template) = template.filter(|_| wanted.placed.kind != Kind::StatefulSet) {
            let found =
                Diagnostic::error(code::UNKNOWN_FIELD, "only a `stateful` app has a claim for each pod");
            self.report(found.at(template.origin.span(), "").help("remove it, or write `type: stateful`"));
        }
    }
}

/// The volumes of a workload whose source is a claim.
pub fn wanted<'a>(placed: &'a Placed<'a>) -> impl Iterator<Item = Wanted<'a>> {
    let volumes = placed.workload.volumes.as_ref().into_iter().flat_map(Map::iter);
    volumes.filter_map(move |(volume, source)| Some(Wanted { placed, volume, claim: source.claim.as_ref()? }))
}

/// Whether each pod gets a claim of its own.
pub fn is_template(placed: &Placed, claim: &Claim) -> bool {
    placed.kind == Kind::StatefulSet && claim.template.as_ref().is_none_or(|template| template.value)
}

/// What says whether a StatefulSet's claim is a template, where that is written.
pub fn template_switch(placed: &Placed, claim: &Claim) -> Option<Origin> {
    let switch = claim.template.as_ref().filter(|_| placed.kind == Kind::StatefulSet);
    switch.map(|switch| switch.origin.clone())
}

/// The access modes as written; none for the default.
pub fn modes(claim: &Claim) -> Vec<&Spanned<AccessMode>> {
    match &claim.access {
        None => Vec::new(),
        Some(Either::First(mode)) => vec![mode],
        Some(Either::Second(modes)) => modes.iter().collect(),
    }
}

/// Whether pods of several nodes may use it.
pub fn is_shareable(claim: &Claim) -> bool {
    let several = [AccessMode::ReadWriteMany, AccessMode::ReadOnlyMany];
    modes(claim).iter().any(|mode| several.contains(&mode.value))
}

/// What says who may use it: the access modes.
pub fn reason(claim: &Claim) -> Origin {
    Origin::derived(modes(claim).into_iter().map(|mode| mode.origin.clone()))
}

/// Why the claim outlives the app, where it does.
fn kept(claim: &Claim) -> Option<Origin> {
    claim.retain.as_ref().filter(|retain| retain.value).map(|retain| retain.origin.clone())
}

/// Whether two descriptions of one claim differ.
fn is_different(one: &Claim, other: &Claim) -> bool {
    let words = |claim: &Claim| -> Vec<AccessMode> { modes(claim).iter().map(|mode| mode.value).collect() };
    let size = |claim: &Claim| claim.size.as_ref().map(|size| size.0.value.clone());
    let class = |claim: &Claim| claim.class.as_ref().map(|class| class.value.clone());
    words(one) != words(other)
        || size(one) != size(other)
        || class(one) != class(other)
        || kept(one).is_some() != kept(other).is_some()
}

/// Adds to what Argo CD is told of an object that it may not delete it.
fn keep(annotations: &mut Mapping, because: Origin) {
    let weaker = annotations.remove(SYNC_OPTIONS);
    let ours = Origin::ruled("a claim with `retain`", []).because([because]);
    let (text, origin) = match weaker.as_ref().and_then(|entry| entry.value.as_str()) {
        Some(others) => {
            (format!("{others},{KEPT}"), ours.merged(weaker.map_or(Origin::Unknown, |e| e.value.origin)))
        }
        None => (KEPT.to_string(), ours),
    };
    annotations.set(SYNC_OPTIONS, Node::string(text, origin));
    annotations.sort();
}
