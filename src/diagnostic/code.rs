//! Every code that a finding can have, with its manual page (`platc help <code>`).

/// The stable name of a kind of finding, such as `unknown-field`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    name: &'static str,
    page: &'static str,
}

impl Code {
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it means, why it matters, an example and the fix, as Markdown.
    pub fn page(&self) -> &'static str {
        self.page
    }

    /// The code of that name.
    pub fn find(name: &str) -> Option<Code> {
        ALL.iter().copied().find(|code| code.name == name)
    }
}

macro_rules! codes {
    ($($constant:ident = $name:literal,)*) => {
        $(pub const $constant: Code =
            Code { name: $name, page: include_str!(concat!("pages/", $name, ".md")) };)*

        /// Every code, sorted by name.
        pub const ALL: &[Code] = &[$($constant,)*];
    };
}

codes! {
    FILE_CONFLICT = "file-conflict",
    FILE_EDITED = "file-edited",
    NAME_NOT_UTF8 = "name-not-utf8",
    OWNERSHIP_UNREADABLE = "ownership-unreadable",
    PATH_COLLISION = "path-collision",
    PATH_OUTSIDE = "path-outside",
    SYMLINK_REFUSED = "symlink-refused",
    SYSTEM_FAILED = "system-failed",
    UNKNOWN_FIELD = "unknown-field",
    WRONG_TYPE = "wrong-type",
    YAML_SYNTAX = "yaml-syntax",
}
