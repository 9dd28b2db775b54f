//! Small estates in memory, loaded, checked and merged as the compiler does it.

use platc::diagnostic::Diagnostic;
use platc::resolve::World;
use platc::source::{Files, SourceFile};
use platc::syntax::{Node, ParseOptions, parse, print};
use platc::system::Memory;
use platc::workspace::{load, validate};

/// One app in one environment, merged.
#[derive(Debug)]
pub struct Merged {
    pub spec: Node,
    /// The keys of removals that removed nothing.
    pub idle: Vec<String>,
}

impl Merged {
    /// The value under a dotted path.
    pub fn at(&self, path: &str) -> Option<&Node> {
        self.spec.at(&path.split('.').collect::<Vec<_>>())
    }

    /// The value under a path must be this YAML; an empty text means that nothing is there.
    #[track_caller]
    pub fn has(&self, path: &str, yaml: &str) {
        let found = self.at(path);
        let wanted = tree(yaml);
        let is_same = found.map_or(wanted.is_null(), |found| found.same_value(&wanted));
        assert!(is_same, "{path} is not `{yaml}` in\n{}", print(&self.spec));
    }
}

fn tree(text: &str) -> Node {
    let mut files = Files::new();
    let id = files.next_id();
    files.add(SourceFile::new("expected.yaml", text));
    let parsed = parse(id, text, &ParseOptions::default());
    assert!(parsed.is_ok(), "{text}: {:?}", parsed.diagnostics);
    parsed.documents.into_iter().next().map(|document| document.root).unwrap_or_default()
}

/// An estate of one app, `shop` of the team `web`.
#[derive(Debug, Clone)]
pub struct Shop {
    files: Vec<(String, String)>,
}

impl Shop {
    /// With the App's `spec` as flow or block YAML, and a platform that only knows the team.
    pub fn new(app: &str) -> Self {
        let shop = Shop { files: Vec::new() };
        shop.platform("{teams: {web: {}}}").put(
            "apps/shop/app.yaml",
            &format!("kind: App\nmetadata: {{name: shop, team: web}}\nspec: {app}\n"),
        )
    }

    pub fn platform(self, spec: &str) -> Self {
        self.put("platc.yaml", &format!("kind: Platform\nmetadata: {{name: estate}}\nspec: {spec}\n"))
    }

    /// An environment; `target: kubernetes` is added.
    pub fn environment(self, name: &str, spec: &str) -> Self {
        let spec = spec.trim_start_matches('{');
        let text = format!("kind: Environment\nspec: {{target: kubernetes, {spec}\n");
        self.put(&format!("overlays/{name}/environment.yaml"), &text)
    }

    pub fn overlay(self, environment: &str, spec: &str) -> Self {
        self.put(&format!("overlays/{environment}/shop.yaml"), &format!("kind: Overlay\nspec: {spec}\n"))
    }

    pub fn disabled(self, environment: &str) -> Self {
        let text = "kind: Overlay\nenabled: false\nspec: {}\n";
        self.put(&format!("overlays/{environment}/shop.yaml"), text)
    }

    fn put(mut self, path: &str, text: &str) -> Self {
        let text = format!("apiVersion: platc.dev/v1alpha1\n{text}");
        self.files.retain(|(known, _)| known != path);
        self.files.push((path.to_string(), text));
        self
    }

    /// The app in an environment; `None` where it does not run.
    #[track_caller]
    pub fn find(&self, environment: &str) -> Option<Merged> {
        let mut estate = load(&Memory::with_files(self.files.clone())).unwrap();
        validate(&mut estate);
        let errors: Vec<&Diagnostic> = estate.diagnostics.iter().filter(|found| found.is_error()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let world = World::new(&estate, &[]);
        assert!(world.environments.contains_key(environment), "no environment {environment}");
        let app = world.app(environment, "shop")?;
        let idle = app.idle.iter().map(|removal| removal.key.clone()).collect();
        Some(Merged { spec: app.spec.clone(), idle })
    }

    #[track_caller]
    pub fn at(&self, environment: &str) -> Merged {
        self.find(environment).expect("the app runs there")
    }

    /// What the environments of a chain say together.
    #[track_caller]
    pub fn environment_spec(&self, name: &str) -> Merged {
        let mut estate = load(&Memory::with_files(self.files.clone())).unwrap();
        validate(&mut estate);
        let world = World::new(&estate, &[]);
        let view = &world.environments[name];
        assert!(view.diagnostics.is_empty(), "{:#?}", view.diagnostics);
        Merged { spec: view.spec.clone(), idle: Vec::new() }
    }

    /// The codes of what is wrong with environments.
    pub fn findings(&self) -> Vec<&'static str> {
        let mut estate = load(&Memory::with_files(self.files.clone())).unwrap();
        validate(&mut estate);
        let world = World::new(&estate, &[]);
        let own = estate.diagnostics.iter();
        let found = own.chain(world.environments.values().flat_map(|environment| &environment.diagnostics));
        found.map(|found| found.code.name()).collect()
    }
}
