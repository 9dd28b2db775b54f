//! An overlay: one app in one environment.

use super::app::{ApiVersion, AppSpec};
use super::define::{language, words};
use super::value::Spanned;

language! {
    /// One app in one environment: `overlays/<environment>/<app>.yaml`. The app runs there because this file exists.
    pub struct Overlay {
        /// The version of the language: `platc.dev/v1alpha1`.
        api_version: Spanned<ApiVersion> [written],
        /// `Overlay`.
        kind: Spanned<OverlayKind> [written],
        /// `false`: the app does not run here, though an environment that this one extends runs it. Default: `true`.
        enabled: Spanned<bool>,
        /// What differs here from the app's own spec; `{}` where nothing does.
        spec: AppSpec [written],
    }
}

words! {
    /// The kind of an overlay's file.
    pub enum OverlayKind {
        /// One app in one environment.
        Overlay = "Overlay",
    }
}
