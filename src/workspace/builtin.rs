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
    "defaults/security.yaml",
    "kubernetes/app/configmap.yaml",
    "kubernetes/app/deployment.yaml",
    "kubernetes/app/horizontalpodautoscaler.yaml",
    "kubernetes/app/poddisruptionbudget.yaml",
    "kubernetes/app/service.yaml",
    "kubernetes/app/serviceaccount.yaml",
    "kubernetes/part/container.yaml",
    "kubernetes/part/pod.yaml",
    "kubernetes/part/spread.yaml",
}
