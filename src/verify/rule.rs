//! What a rule is: a code with its page, and a function over what it looks at.

use super::between::{Broken, Gathered, Linked, Reference, Told};
use super::findings::Findings;
use super::view::{Container, Pod};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::Object;
use crate::schema::output::{Minor, OutputSchemas};

/// One rule. Its file below `verify/`, its page and its folder in `tests/verify/` go by the name of its code.
pub struct Rule {
    pub code: Code,
    pub check: Check,
}

/// What a rule looks at, one at a time, and how it is asked.
#[derive(Clone, Copy)]
pub enum Check {
    /// Every object.
    Objects(fn(&Object, Ground, &mut Findings)),
    /// Objects of these kinds, each a `Kind` of Kubernetes' own or a `group/Kind`.
    Kinds(&'static [&'static str], fn(&Object, Ground, &mut Findings)),
    /// Every Pod and pod template of a kind that makes pods.
    Pods(fn(&Pod, Ground, &mut Findings)),
    /// Every container of such a pod.
    Containers(fn(&Pod, &Container, Ground, &mut Findings)),
    /// What objects of these kinds refer to, and what pods refer to wherever they stand.
    References(Referring, Refer),
    /// All objects of an environment, or all that were read, together.
    Between(fn(&Linked, &mut Told)),
}

/// Which objects refer to others.
#[derive(Clone, Copy)]
pub struct Referring {
    pub kinds: &'static [&'static str],
    pub pods: bool,
}

impl Referring {
    pub const PODS: Referring = Referring { kinds: &[], pods: true };

    pub const fn kinds(kinds: &'static [&'static str]) -> Self {
        Referring { kinds, pods: false }
    }

    pub const fn pods_and(kinds: &'static [&'static str]) -> Self {
        Referring { kinds, pods: true }
    }
}

/// How a rule finds references, and its words for broken ones.
#[derive(Clone, Copy)]
pub struct Refer {
    pub gather: fn(&mut Gathered),
    pub tell: fn(&Reference, &Broken) -> Diagnostic,
}

/// What holds for all objects of a subject.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// The kinds that there are.
    pub schemas: &'s OutputSchemas,
    /// The Kubernetes that the objects are for.
    pub minor: Minor,
}
