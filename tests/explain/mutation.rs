//! Authored scalars, and the other values that they can have.

use std::fmt;

use platc::source::{Files, SourceFile};
use platc::syntax::{FieldPath, Node, ParseOptions, Segment, Value, parse};

use crate::estate::Source;
use crate::names::Names;

/// One scalar of one file.
#[derive(Clone)]
pub struct Scalar {
    pub file: String,
    pub path: FieldPath,
    pub start: u32,
    pub end: u32,
    line_start: u32,
    pub node: Node,
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.path)
    }
}

impl Scalar {
    /// The scalar's place once another text stands in it. What a `null` kept away has its key from the same line.
    pub fn lengthened(&self, value: &str) -> Scalar {
        let start = if self.node.is_null() { self.line_start } else { self.start };
        Scalar { start, end: self.start + u32::try_from(value.len()).unwrap(), ..self.clone() }
    }

    fn key(&self) -> &str {
        self.path
            .0
            .iter()
            .rev()
            .find_map(|step| if let Segment::Key(key) = step { Some(key.as_str()) } else { None })
            .unwrap_or("")
    }
}

/// Every scalar of every spec file.
pub fn scalars(source: &Source) -> Vec<Scalar> {
    let mut found = Vec::new();
    for (file, text) in source.files.iter().filter(|(file, _)| is_spec(file)) {
        let mut files = Files::new();
        let id = files.add(SourceFile::new(file.as_str(), text.as_str()));
        let first = found.len();
        for document in parse(id, text, &ParseOptions::default()).documents {
            collect(file, &document.root, FieldPath::root(), &mut found);
        }
        for scalar in &mut found[first..] {
            let line = files.get(id).unwrap().position(scalar.start).line;
            scalar.line_start = files.get(id).unwrap().line_start(line).unwrap();
        }
    }
    found
}

fn is_spec(file: &str) -> bool {
    let folders = file.split('/').count();
    file == "platc.yaml" || file.ends_with("/app.yaml") || (file.starts_with("overlays/") && folders == 3)
}

fn collect(file: &str, node: &Node, path: FieldPath, found: &mut Vec<Scalar>) {
    match &node.value {
        Value::Mapping(mapping) => {
            mapping.iter().for_each(|entry| collect(file, &entry.value, path.key(entry.key.clone()), found));
        }
        Value::Sequence(items) => {
            for (number, item) in items.iter().enumerate() {
                collect(file, item, path.and(Segment::Index(number)), found);
            }
        }
        _ => {
            let Some(span) = node.origin.span() else { return };
            let (start, end) = (span.start, span.end);
            let (file, node) = (file.to_string(), node.clone());
            found.push(Scalar { file, path, start, end, line_start: start, node });
        }
    }
}

/// Other values, the most telling first: one that takes away what the scalar decides, then one beside it.
pub fn candidates(scalar: &Scalar, names: &Names) -> Vec<String> {
    let text = scalar.node.scalar_text().map_or("", |text| text.as_str());
    // Names that folders fix, words without another, and what chooses layers: which of them a value has is told, but
    // no one value changes with the choice as with a line that sets it.
    let path = scalar.path.to_string();
    if ["apiVersion", "kind", "metadata.name", "metadata.team", "spec.target", "spec.extends"]
        .contains(&path.as_str())
    {
        return Vec::new();
    }
    if tells_items_apart(&scalar.path) || chooses_layers(scalar, text) {
        return Vec::new();
    }
    match &scalar.node.value {
        Value::Null => vec!["7".into(), "7m".into(), "other".into()],
        Value::Bool(_) => vec![if text == "true" { "false".into() } else { "true".into() }],
        Value::Number(_) => match text.parse::<i64>() {
            Ok(number) if ["replicas", "min", "max"].contains(&scalar.key()) => {
                vec![if number > 1 { "1".into() } else { "2".into() }, (number + 1).to_string()]
            }
            Ok(0) if scalar.key() == "maxUnavailable" => vec!["0%".into()],
            Ok(number) => [1, -1, 1000].map(|step| (number + step).to_string()).to_vec(),
            Err(_) => vec![format!("{text}1")],
        },
        _ => texts(scalar, text, names),
    }
}

/// Whether a scalar says which item of a list a patch speaks of: another one has it speak of another item, so that
/// what it beat or removed comes back, and of what is gone nothing can be explained.
pub fn tells_items_apart(path: &FieldPath) -> bool {
    const KEYS: [(&str, &str); 6] = [
        ("containers", "name"),
        ("env", "name"),
        ("hostAliases", "ip"),
        ("ports", "containerPort"),
        ("ports", "port"),
        ("volumes", "name"),
    ];
    let key = |step: Option<&Segment>| match step {
        Some(Segment::Key(key)) => key.to_string(),
        _ => String::new(),
    };
    let mut steps = path.0.iter().rev();
    let (last, _, list) = (key(steps.next()), steps.next(), key(steps.next()));
    KEYS.contains(&(&list, &last)) && path.0.iter().any(|step| key(Some(step)) == "patches")
}

/// A type other than the two of Deployments chooses the kind of the workload and with it the layers for that type: which
/// of them there are is no property of one value. So it is where two layers say the same through an anchor, as for the
/// bank's load generator. And a claim that several share, or that a class is chosen for, can have one access only.
fn chooses_layers(scalar: &Scalar, text: &str) -> bool {
    let path = scalar.path.to_string();
    (path == "spec.type" && !matches!(text, "service" | "worker"))
        || scalar.to_string() == "apps/loadgenerator/app.yaml spec.type"
        || path.ends_with(".claim.access")
}

fn texts(scalar: &Scalar, text: &str, names: &Names) -> Vec<String> {
    // What a text names decides which variables are there to read it.
    if text.contains("${{ secrets.") || text.contains("${{ uses.") {
        return vec!["other".into()];
    }
    let quoted = |text: String| {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
    };
    let mut all: Vec<String> =
        words(scalar.key(), &scalar.path.to_string()).iter().map(|word| (*word).to_string()).collect();
    match scalar.key() {
        "image" => all.push(other_image(text)),
        "digest" => all.push(quoted(text.replace(['0', '1'], "2"))),
        _ => {}
    }
    // Whoever no longer names another app no longer calls it.
    if text.contains("${{ apps.") || text.contains(".vars.") {
        all.push("elsewhere".into());
    }
    all.extend(names.beside(scalar));
    all.retain(|value| value.trim_matches('"') != text);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = text.strip_prefix(&digits).unwrap_or("");
    all.extend(digits.parse::<i64>().ok().map(|number| quoted(format!("{}{unit}", number + 1))));
    all.extend([quoted(format!("{text}x")), quoted(format!("x{text}"))]);
    all
}

/// The words of fixed sets.
fn words(key: &str, path: &str) -> &'static [&'static str] {
    match key {
        "access" => &["ReadWriteMany", "ReadWriteOnce", "ReadOnlyMany"],
        "completionMode" => &["NonIndexed", "Indexed"],
        "concurrencyPolicy" => &["Replace", "Forbid"],
        "dnsPolicy" => &["Default", "ClusterFirst"],
        "divisor" => &["1Ki", "1Mi"],
        "effect" => &["NoExecute"],
        "endpoint" => &["http://other.example:1234"],
        "field" => &["status.podIP"],
        "imagePullPolicy" => &["Always", "IfNotPresent"],
        "inherit" => &["pod", "envFrom", "env", "volumes"],
        "kind" => &["none"],
        "kubernetes" => &["\"1.34\""],
        "method" if path.contains(".backup.") => &["snapshot", "command"],
        "method" => &["POST"],
        "mountPropagation" => &["HostToContainer", "None"],
        "sessionAffinity" => &["None"],
        "operator" => &["Equal"],
        "podManagementPolicy" => &["OrderedReady", "Parallel"],
        "profile" | "security" => &["none", "restricted"],
        "protocol" => &["tcp", "http", "grpc", "udp"],
        "query" => &["vector(1)"],
        "resource" => &["requests.memory", "limits.memory"],
        "restartPolicy" => &["Never", "OnFailure"],
        "schedule" => &["\"0 4 * * *\""],
        "scheme" => &["http", "https"],
        "timeZone" => &["Europe/Paris", "Etc/UTC"],
        // A request above its limit is refused.
        "memory" | "ephemeral-storage" if path.contains(".requests.") => &["1Mi"],
        "strategy" => &["Recreate", "OnDelete", "RollingUpdate"],
        "fsGroupChangePolicy" => &["Always"],
        "defaultMode" => &["0o440"],
        "stripPrefix" => &["/"],
        "terminationMessagePolicy" => &["File", "FallbackToLogsOnError"],
        "type" if path == "spec.type" => &["worker", "service"],
        "type" if path.starts_with("spec.uses.") => &["queue", "warehouse", "postgres", "redis", "s3"],
        "type" if path.ends_with(".target.type") => &["Value", "AverageValue", "Utilization"],
        "type" if path.ends_with(".hostPath.type") => &["Directory"],
        "type" => &["NodePort", "LoadBalancer"],
        "unhealthyPodEvictionPolicy" => &["IfHealthyBudget"],
        "until" => &["ready", "reachable"],
        "when" => &["manual", "after-rollout"],
        "whenUnsatisfiable" => &["ScheduleAnyway"],
        _ => &[],
    }
}

/// Another repository, tag and digest.
fn other_image(text: &str) -> String {
    let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    let (repository, tag) = match name.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (name, None),
    };
    let mut image = format!("{repository}x");
    image.extend(tag.map(|tag| format!(":{tag}x")));
    image.extend(digest.map(|digest| format!("@{}", digest.replace(['0', '1'], "2"))));
    image
}
