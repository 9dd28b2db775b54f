//! A container has an image (`validateContainerCommon`). Spaces around it are refused for pods; templates with them
//! pass, and then none of their pods can be made (`validateContainerOnlyForPod`).

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, text};

pub const RULE: Rule = Rule { code: code::CONTAINER_IMAGE, check: Check::Containers(check) };

fn check(pod: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    let node = field(container.node, &["image"]);
    let image = text(container.node, &["image"]);
    let is_text = node.is_none_or(|node| node.as_str().is_some());
    if image.is_empty() && is_text {
        let message = format!("the container `{}` has no image", container.name);
        findings.error(code::CONTAINER_IMAGE, node.unwrap_or(container.node), message, "add `image`");
    } else if image.trim() != image {
        let node = node.unwrap_or(container.node);
        let help = "remove the spaces";
        if pod.is_template() {
            let message = format!("there are spaces around the image `{image}`: no pod can be made with it");
            findings.warning(code::CONTAINER_IMAGE, node, message, help);
        } else {
            let message = format!("there are spaces around the image `{image}`");
            findings.error(code::CONTAINER_IMAGE, node, message, help);
        }
    }
}
