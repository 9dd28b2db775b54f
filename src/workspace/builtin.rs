//! The YAML that the binary carries: templates, their parts, and defaults that are Kubernetes structures.

macro_rules! embedded {
    ($($path:literal,)*) => {
        /// Path (as messages name it) and text of each embedded file, sorted by path.
        pub const FILES: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../template/builtin/", $path)))),*];
    };
}

embedded! {
    "defaults/beside.yaml",
    "defaults/bootstrap.yaml",
    "defaults/security.yaml",
    "kubernetes/app/certificate.yaml",
    "kubernetes/app/clusterrole.yaml",
    "kubernetes/app/clusterrolebinding.yaml",
    "kubernetes/app/configmap.yaml",
    "kubernetes/app/cronjob.yaml",
    "kubernetes/app/daemonset.yaml",
    "kubernetes/app/deployment.yaml",
    "kubernetes/app/grpcroute.yaml",
    "kubernetes/app/horizontalpodautoscaler.yaml",
    "kubernetes/app/httproute.yaml",
    "kubernetes/app/ingress.yaml",
    "kubernetes/app/job.yaml",
    "kubernetes/app/networkpolicy.yaml",
    "kubernetes/app/persistentvolumeclaim.yaml",
    "kubernetes/app/poddisruptionbudget.yaml",
    "kubernetes/app/role.yaml",
    "kubernetes/app/rolebinding.yaml",
    "kubernetes/app/scaledobject.yaml",
    "kubernetes/app/schedule.yaml",
    "kubernetes/app/service.yaml",
    "kubernetes/app/serviceaccount.yaml",
    "kubernetes/app/statefulset.yaml",
    "kubernetes/app/triggerauthentication.yaml",
    "kubernetes/environment/networkpolicy.yaml",
    "kubernetes/environment/role.yaml",
    "kubernetes/environment/rolebinding.yaml",
    "kubernetes/environment/serviceaccount.yaml",
    "kubernetes/part/answer.yaml",
    "kubernetes/part/backend.yaml",
    "kubernetes/part/claim.yaml",
    "kubernetes/part/container.yaml",
    "kubernetes/part/gateway.yaml",
    "kubernetes/part/job.yaml",
    "kubernetes/part/peer.yaml",
    "kubernetes/part/pod.yaml",
    "kubernetes/part/spread.yaml",
    "kubernetes/part/template.yaml",
}
