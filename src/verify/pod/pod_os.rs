//! A pod for Windows has nothing that only Linux has, and a pod for Linux has no `windowsOptions`
//! (`validateWindows`, `validateLinux`, `validateWindowsHostProcessPod`).

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Node;
use crate::verify::container::resources;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, text};

pub const RULE: Rule = Rule { code: code::POD_OS, check: Check::Pods(check) };

/// Fields of a pod for Linux only; of the first two, only `true`.
const OF_PODS: [&str; 5] = ["hostPID", "hostIPC", "hostUsers", "shareProcessNamespace", "resources"];
/// Fields of `securityContext` for Linux only: of pods, of containers, of both.
const SECURITY_OF_PODS: [&str; 5] =
    ["fsGroup", "fsGroupChangePolicy", "sysctls", "supplementalGroups", "supplementalGroupsPolicy"];
const SECURITY_OF_CONTAINERS: [&str; 5] =
    ["capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount"];
const SECURITY: [&str; 5] =
    ["appArmorProfile", "seLinuxOptions", "seccompProfile", "runAsUser", "runAsGroup"];

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    let contexts = || {
        let of_containers = pod.containers.iter().filter_map(|one| field(one.node, &["securityContext"]));
        field(pod.spec, &["securityContext"]).into_iter().chain(of_containers)
    };
    let mut tell = |nodes: &mut dyn Iterator<Item = (&Node, &'static str)>| {
        for (node, word) in nodes {
            other(pod, node, word, findings);
        }
    };
    match text(pod.spec, &["os", "name"]) {
        "windows" => {
            let of = |node, words: &[&'static str; 5]| {
                words.map(|word| field(node, &[word]).map(|node| (node, word))).into_iter().flatten()
            };
            let is_set = |(node, word): &(&Node, &str)| match *word {
                "hostPID" | "hostIPC" => node.as_bool() == Some(true),
                "resources" => ground.minor >= resources::OF_PODS,
                _ => true,
            };
            tell(&mut of(pod.spec, &OF_PODS).filter(is_set));
            tell(&mut contexts().flat_map(|one| {
                of(one, &SECURITY).chain(of(one, &SECURITY_OF_PODS)).chain(of(one, &SECURITY_OF_CONTAINERS))
            }));
        }
        "linux" => {
            let word = "windowsOptions";
            tell(&mut contexts().filter_map(|one| Some((field(one, &[word])?, word))));
        }
        _ => {}
    }
    let of_node = contexts().filter_map(|one| field(one, &["windowsOptions", "hostProcess"]));
    let is_network = field(pod.spec, &["hostNetwork"]).and_then(Node::as_bool) == Some(true);
    if let Some(node) = of_node.into_iter().find(|node| node.as_bool() == Some(true) && !is_network) {
        let message = "a process of a Windows node has the node's network";
        findings.error(code::POD_OS, node, message, "add `hostNetwork: true` to the pod's spec");
    }
}

fn other(pod: &Pod, node: &Node, word: &str, findings: &mut Findings) {
    let os = text(pod.spec, &["os", "name"]);
    let found = Diagnostic::error(code::POD_OS, format!("a pod with `os: {{name: {os}}}` has no `{word}`"));
    let place = field(pod.spec, &["os", "name"]).and_then(|node| node.origin.span());
    let found = found.at(node.origin.span(), "").related(place, "the pod's system");
    findings.add(node, found.help(format!("remove `{word}`, or the pod's `os`")));
}
