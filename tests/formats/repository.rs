//! Paths for programs beside us begin at the root of the repository, wherever in it the estate is and one stands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An app with a misspelt field, in an estate of its own.
const ESTATE: [(&str, &str); 4] = [
    ("platc.yaml", "kind: Platform\nmetadata: {name: shop}\nspec: {teams: {payments: {}}}\n"),
    ("overlays/dev/environment.yaml", "kind: Environment\nspec: {target: kubernetes}\n"),
    ("overlays/dev/checkout.yaml", "kind: Overlay\nspec: {}\n"),
    (
        "apps/checkout/app.yaml",
        "kind: App\nmetadata: {name: checkout, team: payments}\nspec: {imag: shop:1.0.0}\n",
    ),
];

fn estate(folder: &Path) {
    for (path, text) in ESTATE {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("apiVersion: platc.dev/v1alpha1\n{text}")).unwrap();
    }
}

/// A real repository; nothing of the person's who runs the test is in it.
fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    for (key, value) in [("name", "nobody"), ("email", "nobody@shop.example")] {
        git.args(["-c", &format!("user.{key}={value}")]);
    }
    let output = git.arg("-C").arg(folder).args(arguments).env_clear().env("PATH", path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

fn repository(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    git(folder, &["init", "--quiet"]);
    folder.to_owned()
}

/// What is said in a folder, where GitHub checks out into `workspace`.
fn said(folder: &Path, workspace: Option<&Path>, line: &str) -> String {
    let mut platc = Command::new(env!("CARGO_BIN_EXE_platc"));
    let platc = platc.args(line.split(' ')).current_dir(folder).env_clear();
    let workspace = workspace.map(|workspace| ("GITHUB_WORKSPACE", workspace));
    let output = platc.envs(workspace).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The file of the first finding, as each form tells it.
fn files(folder: &Path, workspace: Option<&Path>, line: &str) -> Vec<String> {
    let forms = [("github", "file=", ","), ("sarif", "\"uri\": \"", "\""), ("junit", "file=\"", "\"")];
    let mut files = Vec::new();
    for (form, before, behind) in forms {
        let text = said(folder, workspace, &format!("{line} --format {form}"));
        let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{text}"));
        files.push(rest.split_once(behind).unwrap().0.to_owned());
    }
    files
}

#[test]
fn an_estate_in_a_folder_of_its_repository() {
    let place = tempfile::tempdir().unwrap();
    let root = repository(&place.path().join("repository"));
    let folder = root.join("deploy/shop");
    estate(&folder);
    let expected = ["deploy/shop/apps/checkout/app.yaml"; 3];
    assert_eq!(files(&folder, None, "check"), expected);
    assert_eq!(files(&folder.join("apps/checkout"), None, "check"), expected);
    assert_eq!(files(&root, None, "check --root deploy/shop"), expected);
    assert_eq!(files(place.path(), None, "check --root repository/deploy/../deploy/shop"), expected);
    // For people and editors they stay what they are.
    assert!(said(&folder, None, "check --format concise").starts_with("apps/checkout/app.yaml:"));
    assert!(said(&folder, None, "check --format json").contains("\"apps/checkout/app.yaml\""));
}

#[test]
fn an_estate_that_is_its_repository_and_one_in_none() {
    let place = tempfile::tempdir().unwrap();
    for folder in [place.path().join("none"), repository(&place.path().join("whole"))] {
        estate(&folder);
        assert_eq!(files(&folder, None, "check"), ["apps/checkout/app.yaml"; 3]);
    }
}

#[test]
fn a_working_tree_that_is_linked() {
    let place = tempfile::tempdir().unwrap();
    let root = repository(&place.path().join("repository"));
    git(&root, &["commit", "--quiet", "--allow-empty", "--message", "begin"]);
    git(&root, &["worktree", "add", "--quiet", "../linked"]);
    let folder = place.path().join("linked/deploy");
    estate(&folder);
    assert_eq!(files(&folder, None, "check"), ["deploy/apps/checkout/app.yaml"; 3]);
}

/// The repository may be checked out below the workspace, hold others, or have come without its history.
#[test]
fn in_a_workspace_of_github() {
    let place = tempfile::tempdir().unwrap();
    let workspace = place.path().join("work");
    let root = repository(&workspace.join("checkout"));
    let inner = repository(&root.join("vendor/inner"));
    estate(&inner.join("deploy"));
    let check = |workspace: &Path| files(&inner.join("deploy"), Some(workspace), "check");
    assert_eq!(check(&workspace), ["vendor/inner/deploy/apps/checkout/app.yaml"; 3]);
    assert_eq!(check(&place.path().join("other")), ["deploy/apps/checkout/app.yaml"; 3]);
    fs::remove_dir_all(root.join(".git")).unwrap();
    fs::remove_dir_all(inner.join(".git")).unwrap();
    assert_eq!(check(&workspace), ["checkout/vendor/inner/deploy/apps/checkout/app.yaml"; 3]);
}

#[test]
fn manifests_that_are_named_from_anywhere() {
    let place = tempfile::tempdir().unwrap();
    let root = repository(&place.path().join("repository"));
    let manifests = root.join("deploy/manifests");
    fs::create_dir_all(&manifests).unwrap();
    fs::create_dir_all(root.join("tools/here")).unwrap();
    fs::write(manifests.join("a.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: New_Name}}\n")
        .unwrap();
    let expected = ["deploy/manifests/a.yaml"; 3];
    assert_eq!(files(&root.join("deploy"), None, "verify manifests"), expected);
    assert_eq!(files(&root.join("tools/here"), None, "verify ../../deploy/manifests/a.yaml"), expected);
    assert_eq!(files(&root.join("deploy"), None, &format!("verify {}", manifests.display())), expected);
    // What lies outside keeps the name that was typed.
    fs::create_dir_all(place.path().join("elsewhere")).unwrap();
    fs::copy(manifests.join("a.yaml"), place.path().join("elsewhere/a.yaml")).unwrap();
    assert_eq!(files(&root, None, "verify ../elsewhere"), ["../elsewhere/a.yaml"; 3]);
}
