//! Where a node comes from: the place that set it, the places it beat, the places it was computed from.

use std::sync::Arc;

use crate::source::Span;

/// The provenance of one node. Cheap to clone; a parsed node's origin is just its span.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Origin {
    /// Made up by a test or by code that has nothing to point at.
    #[default]
    Unknown,
    /// Written there.
    At(Span),
    /// Written or computed, with a history.
    Via(Arc<Trail>),
}

/// The history of a node that is more than one place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trail {
    /// Where the value is written: the place in the winning layer.
    pub at: Option<Span>,
    /// The template line that put it into the object; only where someone asked for it.
    pub template: Option<Span>,
    /// Values of weaker layers that it replaced, the strongest first.
    pub beats: Vec<Origin>,
    /// Values that it was computed from or merged with.
    pub from: Vec<Origin>,
    /// Values that decided that it is there at all.
    pub because: Vec<Origin>,
    /// What made it, in words, where no place says it (`default of maxUnavailable`).
    pub rule: Option<&'static str>,
}

/// Most histories have one place of a kind: room for more is made when they come.
fn push(places: &mut Vec<Origin>, place: Origin) {
    if places.is_empty() {
        places.reserve_exact(1);
    }
    places.push(place);
}

impl Origin {
    /// An origin with a history; collapses to the simplest form.
    pub fn via(trail: Trail) -> Self {
        match trail {
            Trail { at: Some(span), template: None, beats, from, because, rule: None }
                if beats.is_empty() && from.is_empty() && because.is_empty() =>
            {
                Origin::At(span)
            }
            trail => Origin::Via(Arc::new(trail)),
        }
    }

    /// Computed from these values.
    pub fn derived(from: impl IntoIterator<Item = Origin>) -> Self {
        let mut from: Vec<Origin> = from.into_iter().filter(|origin| *origin != Origin::Unknown).collect();
        match from.len() {
            0 => Origin::Unknown,
            1 => from.remove(0),
            _ => Origin::Via(Arc::new(Trail { from, ..Trail::default() })),
        }
    }

    /// Made by a rule of ours from these values.
    pub fn ruled(rule: &'static str, from: impl IntoIterator<Item = Origin>) -> Self {
        let from = from.into_iter().filter(|origin| *origin != Origin::Unknown).collect();
        Origin::Via(Arc::new(Trail { from, rule: Some(rule), ..Trail::default() }))
    }

    /// What several reasons have in common, of which each would do alone: all of the only one, else the places that are
    /// in every one of them.
    pub fn common<'o>(reasons: impl IntoIterator<Item = &'o Origin>) -> Self {
        let mut reasons = reasons.into_iter();
        let Some(first) = reasons.next() else { return Origin::Unknown };
        let mut places: Option<Vec<Span>> = None;
        for other in reasons.filter(|other| *other != first) {
            let theirs = other.spans();
            places.get_or_insert_with(|| first.spans()).retain(|place| theirs.contains(place));
        }
        match places {
            None => first.clone(),
            Some(places) => Origin::derived(places.into_iter().map(Origin::At)),
        }
    }

    /// The same origin, whose node replaces `weaker`.
    pub fn beating(self, weaker: Origin) -> Self {
        if weaker == Origin::Unknown {
            return self;
        }
        let mut trail = self.into_trail();
        push(&mut trail.beats, weaker);
        Origin::via(trail)
    }

    /// The same origin, whose node is merged with one from `other`.
    pub fn merged(self, other: Origin) -> Self {
        if other == Origin::Unknown || other == self {
            return self;
        }
        let mut trail = self.into_trail();
        push(&mut trail.from, other);
        Origin::via(trail)
    }

    /// The same origin, whose node is there because of `reasons`.
    pub fn because(self, reasons: impl IntoIterator<Item = Origin>) -> Self {
        let mut reasons = reasons.into_iter().filter(|origin| *origin != Origin::Unknown).peekable();
        if reasons.peek().is_none() {
            return self;
        }
        let mut trail = self.into_trail();
        trail.because.extend(reasons);
        Origin::via(trail)
    }

    /// The same origin, put into the object by a template line.
    pub fn by_template(self, template: Span) -> Self {
        Origin::via(Trail { template: Some(template), ..self.into_trail() })
    }

    /// The template line that put the node into the object, where someone asked for it.
    pub fn template(&self) -> Option<Span> {
        if let Origin::Via(trail) = self { trail.template } else { None }
    }

    /// Why a node is there at all, where that was decided by values.
    pub fn reasons(&self) -> &[Origin] {
        match self {
            Origin::Via(trail) => &trail.because,
            _ => &[],
        }
    }

    fn into_trail(self) -> Trail {
        match self {
            Origin::Unknown => Trail::default(),
            Origin::At(span) => Trail { at: Some(span), ..Trail::default() },
            Origin::Via(trail) => Arc::unwrap_or_clone(trail),
        }
    }

    /// The place that a person would look at first: where it is written, else where what it was made from is.
    pub fn span(&self) -> Option<Span> {
        match self {
            Origin::Unknown => None,
            Origin::At(span) => Some(*span),
            Origin::Via(trail) => trail.at.or_else(|| trail.from.iter().find_map(Origin::span)),
        }
    }

    /// The places where the value is written, in one layer or merged from several: not what it beat, nor why it is
    /// there.
    pub fn written(&self) -> Vec<Span> {
        match self {
            Origin::Unknown => Vec::new(),
            Origin::At(span) => vec![*span],
            Origin::Via(trail) => {
                let mut spans: Vec<Span> = trail.at.into_iter().collect();
                spans.extend(trail.from.iter().flat_map(Origin::written));
                spans
            }
        }
    }

    /// Every place in this origin, winners before losers.
    pub fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        self.collect(&mut spans);
        spans
    }

    fn collect(&self, spans: &mut Vec<Span>) {
        match self {
            Origin::Unknown => {}
            Origin::At(span) => spans.push(*span),
            Origin::Via(trail) => {
                spans.extend(trail.at);
                for origin in trail.from.iter().chain(&trail.because).chain(&trail.beats) {
                    origin.collect(spans);
                }
            }
        }
    }
}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Origin::At(span)
    }
}
