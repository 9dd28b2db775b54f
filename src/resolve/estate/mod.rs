//! The merged estate as its apps may know it: what expressions name, what others show, who needs whom, and on which
//! cluster it all is.

pub(super) mod asked;
pub(super) mod cluster;
pub(super) mod dependency;
pub(super) mod interface;
pub(super) mod scope;
pub(super) mod secret_text;
pub(super) mod world;
