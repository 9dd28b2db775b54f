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
    ACCOUNT_REFERENCE = "account-reference",
    AFTER_CYCLE = "after-cycle",
    ALERT_RULE = "alert-rule",
    ALIAS_CYCLE = "alias-cycle",
    ALIAS_EXPANSION = "alias-expansion",
    ALIAS_UNKNOWN = "alias-unknown",
    ALLOW_UNKNOWN = "allow-unknown",
    ALLOW_UNUSED = "allow-unused",
    ALLOW_WITHOUT_REASON = "allow-without-reason",
    ANNOTATION_SYNTAX = "annotation-syntax",
    API_DEPRECATED = "api-deprecated",
    BAD_NAME = "bad-name",
    BAD_QUANTITY = "bad-quantity",
    BAD_VALUE = "bad-value",
    BUDGET_OVERLAP = "budget-overlap",
    BUDGET_PODS = "budget-pods",
    BYTE_ORDER_MARK = "byte-order-mark",
    CLAIM_REFERENCE = "claim-reference",
    CLAIM_SHARED = "claim-shared",
    CLASS_REFERENCE = "class-reference",
    CONFIG_REFERENCE = "config-reference",
    CONFIG_TOO_LARGE = "config-too-large",
    CONTROL_CHARACTER = "control-character",
    CRD_SCHEMA = "crd-schema",
    CRON_SCHEDULE = "cron-schedule",
    DISRUPTION_BUDGET = "disruption-budget",
    DUPLICATE_APP = "duplicate-app",
    DUPLICATE_ITEM = "duplicate-item",
    DUPLICATE_KEY = "duplicate-key",
    DUPLICATE_NAME = "duplicate-name",
    DUPLICATE_OBJECT = "duplicate-object",
    EMPTY_FILE = "empty-file",
    EPHEMERAL_CONTAINER = "ephemeral-container",
    EXPRESSION_COPIED = "expression-copied",
    EXPRESSION_SYNTAX = "expression-syntax",
    EXPRESSION_TYPE = "expression-type",
    EXPRESSION_UNQUOTED = "expression-unquoted",
    EXTENDS_CYCLE = "extends-cycle",
    EXTENSION_SCHEMA = "extension-schema",
    FILE_CONFLICT = "file-conflict",
    FILE_EDITED = "file-edited",
    FILE_TOO_LARGE = "file-too-large",
    FINALIZER_NAME = "finalizer-name",
    GOLDEN_STALE = "golden-stale",
    GOVERNING_SERVICE = "governing-service",
    HANDLER_MISSING = "handler-missing",
    HELM_TEMPLATE = "helm-template",
    HPA_BEHAVIOR = "hpa-behavior",
    HPA_METRIC = "hpa-metric",
    HPA_REPLICAS = "hpa-replicas",
    HPA_TARGET = "hpa-target",
    IMAGE_MISSING = "image-missing",
    IMAGE_TAG_MISSING = "image-tag-missing",
    INIT_CONTAINER = "init-container",
    JOB_COMPLETIONS = "job-completions",
    JOB_HOST_NAME = "job-host-name",
    JOB_SELECTOR = "job-selector",
    KEY_NOT_TEXT = "key-not-text",
    KIND_NOT_SERVED = "kind-not-served",
    LABEL_SYNTAX = "label-syntax",
    LIMIT_RANGE = "limit-range",
    MERGE_KEY = "merge-key",
    MISPLACED_FILE = "misplaced-file",
    MISSING_FIELD = "missing-field",
    MISSING_FILE = "missing-file",
    MONITOR_TARGET = "monitor-target",
    NAME_NOT_UTF8 = "name-not-utf8",
    NAMESPACE_NAME = "namespace-name",
    NEGATIVE_NUMBER = "negative-number",
    NESTING_TOO_DEEP = "nesting-too-deep",
    NOT_AN_OBJECT = "not-an-object",
    NOT_IN_TARGET = "not-in-target",
    NOT_UTF8 = "not-utf8",
    NOT_YET_SUPPORTED = "not-yet-supported",
    OBJECT_NAME = "object-name",
    OBJECT_SIZE = "object-size",
    OUT_OF_RANGE = "out-of-range",
    OWNER_REFERENCE = "owner-reference",
    OWNERSHIP_UNREADABLE = "ownership-unreadable",
    PATCH_AMBIGUOUS = "patch-ambiguous",
    PATCH_IDENTITY = "patch-identity",
    PATH_COLLISION = "path-collision",
    PATH_OUTSIDE = "path-outside",
    POD_FAILURE_POLICY = "pod-failure-policy",
    POD_SECURITY = "pod-security",
    POLICY_PODS = "policy-pods",
    PORT_UNKNOWN = "port-unknown",
    PORT_UNNAMED = "port-unnamed",
    PROGRESS_DEADLINE = "progress-deadline",
    PROMQL = "promql",
    RBAC_RULE = "rbac-rule",
    REFERENCE_GRANT = "reference-grant",
    REMOVES_NOTHING = "removes-nothing",
    RESOURCE_QUOTA = "resource-quota",
    RESOURCES_MISSING = "resources-missing",
    RESOURCES_REQUIRED = "resources-required",
    RESTART_POLICY = "restart-policy",
    ROLE_REFERENCE = "role-reference",
    ROLLING_UPDATE = "rolling-update",
    ROUTE_BACKEND = "route-backend",
    ROUTE_COLLISION = "route-collision",
    ROUTE_PARENT = "route-parent",
    SCALE_CONFLICT = "scale-conflict",
    SCALE_METRIC_MISSING = "scale-metric-missing",
    SCALE_RANGE = "scale-range",
    SCALE_TARGET = "scale-target",
    SECOND_DOCUMENT = "second-document",
    SECRET_REFERENCE = "secret-reference",
    SECRET_UNREAD = "secret-unread",
    SELECTOR_OVERLAP = "selector-overlap",
    SERVICE_BYSTANDER = "service-bystander",
    SERVICE_NODE_PORT = "service-node-port",
    SERVICE_PODS = "service-pods",
    STATEFUL_SERVICE = "stateful-service",
    SYMLINK_REFUSED = "symlink-refused",
    SYSTEM_FAILED = "system-failed",
    TEMPLATE_SYNTAX = "template-syntax",
    TIME_ZONE = "time-zone",
    TOKEN_TWICE = "token-twice",
    TOO_MANY_NODES = "too-many-nodes",
    TRIGGER_AUTHENTICATION = "trigger-authentication",
    UNKNOWN_APP = "unknown-app",
    UNKNOWN_ENVIRONMENT = "unknown-environment",
    UNKNOWN_FIELD = "unknown-field",
    UNKNOWN_KIND = "unknown-kind",
    UNKNOWN_NAME = "unknown-name",
    UNKNOWN_REFERENCE = "unknown-reference",
    VALUE_MISSING = "value-missing",
    VERSION_REQUIRED = "version-required",
    WORKLOAD_SELECTOR = "workload-selector",
    WRONG_TYPE = "wrong-type",
    WRONG_VALUE = "wrong-value",
    YAML_1_1_AMBIGUOUS = "yaml-1.1-ambiguous",
    YAML_INDENT = "yaml-indent",
    YAML_SYNTAX = "yaml-syntax",
    YAML_TAB = "yaml-tab",
    YAML_TAG = "yaml-tag",
    YAML_UNCLOSED = "yaml-unclosed",
}
