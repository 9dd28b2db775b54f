//! Random estates: apps with ports, workers, references and access, and the files that say so.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Ports that a workload may have: name, container's number, Service's number, protocol.
pub const PORTS: [(&str, i64, i64, &str); 3] =
    [("http", 8080, 80, "TCP"), ("grpc", 9000, 9000, "TCP"), ("feed", 5353, 53, "UDP")];
/// Namespaces that apps may choose for themselves.
const NAMESPACES: [Option<&str>; 3] = [None, Some("red"), Some("blue")];
/// Ranges of addresses that access may name.
pub const RANGES: [&str; 2] = ["192.0.2.0/24", "10.0.0.0/8"];

/// Decisions drawn from bytes, so that a failing estate shrinks to a small one.
pub struct Choices<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl<'b> Choices<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Choices { bytes: bytes.iter() }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % limit.max(1)
    }

    fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == chance - 1
    }
}

#[derive(Debug, Clone)]
pub struct Estate {
    pub deny: bool,
    pub apps: Vec<App>,
}

#[derive(Debug, Clone)]
pub struct App {
    pub name: String,
    pub namespace: Option<&'static str>,
    /// Indices into [`PORTS`].
    pub ports: Vec<usize>,
    /// The ports of its worker `side`, where it has one.
    pub worker: Option<Vec<usize>>,
    pub references: Vec<Reference>,
    pub from: Option<Vec<Entry>>,
    pub to: Option<Vec<Entry>>,
}

#[derive(Debug, Clone)]
pub struct Reference {
    pub by: By,
    pub app: usize,
    pub what: What,
}

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A variable of the main workload, which the worker does not take over.
    Main,
    Worker,
    /// A config of the app: all its workloads.
    App,
    /// A variable of the main workload, through `app.vars`.
    Variable,
    /// `app.vars` alone: nobody reads it.
    Nobody,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Host,
    Port(usize),
    OfWorker(usize),
    Name,
}

/// An entry of `access`.
#[derive(Debug, Clone)]
pub struct Entry {
    pub who: Who,
    /// Names of ports (indices into [`PORTS`]) or numbers.
    pub ports: Option<Vec<Result<usize, i64>>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    Any,
    App(usize),
    Namespace(&'static str),
    Range(usize),
    Internet,
}

impl Estate {
    pub fn draw(choices: &mut Choices) -> Self {
        let deny = choices.below(2) == 0;
        let count = 2 + choices.below(3);
        let mut apps: Vec<App> = (0..count).map(|number| App::draw(number, choices)).collect();
        for number in 0..count {
            let (references, from, to) = apps_say(&apps, number, choices);
            let app = &mut apps[number];
            (app.references, app.from, app.to) = (references, from, to);
        }
        Estate { deny, apps }
    }

    /// The files that say it.
    pub fn files(&self) -> BTreeMap<String, String> {
        let head = "apiVersion: platc.dev/v1alpha1\nkind: ";
        let mut files = BTreeMap::new();
        let platform = format!("{head}Platform\nmetadata: {{name: e}}\nspec: {{teams: {{green: {{}}}}}}\n");
        files.insert("platc.yaml".to_owned(), platform);
        let security = if self.deny { "  security: {defaultDeny: true}\n" } else { "" };
        let environment = format!("{head}Environment\nspec:\n  target: kubernetes\n{security}");
        files.insert("overlays/dev/environment.yaml".to_owned(), environment);
        for app in &self.apps {
            files.insert(
                format!("apps/{}/app.yaml", app.name),
                format!("{head}App\n{}", app.text(&self.apps)),
            );
            files.insert(format!("overlays/dev/{}.yaml", app.name), format!("{head}Overlay\nspec: {{}}\n"));
        }
        files
    }
}

impl App {
    fn draw(number: usize, choices: &mut Choices) -> Self {
        let some =
            |choices: &mut Choices| (0..PORTS.len()).filter(|_| choices.below(2) == 0).collect::<Vec<_>>();
        App {
            name: format!("app-{number}"),
            namespace: NAMESPACES[choices.below(NAMESPACES.len())],
            ports: some(choices),
            worker: (choices.below(2) == 0).then(|| some(choices)),
            references: Vec::new(),
            from: None,
            to: None,
        }
    }

    pub fn home(&self) -> &'static str {
        self.namespace.unwrap_or("green")
    }

    fn text(&self, apps: &[App]) -> String {
        let mut text = format!("metadata: {{name: {}, team: green}}\nspec:\n  image: a:1\n", self.name);
        if let Some(namespace) = self.namespace {
            writeln!(text, "  namespace: {namespace}").unwrap();
        }
        text += &ports(&self.ports, "  ");
        let at = |by: By| {
            let mut lines =
                self.references.iter().enumerate().filter(move |(_, reference)| reference.by == by);
            let said = |(number, reference): (usize, &Reference)| (number, reference.expression(apps));
            lines.by_ref().map(said).collect::<Vec<_>>()
        };
        let block = |text: &mut String, indent: &str, key: &str, lines: &[String]| {
            if !lines.is_empty() {
                writeln!(text, "{indent}{key}:").unwrap();
                lines.iter().for_each(|line| writeln!(text, "{indent}  {line}").unwrap());
            }
        };
        let lines = |by: By| at(by).iter().map(|(n, said)| format!("R{n}: x-{said}")).collect::<Vec<_>>();
        let kept = at(By::Variable).into_iter().chain(at(By::Nobody));
        let kept: Vec<String> = kept.map(|(n, said)| format!("r{n}: x-{said}")).collect();
        block(&mut text, "  ", "vars", &kept);
        let read = at(By::Variable);
        let read = read.iter().map(|(n, _)| format!("R{n}: ${{{{ app.vars.r{n} }}}}"));
        block(&mut text, "  ", "env", &lines(By::Main).into_iter().chain(read).collect::<Vec<_>>());
        let data = lines(By::App);
        if !data.is_empty() {
            text += "  config:\n    settings:\n      template: true\n";
            block(&mut text, "      ", "data", &data);
        }
        if let Some(own) = &self.worker {
            text += "  workers:\n    side:\n      inherit: [image]\n      service: {}\n";
            if own.is_empty() {
                // A Service without a port is none.
                text = text.replace("      service: {}\n", "");
            }
            text += &ports(own, "      ");
            block(&mut text, "      ", "env", &lines(By::Worker));
        }
        let directions = [("from", &self.from), ("to", &self.to)];
        if directions.iter().any(|(_, entries)| entries.is_some()) {
            text += "  access:\n";
        }
        for (key, entries) in directions {
            let Some(entries) = entries else { continue };
            let lines: Vec<String> =
                entries.iter().enumerate().map(|(number, entry)| entry.text(number, apps)).collect();
            match lines.is_empty() {
                true => writeln!(text, "    {key}: {{}}").unwrap(),
                false => block(&mut text, "    ", key, &lines),
            }
        }
        text
    }
}

fn ports(ports: &[usize], indent: &str) -> String {
    let port = |port: &usize| {
        let (name, number, service, protocol) = PORTS[*port];
        let protocol = if protocol == "UDP" { ", protocol: udp" } else { "" };
        format!("{name}: {{port: {number}, service: {service}{protocol}}}")
    };
    match ports {
        [] => String::new(),
        ports => format!("{indent}ports: {{{}}}\n", ports.iter().map(port).collect::<Vec<_>>().join(", ")),
    }
}

impl Reference {
    fn expression(&self, apps: &[App]) -> String {
        let name = &apps[self.app].name;
        let path = match &self.what {
            What::Host => "host".to_owned(),
            What::Port(port) => format!("ports.{}.address", PORTS[*port].0),
            What::OfWorker(port) => format!("workers.side.ports.{}.port", PORTS[*port].0),
            What::Name => "name".to_owned(),
        };
        format!("${{{{ apps.{name}.{path} }}}}")
    }
}

impl Entry {
    fn text(&self, number: usize, apps: &[App]) -> String {
        let port = |port: &Result<usize, i64>| match port {
            Ok(name) => PORTS[*name].0.to_owned(),
            Err(number) => number.to_string(),
        };
        let ports = self
            .ports
            .as_ref()
            .map(|ports| format!(", ports: [{}]", ports.iter().map(port).collect::<Vec<_>>().join(", ")));
        let ports = ports.unwrap_or_default();
        match &self.who {
            Who::Any => "any: true".to_owned(),
            Who::App(app) if self.ports.is_none() => format!("{}: true", apps[*app].name),
            Who::App(app) => format!("e{number}: {{app: {}{ports}}}", apps[*app].name),
            Who::Namespace(name) => format!("e{number}: {{namespace: {name}{ports}}}"),
            Who::Range(range) => format!("e{number}: {{cidr: {}{ports}}}", RANGES[*range]),
            Who::Internet => format!("e{number}: {{internet: true{ports}}}"),
        }
    }
}

/// What an app says of others.
fn apps_say(
    apps: &[App],
    number: usize,
    choices: &mut Choices,
) -> (Vec<Reference>, Option<Vec<Entry>>, Option<Vec<Entry>>) {
    let mut references = Vec::new();
    for _ in 0..choices.below(4) {
        let app = choices.below(apps.len());
        let by = [By::Main, By::Worker, By::App, By::Variable, By::Nobody][choices.below(5)];
        let there = &apps[app];
        let mut whats = vec![What::Name];
        whats.extend((!there.ports.is_empty()).then_some(What::Host));
        whats.extend(there.ports.iter().map(|port| What::Port(*port)));
        whats.extend(there.worker.iter().flatten().map(|port| What::OfWorker(*port)));
        whats.rotate_left(1);
        let what = whats[choices.below(whats.len())].clone();
        if by != By::Worker || apps[number].worker.is_some() {
            references.push(Reference { by, app, what });
        }
    }
    let from = choices.one_in(2).then(|| entries(apps, number, true, choices));
    let to = choices.one_in(2).then(|| entries(apps, number, false, choices));
    (references, from, to)
}

fn entries(apps: &[App], number: usize, from: bool, choices: &mut Choices) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..choices.below(4) {
        let who = match choices.below(5) {
            0 | 1 => Who::App(choices.below(apps.len())),
            2 if from => Who::Namespace(["red", "elsewhere"][choices.below(2)]),
            2 => Who::Internet,
            3 => Who::Range(choices.below(RANGES.len())),
            _ => Who::Any,
        };
        // The ports are those of who is called.
        let called = match (&who, from) {
            (_, true) => Some(&apps[number]),
            (Who::App(app), false) => Some(&apps[*app]),
            _ => None,
        };
        let mut known: Vec<Result<usize, i64>> = vec![Err(7777)];
        if let Some(called) = called {
            known.extend(called.ports.iter().chain(called.worker.iter().flatten()).map(|port| Ok(*port)));
        }
        let ports = (who != Who::Any && choices.below(2) == 0)
            .then(|| (0..1 + choices.below(2)).map(|_| known[choices.below(known.len())]).collect());
        let entry = Entry { who, ports };
        let key = |entry: &Entry| match (&entry.who, entry.ports.is_some()) {
            (Who::Any, _) => Some(usize::MAX),
            (Who::App(app), false) => Some(*app),
            _ => None,
        };
        if key(&entry).is_none() || !entries.iter().any(|other| key(other) == key(&entry)) {
            entries.push(entry);
        }
    }
    entries
}
