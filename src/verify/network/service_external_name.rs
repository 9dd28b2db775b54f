//! A Service that stands for a name outside the cluster (`ValidateService`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::dns_subdomain;

pub const RULE: Rule = Rule { code: code::SERVICE_EXTERNAL_NAME, check: Check::Kinds(&["Service"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    if service.kind != "ExternalName" {
        return;
    }
    let error = |message: String| Diagnostic::error(code::SERVICE_EXTERNAL_NAME, message);
    match service.set("externalName") {
        None => {
            let at = service.type_node().unwrap_or(service.spec);
            let found = error("the Service does not say which name it stands for".to_string());
            findings.add(at, found.help("write `externalName: db.example.com`"));
        }
        Some(node) => {
            let name = node.as_str().unwrap_or("");
            // A dot at the end says that the name is whole.
            if let Err(expected) = dns_subdomain(name.strip_suffix('.').unwrap_or(name)) {
                findings.add(node, error(format!("`{name}` is not the name of a host")).help(expected));
            }
        }
    }
    let own = [service.set("clusterIP"), service.listed("clusterIPs")].into_iter().flatten().next();
    let families = [service.listed("ipFamilies"), service.set("ipFamilyPolicy")].into_iter().flatten();
    for node in own.into_iter().chain(families) {
        let found = error("a Service that stands for a name has no address in the cluster".to_string());
        findings.add(node, found.help("remove it"));
    }
}
