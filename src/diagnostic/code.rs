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
    AFTER_CYCLE = "after-cycle",
    ALIAS_CYCLE = "alias-cycle",
    ALIAS_EXPANSION = "alias-expansion",
    ALIAS_UNKNOWN = "alias-unknown",
    BAD_NAME = "bad-name",
    BAD_QUANTITY = "bad-quantity",
    BAD_VALUE = "bad-value",
    BYTE_ORDER_MARK = "byte-order-mark",
    CLAIM_SHARED = "claim-shared",
    CONFIG_REFERENCE = "config-reference",
    CONFIG_TOO_LARGE = "config-too-large",
    CONTROL_CHARACTER = "control-character",
    CRON_SCHEDULE = "cron-schedule",
    DUPLICATE_APP = "duplicate-app",
    DUPLICATE_ITEM = "duplicate-item",
    DUPLICATE_KEY = "duplicate-key",
    DUPLICATE_NAME = "duplicate-name",
    DUPLICATE_OBJECT = "duplicate-object",
    EMPTY_FILE = "empty-file",
    EXPRESSION_COPIED = "expression-copied",
    EXPRESSION_SYNTAX = "expression-syntax",
    EXPRESSION_TYPE = "expression-type",
    EXPRESSION_UNQUOTED = "expression-unquoted",
    EXTENDS_CYCLE = "extends-cycle",
    EXTENSION_SCHEMA = "extension-schema",
    FILE_CONFLICT = "file-conflict",
    FILE_EDITED = "file-edited",
    FILE_TOO_LARGE = "file-too-large",
    GOLDEN_STALE = "golden-stale",
    HANDLER_MISSING = "handler-missing",
    IMAGE_MISSING = "image-missing",
    IMAGE_TAG_MISSING = "image-tag-missing",
    INIT_CONTAINER = "init-container",
    JOB_COMPLETIONS = "job-completions",
    JOB_HOST_NAME = "job-host-name",
    KEY_NOT_TEXT = "key-not-text",
    KIND_NOT_SERVED = "kind-not-served",
    LABEL_SYNTAX = "label-syntax",
    MERGE_KEY = "merge-key",
    MISPLACED_FILE = "misplaced-file",
    MISSING_FIELD = "missing-field",
    MISSING_FILE = "missing-file",
    NAME_NOT_UTF8 = "name-not-utf8",
    NAMESPACE_NAME = "namespace-name",
    NESTING_TOO_DEEP = "nesting-too-deep",
    NOT_AN_OBJECT = "not-an-object",
    NOT_IN_TARGET = "not-in-target",
    NOT_UTF8 = "not-utf8",
    NOT_YET_SUPPORTED = "not-yet-supported",
    OBJECT_NAME = "object-name",
    OUT_OF_RANGE = "out-of-range",
    OWNERSHIP_UNREADABLE = "ownership-unreadable",
    PATCH_AMBIGUOUS = "patch-ambiguous",
    PATCH_IDENTITY = "patch-identity",
    PATH_COLLISION = "path-collision",
    PATH_OUTSIDE = "path-outside",
    PORT_UNKNOWN = "port-unknown",
    PORT_UNNAMED = "port-unnamed",
    RBAC_RULE = "rbac-rule",
    REMOVES_NOTHING = "removes-nothing",
    RESOURCES_MISSING = "resources-missing",
    RESTART_POLICY = "restart-policy",
    ROUTE_COLLISION = "route-collision",
    SCALE_METRIC_MISSING = "scale-metric-missing",
    SCALE_RANGE = "scale-range",
    SECOND_DOCUMENT = "second-document",
    SECRET_REFERENCE = "secret-reference",
    SECRET_UNREAD = "secret-unread",
    SERVICE_NODE_PORT = "service-node-port",
    SERVICE_PODS = "service-pods",
    SYMLINK_REFUSED = "symlink-refused",
    SYSTEM_FAILED = "system-failed",
    TEMPLATE_SYNTAX = "template-syntax",
    TIME_ZONE = "time-zone",
    TOKEN_TWICE = "token-twice",
    TOO_MANY_NODES = "too-many-nodes",
    UNKNOWN_APP = "unknown-app",
    UNKNOWN_ENVIRONMENT = "unknown-environment",
    UNKNOWN_FIELD = "unknown-field",
    UNKNOWN_KIND = "unknown-kind",
    UNKNOWN_NAME = "unknown-name",
    UNKNOWN_REFERENCE = "unknown-reference",
    VALUE_MISSING = "value-missing",
    VERSION_REQUIRED = "version-required",
    WRONG_TYPE = "wrong-type",
    WRONG_VALUE = "wrong-value",
    YAML_1_1_AMBIGUOUS = "yaml-1.1-ambiguous",
    YAML_INDENT = "yaml-indent",
    YAML_SYNTAX = "yaml-syntax",
    YAML_TAB = "yaml-tab",
    YAML_TAG = "yaml-tag",
    YAML_UNCLOSED = "yaml-unclosed",
}
