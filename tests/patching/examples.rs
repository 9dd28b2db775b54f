//! One example of each rule of patching.

use platc::syntax::print;

use crate::{patched, schema, tree};

/// What comes of a patch must be this object, and nothing wrong be found.
#[track_caller]
fn becomes(kind: (&str, &str), object: &str, patch: &str, expected: &str) {
    let (merged, found) = patched(&tree(object), &tree(patch), schema(kind.0, kind.1));
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(merged.map(|node| print(&node)), Some(print(&tree(expected))));
}

/// The message of the only finding.
#[track_caller]
fn complaint(kind: (&str, &str), object: &str, patch: &str) -> String {
    let (_, found) = patched(&tree(object), &tree(patch), schema(kind.0, kind.1));
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].message.clone()
}

const DEPLOYMENT: (&str, &str) = ("apps/v1", "Deployment");
const SERVICE: (&str, &str) = ("v1", "Service");
const POD: (&str, &str) = ("v1", "Pod");

#[test]
fn ports_of_a_container_are_told_apart_by_number_and_protocol() {
    becomes(
        POD,
        "{spec: {containers: [{name: a, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}]}}",
        "{spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: TCP, name: dns-tcp}]}]}}",
        "{spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: TCP, name: dns-tcp}, {containerPort: 53, protocol: UDP}]}]}}",
    );
}

#[test]
fn ports_of_a_service_are_told_apart_by_number_and_protocol() {
    becomes(
        SERVICE,
        "{spec: {ports: [{name: a, port: 53, protocol: UDP}, {name: b, port: 53}]}}",
        "{spec: {ports: [{port: 53, targetPort: 5353}, {port: 80, name: c}]}}",
        "{spec: {ports: [{name: a, port: 53, protocol: UDP}, {name: b, port: 53, targetPort: 5353}, {port: 80, name: c}]}}",
    );
}

#[test]
fn a_key_may_be_left_out_where_only_one_item_is_meant() {
    let one = "{topologyKey: zone, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway}";
    let other = "{topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule}";
    let of = |items: &str| format!("{{spec: {{topologySpreadConstraints: [{items}]}}}}");
    becomes(
        POD,
        &of(one),
        &of("{topologyKey: zone, maxSkew: 5}"),
        &of("{topologyKey: zone, maxSkew: 5, whenUnsatisfiable: ScheduleAnyway}"),
    );
    // Another `whenUnsatisfiable` is another constraint.
    becomes(POD, &of(one), &of(other), &of(&format!("{one}, {other}")));
    let found = complaint(POD, &of(&format!("{one}, {other}")), &of("{topologyKey: zone, maxSkew: 5}"));
    assert_eq!(found, "it has several items that this one may mean");
}

#[test]
fn hosts_are_told_apart_by_address_and_tolerations_are_replaced() {
    becomes(
        POD,
        "{spec: {hostAliases: [{ip: 192.0.2.1, hostnames: [a]}], tolerations: [{key: x}]}}",
        "{spec: {hostAliases: [{ip: 192.0.2.1, hostnames: [b]}, {ip: 192.0.2.2}], tolerations: [{key: y}]}}",
        "{spec: {hostAliases: [{ip: 192.0.2.1, hostnames: [b]}, {ip: 192.0.2.2}], tolerations: [{key: y}]}}",
    );
}

#[test]
fn lists_of_custom_resources_are_merged_where_their_schema_has_keys() {
    becomes(
        ("gateway.networking.k8s.io/v1", "HTTPRoute"),
        "{spec: {hostnames: [a], rules: [{name: x}]}}",
        "{spec: {hostnames: [b], rules: [{name: y}]}}",
        "{spec: {hostnames: [b], rules: [{name: y}]}}",
    );
    becomes(
        ("gateway.networking.k8s.io/v1", "Gateway"),
        "{spec: {listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 81, protocol: HTTP}]}}",
        "{spec: {listeners: [{name: b, port: 82}]}}",
        "{spec: {listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 82, protocol: HTTP}]}}",
    );
    becomes(
        ("monitoring.coreos.com/v1", "ServiceMonitor"),
        "{spec: {endpoints: [{port: a, path: /m}], scrapeProtocols: [PrometheusText0.0.4]}}",
        "{spec: {endpoints: [{port: b}], scrapeProtocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]}}",
        "{spec: {endpoints: [{port: b}], scrapeProtocols: [PrometheusText0.0.4, OpenMetricsText1.0.0]}}",
    );
}

#[test]
fn another_choice_drops_the_weaker_one() {
    becomes(
        POD,
        "{spec: {volumes: [{name: v, emptyDir: {medium: Memory}}]}}",
        "{spec: {volumes: [{name: v, configMap: {name: c}}]}}",
        "{spec: {volumes: [{name: v, configMap: {name: c}}]}}",
    );
    // The same source is merged.
    becomes(
        POD,
        "{spec: {volumes: [{name: v, emptyDir: {medium: Memory}}]}}",
        "{spec: {volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]}}",
        "{spec: {volumes: [{name: v, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]}}",
    );
    becomes(
        POD,
        "{spec: {containers: [{name: a, readinessProbe: {httpGet: {port: 80}, periodSeconds: 5}}]}}",
        "{spec: {containers: [{name: a, readinessProbe: {exec: {command: [x]}}}]}}",
        "{spec: {containers: [{name: a, readinessProbe: {periodSeconds: 5, exec: {command: [x]}}}]}}",
    );
    becomes(
        ("policy/v1", "PodDisruptionBudget"),
        "{spec: {maxUnavailable: 1}}",
        "{spec: {minAvailable: 50%}}",
        "{spec: {minAvailable: 50%}}",
    );
}

#[test]
fn another_strategy_drops_the_settings_of_rolling_updates() {
    let rolling = "{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}";
    becomes(
        DEPLOYMENT,
        rolling,
        "{spec: {strategy: {type: Recreate}}}",
        "{spec: {strategy: {type: Recreate}}}",
    );
    becomes(
        DEPLOYMENT,
        rolling,
        "{spec: {strategy: {rollingUpdate: {maxUnavailable: 0}}}}",
        "{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}}",
    );
}

#[test]
fn a_directive_deletes_or_replaces() {
    let object =
        "{spec: {containers: [{name: a, image: x, env: [{name: A, value: b}]}, {name: b, image: y}]}}";
    becomes(
        POD,
        object,
        "{spec: {containers: [{name: a, $patch: delete}]}}",
        "{spec: {containers: [{name: b, image: y}]}}",
    );
    becomes(
        POD,
        object,
        "{spec: {containers: [{name: a, image: z, $patch: replace}]}}",
        "{spec: {containers: [{name: a, image: z}, {name: b, image: y}]}}",
    );
    becomes(
        POD,
        object,
        "{spec: {containers: [{$patch: replace}, {name: c, image: z}]}}",
        "{spec: {containers: [{name: c, image: z}]}}",
    );
    becomes(
        DEPLOYMENT,
        "{spec: {selector: {matchLabels: {a: b}}, paused: true}}",
        "{spec: {selector: {$patch: replace, matchLabels: {c: d}}, paused: {$patch: delete}}}",
        "{spec: {selector: {matchLabels: {c: d}}}}",
    );
}

#[test]
fn a_budgets_selector_is_replaced_as_kubernetes_does_it() {
    becomes(
        ("policy/v1", "PodDisruptionBudget"),
        "{spec: {selector: {matchLabels: {a: b}}}}",
        "{spec: {selector: {matchLabels: {c: d}}}}",
        "{spec: {selector: {matchLabels: {c: d}}}}",
    );
}

#[test]
fn labels_stay_sorted_and_other_maps_keep_their_order() {
    becomes(
        SERVICE,
        "{metadata: {labels: {b: x, d: x}}, spec: {type: ClusterIP, ports: []}}",
        "{metadata: {labels: {c: x, a: x}}, spec: {clusterIP: None}}",
        "{metadata: {labels: {a: x, b: x, c: x, d: x}}, spec: {type: ClusterIP, ports: [], clusterIP: None}}",
    );
}

#[test]
fn a_whole_object_can_be_removed() {
    let (merged, found) = patched(&tree("{spec: {}}"), &tree("{$patch: delete}"), schema("v1", "Service"));
    assert_eq!((merged, found), (None, Vec::new()));
}

#[test]
fn what_a_patch_brings_is_without_its_directives() {
    becomes(
        POD,
        "{spec: {containers: []}}",
        "{spec: {containers: [{name: a, $patch: merge, env: [{name: A, value: b, $patch: replace}]}]}}",
        "{spec: {containers: [{name: a, env: [{name: A, value: b}]}]}}",
    );
}
