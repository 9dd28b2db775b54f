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
    ANNOTATION_SYNTAX = "annotation-syntax",
    BAD_NAME = "bad-name",
    BAD_QUANTITY = "bad-quantity",
    BAD_VALUE = "bad-value",
    BYTE_ORDER_MARK = "byte-order-mark",
    CLAIM_SHARED = "claim-shared",
    CONFIG_TOO_LARGE = "config-too-large",
    CONTAINER_IMAGE = "container-image",
    CONTAINER_NAME = "container-name",
    CONTAINER_PORT = "container-port",
    CONTAINER_RESTART_POLICY = "container-restart-policy",
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
    ENV_NAME = "env-name",
    ENV_SOURCE = "env-source",
    EPHEMERAL_CONTAINER = "ephemeral-container",
    EXPRESSION_COPIED = "expression-copied",
    EXPRESSION_SYNTAX = "expression-syntax",
    EXPRESSION_TYPE = "expression-type",
    EXPRESSION_UNQUOTED = "expression-unquoted",
    EXTENDS_CYCLE = "extends-cycle",
    EXTENSION_SCHEMA = "extension-schema",
    FIELD_PATH = "field-path",
    FILE_CONFLICT = "file-conflict",
    FILE_EDITED = "file-edited",
    FILE_MODE = "file-mode",
    FILE_PATH = "file-path",
    FILE_TOO_LARGE = "file-too-large",
    FINALIZER_NAME = "finalizer-name",
    GOLDEN_STALE = "golden-stale",
    GOVERNING_SERVICE = "governing-service",
    GRACE_PERIOD = "grace-period",
    HANDLER_MISSING = "handler-missing",
    HOST_ALIAS = "host-alias",
    HOST_NAMESPACE = "host-namespace",
    HOST_PATH = "host-path",
    HOST_PORT = "host-port",
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
    LIFECYCLE_HOOK = "lifecycle-hook",
    MERGE_KEY = "merge-key",
    MISPLACED_FILE = "misplaced-file",
    MISSING_FIELD = "missing-field",
    MISSING_FILE = "missing-file",
    MOUNT_PATH = "mount-path",
    NAME_NOT_UTF8 = "name-not-utf8",
    NAMESPACE_NAME = "namespace-name",
    NEGATIVE_NUMBER = "negative-number",
    NESTING_TOO_DEEP = "nesting-too-deep",
    NODE_AFFINITY = "node-affinity",
    NODE_SELECTOR = "node-selector",
    NOT_AN_OBJECT = "not-an-object",
    NOT_IN_TARGET = "not-in-target",
    NOT_UTF8 = "not-utf8",
    NOT_YET_SUPPORTED = "not-yet-supported",
    OBJECT_NAME = "object-name",
    OUT_OF_RANGE = "out-of-range",
    OWNER_REFERENCE = "owner-reference",
    OWNERSHIP_UNREADABLE = "ownership-unreadable",
    PATCH_AMBIGUOUS = "patch-ambiguous",
    PATCH_IDENTITY = "patch-identity",
    PATH_COLLISION = "path-collision",
    PATH_OUTSIDE = "path-outside",
    POD_AFFINITY = "pod-affinity",
    POD_DNS = "pod-dns",
    POD_FAILURE_POLICY = "pod-failure-policy",
    POD_REFERENCE = "pod-reference",
    PORT_UNKNOWN = "port-unknown",
    PORT_UNNAMED = "port-unnamed",
    PRIVILEGE_ESCALATION = "privilege-escalation",
    PROBE_HANDLER = "probe-handler",
    PROBE_PORT = "probe-port",
    PROBE_TIMING = "probe-timing",
    PROGRESS_DEADLINE = "progress-deadline",
    PROJECTED_SOURCE = "projected-source",
    RBAC_RULE = "rbac-rule",
    REMOVES_NOTHING = "removes-nothing",
    RESOURCE_AMOUNT = "resource-amount",
    RESOURCE_NAME = "resource-name",
    RESOURCE_REQUEST = "resource-request",
    RESOURCES_MISSING = "resources-missing",
    RESTART_POLICY = "restart-policy",
    ROLLING_UPDATE = "rolling-update",
    ROUTE_COLLISION = "route-collision",
    SCALE_METRIC_MISSING = "scale-metric-missing",
    SCALE_RANGE = "scale-range",
    SECOND_DOCUMENT = "second-document",
    SECRET_UNREAD = "secret-unread",
    SECURITY_PROFILE = "security-profile",
    SERVICE_NODE_PORT = "service-node-port",
    SYMLINK_REFUSED = "symlink-refused",
    SYSTEM_FAILED = "system-failed",
    TEMPLATE_SYNTAX = "template-syntax",
    TIME_ZONE = "time-zone",
    TOKEN_TWICE = "token-twice",
    TOLERATION = "toleration",
    TOO_MANY_NODES = "too-many-nodes",
    TOPOLOGY_SPREAD = "topology-spread",
    UNKNOWN_APP = "unknown-app",
    UNKNOWN_ENVIRONMENT = "unknown-environment",
    UNKNOWN_FIELD = "unknown-field",
    UNKNOWN_KIND = "unknown-kind",
    UNKNOWN_NAME = "unknown-name",
    UNKNOWN_REFERENCE = "unknown-reference",
    USER_ID = "user-id",
    VALUE_MISSING = "value-missing",
    VERSION_REQUIRED = "version-required",
    VOLUME_MOUNT = "volume-mount",
    VOLUME_NAME = "volume-name",
    VOLUME_SOURCE = "volume-source",
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
