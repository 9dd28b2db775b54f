//! What must hold of objects: each folder beside this file is a rule, named after its code (or a finding
//! of the schemas that the API server has its own mind about).
//!
//! A case is a file of manifests, `<case>.yaml`, with what is found in it, `<case>.txt`: a line for each finding, empty
//! where there is none. A first line `# kubernetes: 1.34` says for which version; without it, the newest; a first line
//! `# closed` that there is nothing else.
//! `PLATC_BLESS=1 cargo test --test verify` writes the expectations. `conformance/oracle` holds them to the code of the
//! real API server.

mod case;
mod pages;
mod registry;
