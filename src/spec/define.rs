//! The macros that define a type of the language once: its fields, its documentation, its shape, its reading.

/// Defines structs of the language or the model.
///
/// `[with part: Type]` writes another struct's fields at the same level; `[rest words = "<position>" except [..]]`
/// takes the other words of a Kubernetes structure, but for some (`"<word>" = "<what the language has instead>"`);
/// `[needs "<choice>"]` wants one variant of a choice; `[shorthand …]` says what a bare scalar means. Flags in
/// brackets after a field's type: `required`, `written`, `later`, `partial`, `one_of "<choice>"`,
/// `variant "<choice>" "<variant>"…`, `kubernetes "<position>"`, `shape <expression>`, `key "<key>"` (first).
macro_rules! language {
    ($(
        $(#[doc = $sdoc:literal])*
        pub struct $name:ident
        $([with $($part:ident : $pty:ty),+])?
        $([rest $rest:ident = $position:literal except [$($except:literal = $instead:literal),* $(,)?]])?
        $([needs $needs:literal])?
        $([shorthand $short:expr])?
        {
            $($(#[doc = $fdoc:literal])* $field:ident : $ty:ty $([$($flags:tt)*])?,)*
        }
    )*) => {$(
        $(#[doc = $sdoc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            /// Where the map stands.
            pub origin: $crate::syntax::Origin,
            $($(#[doc = concat!("The fields of [`", stringify!($pty), "`], written at the same level.")] pub $part: $pty,)+)?
            $($(#[doc = $fdoc])* pub $field: Option<$ty>,)*
            $(#[doc = concat!("Other words of Kubernetes' `", $position, "`.")] pub $rest: $crate::syntax::Mapping,)?
        }

        impl $name {
            fn fields() -> &'static $crate::spec::shape::Fields {
                #[allow(unused_imports, reason = "not every struct has all parts")]
                use $crate::spec::shape::{Field, Fields, Shorthand, paragraph};
                static FIELDS: std::sync::OnceLock<Fields> = std::sync::OnceLock::new();
                FIELDS.get_or_init(|| {
                    #[allow(unused_mut, unused_assignments, reason = "not every struct has all parts")]
                    let mut fields = Fields {
                        name: stringify!($name),
                        doc: paragraph(&[$($sdoc),*]),
                        fields: vec![$({
                            #[allow(unused_mut, reason = "not every struct has all parts")]
                            let mut field = Field::new(
                                stringify!($field), &[$($fdoc),*], <$ty as $crate::spec::value::Shaped>::shape);
                            $($crate::spec::define::flags!(field; $($flags)*);)?
                            field
                        }),*],
                        rest: None,
                        needs: None,
                        shorthand: Shorthand::None,
                        choices: Vec::new(),
                        asked: Vec::new(),
                        names: Default::default(),
                    };
                    $($(fields.include(<$pty as $crate::spec::value::Shaped>::shape());)+)?
                    $(fields.rest = Some($crate::spec::shape::Rest {
                        position: $position, except: &[$(($except, $instead)),*] });)?
                    $(fields.needs = Some($needs);)?
                    $(fields.shorthand = $short;)?
                    fields.summed_up()
                })
            }
        }

        impl $crate::spec::value::Shaped for $name {
            fn shape() -> $crate::spec::shape::Shape {
                $crate::spec::shape::Shape::Struct(Self::fields())
            }

            fn read(node: &$crate::syntax::Node) -> Option<Self> {
                node.as_mapping()?;
                #[allow(unused_variables, unused_mut, reason = "not every struct has all parts")]
                let mut fields = Self::fields().fields.iter();
                Some($name {
                    origin: node.origin.clone(),
                    $($($part: <$pty as $crate::spec::value::Shaped>::read(node)?,)+)?
                    $($field: fields.next().and_then(|field| node.get(&field.key))
                        .and_then(<$ty as $crate::spec::value::Shaped>::read),)*
                    $($rest: {
                        let _ = $position;
                        $crate::spec::value::read_rest(node, Self::fields())
                    },)?
                })
            }

            fn write(&self) -> $crate::syntax::Node {
                #[allow(unused_mut, reason = "not every struct has all parts")]
                let mut mapping =
                    $crate::syntax::Mapping::with_capacity(0 $(+ usize::from(self.$field.is_some()))*);
                $($(for entry in $crate::spec::define::entries(
                    $crate::spec::value::Shaped::write(&self.$part)) { mapping.push(entry); })+)?
                #[allow(unused_variables, unused_mut, reason = "not every struct has all parts")]
                let mut fields = Self::fields().fields.iter();
                $(if let (Some(field), Some(value)) = (fields.next(), &self.$field) {
                    let value = $crate::spec::value::Shaped::write(value);
                    mapping.push($crate::syntax::Entry {
                        key: $crate::syntax::Text::new(&field.key), key_origin: value.origin.clone(), value });
                })*
                $(for entry in self.$rest.iter() { mapping.push(entry.clone()); })?
                $crate::syntax::Node::mapping(mapping, self.origin.clone())
            }

            fn into_node(self) -> $crate::syntax::Node {
                #[allow(unused_mut, reason = "not every struct has all parts")]
                let mut mapping =
                    $crate::syntax::Mapping::with_capacity(0 $(+ usize::from(self.$field.is_some()))*);
                $($(for entry in $crate::spec::define::entries(
                    $crate::spec::value::Shaped::into_node(self.$part)) { mapping.push(entry); })+)?
                #[allow(unused_variables, unused_mut, reason = "not every struct has all parts")]
                let mut fields = Self::fields().fields.iter();
                $(if let (Some(field), Some(value)) = (fields.next(), self.$field) {
                    let value = $crate::spec::value::Shaped::into_node(value);
                    mapping.push($crate::syntax::Entry {
                        key: $crate::syntax::Text::new(&field.key), key_origin: value.origin.clone(), value });
                })*
                $(for entry in self.$rest { mapping.push(entry); })?
                $crate::syntax::Node::mapping(mapping, self.origin)
            }
        }
    )*};
}

/// Applies the flags of one field.
macro_rules! flags {
    ($field:ident;) => {};
    ($field:ident; required $(, $($more:tt)*)?) => {
        $field.required = true;
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; written $(, $($more:tt)*)?) => {
        $field.written = true;
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; partial $(, $($more:tt)*)?) => {
        $field.partial = true;
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; later $(, $($more:tt)*)?) => {
        $field.later = true;
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; key $key:literal $(, $($more:tt)*)?) => {
        $field.key = $key.to_string();
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; one_of $choice:literal $(, $($more:tt)*)?) => {
        $field.choice = Some(($choice, vec![$field.key.clone()]));
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; variant $choice:literal $($variant:literal)+ $(, $($more:tt)*)?) => {
        $field.choice = Some(($choice, vec![$($variant.to_string()),+]));
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; kubernetes $position:literal $(, $($more:tt)*)?) => {
        $field.shape = || $crate::spec::shape::Shape::Kubernetes($position);
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
    ($field:ident; shape $shape:expr $(, $($more:tt)*)?) => {
        $field.shape = || $shape;
        $($crate::spec::define::flags!($field; $($more)*);)?
    };
}

/// Defines a set of words; `later` marks those that no stage handles yet.
macro_rules! words {
    ($(
        $(#[doc = $sdoc:literal])*
        pub enum $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident = $word:literal $($later:ident)?,)* }
    )*) => {$(
        $(#[doc = $sdoc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $vdoc])* $variant,)* }

        impl $name {
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            pub fn find(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl $crate::spec::value::Shaped for $crate::spec::value::Spanned<$name> {
            fn shape() -> $crate::spec::shape::Shape {
                $crate::spec::shape::Shape::Choice(const { &[$($crate::spec::word::Word {
                    word: $word,
                    doc: concat!($($vdoc),*),
                    later: $crate::spec::define::is_later!($($later)?),
                }),*] })
            }

            fn read(node: &$crate::syntax::Node) -> Option<Self> {
                let word = $name::find(node.as_str()?)?;
                Some($crate::spec::value::Spanned::new(word, node.origin.clone()))
            }

            fn write(&self) -> $crate::syntax::Node {
                $crate::syntax::Node::string(
                    $crate::syntax::Text::literal(self.value.word()), self.origin.clone())
            }
        }
    )*};
}

macro_rules! is_later {
    () => {
        false
    };
    (later) => {
        true
    };
}

pub(crate) use {flags, is_later, language, words};

/// The entries of a mapping node, none of any other.
pub fn entries(node: crate::syntax::Node) -> crate::syntax::Mapping {
    match node.value {
        crate::syntax::Value::Mapping(mapping) => mapping,
        _ => crate::syntax::Mapping::new(),
    }
}
