//! TLS of routes: which Secret holds the certificate, and the Certificate that fills it.

use super::target::Written;
use super::{Context, Routes, Way, named_host};
use crate::diagnostic::{Diagnostic, code};
use crate::model::Certificate;
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::spec::{Either, GatewayReference, Route, Routing, Spanned, Tls};
use crate::syntax::{Origin, Text};

/// What a route wants of TLS.
pub enum Wish<'a> {
    Off(Origin),
    /// By this issuer or Secret; `own` where the route itself names it.
    By {
        tls: &'a Tls,
        switch: Origin,
        own: bool,
    },
    /// It is wanted, but nothing says from where.
    FromNowhere(Origin),
}

/// What a route wants: its own word, else the environment's.
pub fn wish<'a>(route: &'a Route, routing: &'a Routing) -> Wish<'a> {
    let of_environment = |switch: Origin| match &routing.tls {
        Some(tls) => Wish::By { tls, switch, own: false },
        None => Wish::FromNowhere(switch),
    };
    match &route.tls {
        Some(Either::First(flag)) if !flag.value => Wish::Off(flag.origin.clone()),
        Some(Either::First(flag)) => of_environment(flag.origin.clone()),
        Some(Either::Second(tls)) => Wish::By { tls, switch: tls.origin.clone(), own: true },
        None if routing.tls.is_some() => of_environment(Origin::Unknown),
        None => Wish::Off(Origin::Unknown),
    }
}

impl Context<'_> {
    /// The Secret of an Ingress's certificate; `None` where it has no TLS.
    pub(super) fn ingress_secret(&self, way: &Way, made: &mut Routes) -> Option<Spanned<Text>> {
        let (tls, switch) = match wish(way.route, way.routing) {
            Wish::Off(_) => return None,
            Wish::FromNowhere(origin) => {
                self.report(from_nowhere(&origin));
                return None;
            }
            Wish::By { tls, switch, .. } => (tls, switch),
        };
        if !way.has_host() {
            let asked = if switch == Origin::Unknown { tls.origin.clone() } else { switch.clone() };
            self.check_named(way, &asked);
            return None;
        }
        if let Some(secret) = &tls.secret {
            let origin = secret.origin.clone().because([switch]);
            return Some(Spanned::new(secret.value.clone(), origin));
        }
        self.certificate(way, tls, &switch, made)
    }

    /// Of a Gateway's TLS its listener decides. Where the Gateway is the app's neighbour, a Certificate helps it.
    pub(super) fn gateway_certificate(&self, way: &Way, gateway: &GatewayReference, made: &mut Routes) {
        match wish(way.route, way.routing) {
            Wish::FromNowhere(origin) => self.report(from_nowhere(&origin)),
            Wish::Off(origin) => {
                let listener = gateway.section_name.is_some();
                if way.routing.tls.is_some() && !listener && origin != Origin::Unknown {
                    let help = "name the listener without TLS: `gateway: {sectionName: http}`";
                    self.cannot_say_tls(way, "tls: false", &origin, help);
                }
            }
            Wish::By { tls, switch, own: true } => {
                let at_home = gateway
                    .namespace
                    .as_ref()
                    .is_none_or(|namespace| Some(namespace.value.as_str()) == self.namespace.as_str());
                let whole = "TLS belongs to the Gateway's listener: name the issuer or the Secret there, and write \
                             `tls: true` here";
                if let Some(secret) = &tls.secret {
                    self.cannot_say_tls(way, "tls.secret", &secret.origin, whole);
                } else if let (Some(issuer), false) = (&tls.issuer, at_home) {
                    self.cannot_say_tls(way, "tls.issuer", &issuer.origin, whole);
                } else if !way.has_host() {
                    self.check_named(way, &switch);
                } else {
                    self.certificate(way, tls, &switch, made);
                }
            }
            Wish::By { own: false, .. } => {}
        }
    }

    fn cannot_say_tls(&self, way: &Way, name: &'static str, origin: &Origin, help: &str) {
        if let Some(field) = Written::new(name, Some(origin)) {
            self.cannot_say(way, &field, "a route of Gateway API", help);
        }
    }

    /// Makes the Certificate of a route and returns the Secret that it fills.
    fn certificate(&self, way: &Way, tls: &Tls, switch: &Origin, made: &mut Routes) -> Option<Spanned<Text>> {
        let derived = self.part_name(Some(way.key));
        let secret = Spanned::new(format!("{}-tls", derived.value).into(), derived.origin.clone());
        let secret = self.object_name("Secret", None, secret);
        let name = self.object_name("Certificate", None, derived);
        let annotations = self.annotations(Wave::Main, false, &[]);
        let mut reasons = way.reasons();
        reasons.push(switch.clone());
        made.certificates.push(Certificate {
            origin: Origin::Unknown.because(reasons),
            metadata: Some(self.metadata(&name, self.labels(Bearer::APP, &[]), annotations)),
            name: Some(name),
            secret: Some(secret.clone()),
            issuer: tls.issuer.clone(),
            hosts: Some(way.hosts.iter().map(named_host).collect()),
        });
        let origin = secret.origin.because([switch.clone()]);
        Some(Spanned::new(secret.value, origin))
    }
}

fn from_nowhere(origin: &Origin) -> Diagnostic {
    let message = "`tls: true` takes the environment's certificates, but `routing` says nothing of them";
    let found = Diagnostic::error(code::MISSING_FIELD, message).at(origin.span(), "");
    found.help("add `tls: {issuer: …}` to the environment's `routing`, or name an issuer or a Secret here")
}
