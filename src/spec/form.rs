//! Texts and numbers with a form of their own: names, durations, paths, port numbers.

use std::ops::Deref;

use super::shape::Shape;
use super::value::{Shaped, Spanned};
use super::word::TextKind;
use crate::syntax::{Node, Text};

macro_rules! text_kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $kind:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name(pub Spanned<Text>);

        impl Deref for $name {
            type Target = Spanned<Text>;

            fn deref(&self) -> &Spanned<Text> {
                &self.0
            }
        }

        impl Shaped for $name {
            fn shape() -> Shape {
                Shape::Text($kind)
            }

            fn read(node: &Node) -> Option<Self> {
                Spanned::read(node).map($name)
            }

            fn write(&self) -> Node {
                self.0.write()
            }
        }
    )*};
}

text_kinds! {
    /// An RFC 1123 label.
    DnsName = TextKind::DnsLabel;
    /// An RFC 1123 subdomain.
    DnsSubdomain = TextKind::DnsSubdomain;
    /// A port's name.
    PortName = TextKind::Port;
    /// A number with one unit: `30s`, `5m`, `7d`.
    Duration = TextKind::Duration;
    /// `5%`.
    Percent = TextKind::Percent;
    /// A path that begins with `/`.
    AbsolutePath = TextKind::AbsolutePath;
}

/// A port's number, 1 to 65535.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortNumber(pub Spanned<i64>);

impl Shaped for PortNumber {
    fn shape() -> Shape {
        Shape::Integer { min: 1, max: 65535 }
    }

    fn read(node: &Node) -> Option<Self> {
        Spanned::read(node).map(PortNumber)
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}
