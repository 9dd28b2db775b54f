//! Rules in CEL: those of the embedded definitions on objects, and the language on values of every sort.

use platc::diagnostic::Diagnostic;
use platc::schema::output::{KindLookup, Mode, OutputSchemas, check};
use serde_json::{Value, json};

use crate::tree::{complete, node};

fn object(api_version: &str, kind: &str, spec: Value) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, "spec": spec})
}

/// The object passes; with the change it breaks rules in these words.
#[track_caller]
fn breaks(object: &Value, pointer: &str, value: Value, messages: &[&str]) {
    assert_eq!(complete(object), []);
    let mut changed = object.clone();
    match changed.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            changed.pointer_mut(parent).unwrap()[key] = value;
        }
    }
    let found = complete(&changed);
    assert!(found.iter().all(|one| one.code.name() == "cel-rule"), "{found:?}");
    let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(said, messages);
}

fn route() -> Value {
    object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        json!({
            "parentRefs": [{"name": "public"}, {"name": "private"}],
            "hostnames": ["a.example.com"],
            "rules": [{
                "matches": [{"path": {"type": "PathPrefix", "value": "/a"}}],
                "filters": [{"type": "URLRewrite", "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}}}],
                "timeouts": {"request": "10s", "backendRequest": "5s"},
                "backendRefs": [{"name": "a", "port": 80}]
            }]
        }),
    )
}

#[test]
fn routes_of_gateways() {
    let rule = "`timeouts` breaks a rule of its definition: backendRequest timeout cannot be longer than request timeout";
    breaks(&route(), "/spec/rules/0/timeouts/backendRequest", json!("11s"), &[rule]);
    breaks(
        &route(),
        "/spec/rules/0/backendRefs/0",
        json!({"name": "a"}),
        &["an item of `backendRefs` breaks a rule of its definition: Must have port for Service reference"],
    );
    breaks(
        &route(),
        "/spec/rules/0/matches/0/path/value",
        json!("a//b"),
        &[
            "`path` breaks a rule of its definition: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
            "`path` breaks a rule of its definition: must not contain '//' when type one of ['Exact', 'PathPrefix']",
        ],
    );
    breaks(
        &route(),
        "/spec/rules/0/filters/0/type",
        json!("RequestRedirect"),
        &[
            "an item of `filters` breaks a rule of its definition: filter.requestRedirect must be specified for RequestRedirect filter.type",
            "an item of `filters` breaks a rule of its definition: filter.urlRewrite must be nil if the filter.type is not URLRewrite",
        ],
    );
    breaks(
        &route(),
        "/spec/parentRefs/1/name",
        json!("public"),
        &[
            "`parentRefs` breaks a rule of its definition: sectionName must be unique when parentRefs includes 2 or more references to the same parent",
        ],
    );
    // `matches` is absent: its default has a path of the type that the rule asks for.
    let mut defaulted = route();
    defaulted["spec"]["rules"][0].as_object_mut().unwrap().remove("matches");
    assert_eq!(complete(&defaulted), []);
}

#[test]
fn kinds_of_other_operators() {
    let broken = |what: &str, said: &str| format!("{what} breaks a rule of its definition: {said}");
    let scaled = object(
        "keda.sh/v1alpha1",
        "ScaledObject",
        json!({"scaleTargetRef": {"name": "a"}, "triggers": [{"type": "cpu", "metadata": {}}], "minReplicaCount": 1}),
    );
    assert_eq!(complete(&scaled), []);
    let snapshot = object(
        "snapshot.storage.k8s.io/v1",
        "VolumeSnapshot",
        json!({"source": {"persistentVolumeClaimName": "a"}}),
    );
    breaks(
        &snapshot,
        "/spec/source/volumeSnapshotContentName",
        json!("b"),
        &[&broken(
            "`source`",
            "exactly one of volumeSnapshotContentName and persistentVolumeClaimName must be set",
        )],
    );
}

#[test]
fn a_rule_is_not_asked_of_what_is_wrong_otherwise() {
    let mut wrong = route();
    wrong["spec"]["rules"][0]["timeouts"] = json!({"request": "5s", "backendRequest": 10});
    let codes: Vec<&str> = complete(&wrong).iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["wrong-type"]);
}

/// Schemas with one definition, whose `spec` has these properties and rules.
fn defined(properties: Value, rules: &[Value]) -> (OutputSchemas, Vec<Diagnostic>) {
    let spec = json!({"type": "object", "properties": properties, "x-kubernetes-validations": rules});
    let schema = json!({"type": "object", "properties": {"spec": spec}});
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
        "spec": {
            "group": "example.com", "scope": "Namespaced", "names": {"kind": "Thing", "plural": "things"},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}]
        }
    });
    let (mut schemas, mut out) = (OutputSchemas::default(), Vec::new());
    schemas.define(&node(&definition), &mut out);
    (schemas, out)
}

/// What a thing with this `spec` is told.
fn found(schemas: &OutputSchemas, spec: Value) -> Vec<Diagnostic> {
    let thing = node(&object("example.com/v1", "Thing", spec));
    let KindLookup::Found(kind) = schemas.kind("example.com/v1", "Thing", schemas.newest()) else {
        panic!("no Thing")
    };
    let mut out = Vec::new();
    check(&thing, kind.node, Mode::Complete, &mut out);
    out
}

fn properties() -> Value {
    json!({
        "i": {"type": "integer", "default": 3}, "n": {"type": "number"}, "s": {"type": "string"}, "b": {"type": "boolean"},
        "u": {"type": "string", "nullable": true},
        "l": {"type": "array", "items": {"type": "integer"}},
        "t": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
        "m": {"type": "object", "additionalProperties": {"type": "string"}},
        "o": {"type": "object", "properties": {"x": {"type": "integer", "default": 7}, "y": {"type": "integer"}}, "default": {}},
        "namespace": {"type": "string"}, "a-b": {"type": "string"},
        "when": {"type": "string", "format": "date-time"}, "long": {"type": "string", "format": "duration"},
        "p": {"x-kubernetes-int-or-string": true}
    })
}

fn spec() -> Value {
    json!({
        "n": 1.5, "s": "grün/Tee", "b": true, "u": null, "l": [1, 2, 3], "t": ["a", "b"], "m": {"k": "v", "w": "x"},
        "namespace": "ns", "a-b": "ab", "when": "2026-01-01T00:00:00Z", "long": "90m", "p": 80
    })
}

/// Expressions that hold of [`spec`], some by its defaults.
const TRUE: &[&str] = &[
    "self.i == 3 && self.o.x == 7 && has(self.o) && !has(self.o.y)",
    "self.n == 1.5 && self.n > 1 && self.n * 2.0 == 3.0",
    "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 % 2 == -1 && 2 - 1 - 1 == 0",
    "self.b ? self.i > 2 : false",
    "self.u == null && has(self.u)",
    "self.__namespace__ == 'ns' && self.a__dash__b == 'ab'",
    "size(self.s) == 8 && self.s.size() == 8 && self.s.indexOf('T') == 5 && self.s.substring(0, 4) == 'grün'",
    "self.s.split('/') == ['grün', 'Tee'] && ['a', 'b'].join('-') == 'a-b' && self.s.charAt(2) == 'ü'",
    "self.s.upperAscii() == 'GRüN/TEE' && ' a '.trim() == 'a' && 'aaa'.replace('a', 'b', 2) == 'bba' && 'abab'.lastIndexOf('b') == 3",
    "self.s.startsWith('gr') && self.s.endsWith('ee') && self.s.contains('/') && self.s.matches('^[^/]+/T')",
    "self.s.matches(self.s.substring(5)) && 'a1b22'.find('[0-9]+') == '1'",
    "self.l.all(x, x > 0) && self.l.exists(x, x == 2) && self.l.exists_one(x, x > 2) && !self.l.exists_one(x, x > 1)",
    "self.l.map(x, x * 2) == [2, 4, 6] && self.l.map(x, x > 1, x + 1) == [3, 4] && self.l.filter(x, x != 2).size() == 2",
    "self.l.all(i, v, v == i + 1) && self.l.sum() == 6 && self.l.max() == 3 && self.l.min() == 1 && self.l.isSorted()",
    "self.l.all(x, self.l.exists(y, y == x) && self.l.filter(z, z < x).size() == x - 1)",
    "self.t == ['b', 'a'] && sets.contains(self.t, ['a']) && sets.equivalent(['b', 'a', 'a'], self.t) && !sets.intersects(self.t, ['c'])",
    "self.m.all(k, k in ['k', 'w']) && 'k' in self.m && self.m['k'] == 'v' && self.m.k == 'v' && !('z' in self.m) && size(self.m) == 2",
    "self.m == {'w': 'x', 'k': 'v'} && self.m.exists(k, v, v == 'x')",
    "self.when > timestamp('2025-12-31T23:59:59Z') && self.when - timestamp('2025-12-31T23:00:00Z') == duration('1h')",
    "self.long == duration('1h30m') && self.long.getMinutes() == 90 && duration('1500ms').getMilliseconds() == 1500",
    "type(self.p) == int && int(self.p) == 80 && string(80) == '80' && type('a') == string && dyn(1) == 1.0",
    "self.?s.hasValue() && self.?m['k'].orValue('') == 'v' && self.?o.?y.orValue(9) == 9 && !self.m[?'z'].hasValue()",
    "self.?s.optMap(x, x.size()).orValue(0) == 8 && optional.none().orValue(1) == 1",
    "isIP('::1') && !isIP('::ffff:1.2.3.4') && ip('10.0.0.1').family() == 4 && isCIDR('10.0.0.0/8') && isURL('https://a/b') && !isURL('a')",
    "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('1000m').compareTo(quantity('1')) == 0 && !isQuantity('a')",
    "true || self.l[9] == 1",
    "!(self.l[9] == 1 && false)",
    "self.l.exists(x, x == 2 || self.l[x] == 9)",
    "1u + 2u == 3u && 1 == 1.0 && 'a' != 'b' && !('a' == 'b') && [1] + [2] == [1, 2] && -self.i == -3",
    "self.s.contains('x') || self.s.contains('y') || // a comment\n true",
];

#[test]
fn the_language() {
    for rule in TRUE {
        let (schemas, told) = defined(properties(), &[json!({"rule": rule})]);
        assert_eq!(told, [], "{rule}");
        let found = found(&schemas, spec());
        assert!(found.is_empty(), "{rule}: {}", found[0].message);
        // The test can fail: the opposite does not hold.
        let (schemas, _) = defined(properties(), &[json!({"rule": format!("!({rule}\n)")})]);
        assert_eq!(self::found(&schemas, spec()).len(), 1, "{rule}");
    }
}

#[test]
fn what_a_rule_says() {
    let said = |rule: Value| {
        let (schemas, _) = defined(properties(), &[rule]);
        found(&schemas, spec()).into_iter().map(|one| one.message).collect::<Vec<_>>()
    };
    assert_eq!(
        said(json!({"rule": "self.i > 3"})),
        ["`spec` breaks a rule of its definition: `self.i > 3` does not hold"]
    );
    assert_eq!(
        said(json!({"rule": "false", "message": "no"})),
        ["`spec` breaks a rule of its definition: no"]
    );
    let computed = json!({"rule": "false", "message": "no", "messageExpression": "'i is ' + string(self.i)"});
    assert_eq!(said(computed), ["`spec` breaks a rule of its definition: i is 3"]);
    let hopeless = json!({"rule": "false", "message": "no", "messageExpression": "self.m['z']"});
    assert_eq!(said(hopeless), ["`spec` breaks a rule of its definition: no"]);
    // The server refuses what it cannot answer.
    assert_eq!(
        said(json!({"rule": "self.l[9] == 1", "message": "no"})),
        ["`spec` breaks a rule of its definition: no (index out of bounds)"]
    );
    assert_eq!(
        said(json!({"rule": "self.o.y == 1", "message": "no"})),
        ["`spec` breaks a rule of its definition: no (no such key: y)"]
    );
    assert_eq!(said(json!({"rule": "1 / (self.i - 3) == 1", "message": "no"})).len(), 1);
}

#[test]
fn the_field_that_a_rule_speaks_of_is_shown() {
    let (schemas, _) = defined(properties(), &[json!({"rule": "self.s == ''", "fieldPath": ".s"})]);
    let thing = node(&object("example.com/v1", "Thing", spec()));
    let KindLookup::Found(kind) = schemas.kind("example.com/v1", "Thing", schemas.newest()) else {
        panic!("no Thing")
    };
    let mut out = Vec::new();
    check(&thing, kind.node, Mode::Complete, &mut out);
    let shown = out[0].primary.as_ref().unwrap().span;
    assert_eq!(Some(shown), thing.at(&["spec", "s"]).unwrap().origin.span());
}

#[test]
fn rules_on_changes_are_asked_where_they_say_so() {
    let (schemas, told) = defined(properties(), &[json!({"rule": "self.s == oldSelf.s"})]);
    assert_eq!((told, found(&schemas, spec())), (vec![], vec![]));
    let rule = json!({"rule": "!oldSelf.hasValue() && self.s == ''", "optionalOldSelf": true});
    let (schemas, _) = defined(properties(), &[rule]);
    assert_eq!(found(&schemas, spec()).len(), 1);
}

#[test]
fn a_rule_that_is_not_known_is_named_at_the_definition() {
    let (schemas, told) = defined(
        properties(),
        &[json!({"rule": "semver(self.s).major() > 1"}), json!({"rule": "self.i < 0"})],
    );
    let told: Vec<(&str, &str)> = told.iter().map(|one| (one.code.name(), one.message.as_str())).collect();
    assert_eq!(
        told,
        [("cel-unchecked", "a rule of the definition is not checked: the function semver() is not known")]
    );
    // The other one is asked.
    let codes: Vec<&str> = found(&schemas, spec()).iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["cel-rule"]);
}

#[test]
fn a_rule_that_is_not_known_for_these_values_is_named_at_them() {
    let (schemas, told) = defined(properties(), &[json!({"rule": "self.p.startsWith('a')"})]);
    assert_eq!(told, []);
    let codes: Vec<&str> = found(&schemas, spec()).iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["cel-unchecked"]);
}

#[test]
fn a_rule_that_never_ends_ends() {
    let many: Vec<Value> = (0..1000).map(|item| json!(item)).collect();
    let (schemas, _) = defined(
        properties(),
        &[json!({"rule": "self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))"})],
    );
    let codes: Vec<&str> = found(&schemas, json!({"l": many})).iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["cel-unchecked"]);
}
