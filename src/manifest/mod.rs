//! Compiled files on their way to the manifest repo: what is whose, and how it is written.
//!
//! The writing stage knows nothing of Kubernetes: it takes paths and bytes per owner, and sees to it that no
//! file that is not ours is touched, and that a stop at any point does no harm.

mod checksum;
mod compare;
mod found;
mod journal;
mod layout;
mod object;
mod ownership;
pub mod patch;
mod plan;
mod raw;
mod request;
mod write;

pub use checksum::renew_checksums;
pub use compare::{Difference, compare};
pub use layout::{header, paths, text};
pub use object::{Identity, Object, Vouched};
pub use ownership::owners;
pub use raw::{Adoption, no_object};
pub use request::{Request, Unit};
pub use write::{Report, Step, UnitReport, write, write_for_owners};
