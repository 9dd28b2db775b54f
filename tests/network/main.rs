//! Who can reach whom: what comes out is evaluated as a cluster would, and compared with what was said.

mod boutique;
mod cluster;
mod edges;
mod estate;
mod expected;
mod laws;
