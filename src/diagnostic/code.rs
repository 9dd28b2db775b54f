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
    ALIAS_CYCLE = "alias-cycle",
    ALIAS_EXPANSION = "alias-expansion",
    ALIAS_UNKNOWN = "alias-unknown",
    BAD_NAME = "bad-name",
    BAD_QUANTITY = "bad-quantity",
    BAD_VALUE = "bad-value",
    BYTE_ORDER_MARK = "byte-order-mark",
    CONTROL_CHARACTER = "control-character",
    DUPLICATE_ITEM = "duplicate-item",
    DUPLICATE_KEY = "duplicate-key",
    EXPRESSION_SYNTAX = "expression-syntax",
    EXPRESSION_TYPE = "expression-type",
    EXPRESSION_UNQUOTED = "expression-unquoted",
    FILE_TOO_LARGE = "file-too-large",
    KEY_NOT_TEXT = "key-not-text",
    MERGE_KEY = "merge-key",
    MISSING_FIELD = "missing-field",
    NESTING_TOO_DEEP = "nesting-too-deep",
    NOT_UTF8 = "not-utf8",
    NOT_YET_SUPPORTED = "not-yet-supported",
    OUT_OF_RANGE = "out-of-range",
    TEMPLATE_SYNTAX = "template-syntax",
    TOO_MANY_NODES = "too-many-nodes",
    UNKNOWN_FIELD = "unknown-field",
    UNKNOWN_NAME = "unknown-name",
    WRONG_TYPE = "wrong-type",
    WRONG_VALUE = "wrong-value",
    YAML_1_1_AMBIGUOUS = "yaml-1.1-ambiguous",
    YAML_INDENT = "yaml-indent",
    YAML_SYNTAX = "yaml-syntax",
    YAML_TAB = "yaml-tab",
    YAML_TAG = "yaml-tag",
    YAML_UNCLOSED = "yaml-unclosed",
}
