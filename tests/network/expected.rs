//! What an estate's specs say of who reaches whom, worked out from the specs alone.

use std::net::IpAddr;

use crate::cluster::{Labels, Side, holds};
use crate::estate::{App, By, Entry, Estate, PORTS, RANGES, What, Who};

/// Somebody in or around a cluster.
#[derive(Debug, Clone, PartialEq)]
pub enum Party {
    /// A workload of the app of that number: the main one, or its worker.
    Workload {
        app: usize,
        worker: bool,
    },
    /// A pod that no spec knows.
    Stranger {
        namespace: &'static str,
    },
    /// The cluster's DNS.
    Dns,
    Outside(IpAddr),
}

/// A connection that is let through; no ports: all of them.
struct Grant {
    /// Which sides are opened: who is named as an app is opened too, who is named otherwise decides for himself.
    opens: (bool, bool),
    from: Box<dyn Fn(&Party) -> bool>,
    to: Box<dyn Fn(&Party) -> bool>,
    ports: Option<Vec<(i64, &'static str)>>,
}

/// Private addresses, which the internet is not.
const PRIVATE: [&str; 7] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
];

impl Estate {
    /// Everybody who could call or be called.
    pub fn parties(&self) -> Vec<Party> {
        let mut parties = Vec::new();
        for (number, app) in self.apps.iter().enumerate() {
            parties.push(Party::Workload { app: number, worker: false });
            parties.extend(app.worker.as_ref().map(|_| Party::Workload { app: number, worker: true }));
        }
        parties.extend(["green", "red", "elsewhere"].map(|namespace| Party::Stranger { namespace }));
        parties.push(Party::Dns);
        let addresses = ["192.0.2.7", "10.9.8.7", "203.0.113.1", "172.31.0.1", "2001:db8::1", "fd00::1"];
        parties.extend(addresses.map(|address| Party::Outside(address.parse().unwrap())));
        parties
    }

    /// A party as a cluster sees it.
    pub fn side(&self, party: &Party) -> Side {
        let pod = |namespace: &str, labels: &[(&str, &str)]| {
            let label = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            Side::Pod {
                namespace: namespace.to_owned(),
                labels: labels.iter().map(label).collect::<Labels>(),
            }
        };
        match party {
            Party::Workload { app, worker } => {
                let app = &self.apps[*app];
                let component = if *worker { "side" } else { "main" };
                pod(
                    app.home(),
                    &[("app.kubernetes.io/name", &app.name), ("app.kubernetes.io/component", component)],
                )
            }
            Party::Stranger { namespace } => pod(namespace, &[("app.kubernetes.io/name", "stranger")]),
            Party::Dns => pod("kube-system", &[("k8s-app", "kube-dns")]),
            Party::Outside(address) => Side::Outside(*address),
        }
    }

    /// Every reason for which connections are let through; `reach` asks them.
    pub fn said(&self) -> Said<'_> {
        let mut grants = Vec::new();
        for (number, app) in self.apps.iter().enumerate() {
            grants.extend(app.references.iter().filter_map(|reference| self.of_reference(number, reference)));
            for entry in app.from.iter().flatten() {
                grants.extend(self.of_entry(entry, number, true));
            }
            for entry in app.to.iter().flatten() {
                grants.extend(self.of_entry(entry, number, false));
            }
        }
        Said { estate: self, grants }
    }

    fn of_reference(&self, by: usize, reference: &crate::estate::Reference) -> Option<Grant> {
        let there = &self.apps[reference.app];
        let numbers = |ports: &[usize]| ports.iter().map(|port| (PORTS[*port].1, PORTS[*port].3)).collect();
        let (worker, ports): (bool, Vec<_>) = match &reference.what {
            What::Name => return None,
            What::Host => (false, numbers(&there.ports)),
            What::Port(port) => (false, numbers(&[*port])),
            What::OfWorker(port) => (true, numbers(&[*port])),
        };
        let asks: fn(bool) -> bool = match reference.by {
            By::Nobody => return None,
            By::App => |_| true,
            By::Main | By::Variable => |worker| !worker,
            By::Worker => |worker| worker,
        };
        let app = reference.app;
        Some(Grant {
            opens: (true, true),
            from: Box::new(
                move |party| matches!(party, Party::Workload { app, worker } if *app == by && asks(*worker)),
            ),
            to: Box::new(move |party| *party == Party::Workload { app, worker }),
            ports: Some(ports),
        })
    }

    /// The grants of an entry of `access`: one for each workload that is called.
    fn of_entry(&self, entry: &Entry, own: usize, inward: bool) -> Vec<Grant> {
        let workloads = |app: usize| -> Vec<(bool, Vec<usize>)> {
            let App { ports, worker, .. } = &self.apps[app];
            let main = (false, ports.clone());
            std::iter::once(main).chain(worker.clone().map(|ports| (true, ports))).collect()
        };
        let called = match (&entry.who, inward) {
            (_, true) => Some(own),
            (Who::App(app), false) => Some(*app),
            _ => None,
        };
        let chosen = |ports: &[usize]| {
            entry.ports.as_ref().map(|wanted| {
                let one = |port: &Result<usize, i64>| match port {
                    Ok(name) => ports.contains(name).then(|| (PORTS[*name].1, PORTS[*name].3)),
                    Err(number) => Some((*number, "TCP")),
                };
                wanted.iter().filter_map(one).collect::<Vec<_>>()
            })
        };
        let of = |app: usize| -> Box<dyn Fn(&Party) -> bool> {
            Box::new(move |party| matches!(party, Party::Workload { app: other, .. } if *other == app))
        };
        let who = || -> Box<dyn Fn(&Party) -> bool> {
            match entry.who {
                Who::Any => Box::new(|_| true),
                Who::App(app) => of(app),
                Who::Namespace(name) => {
                    let homes: Vec<&'static str> = self.apps.iter().map(App::home).collect();
                    Box::new(move |party| match party {
                        Party::Workload { app, .. } => homes[*app] == name,
                        Party::Stranger { namespace } => *namespace == name,
                        _ => false,
                    })
                }
                Who::Range(range) => Box::new(
                    move |party| matches!(party, Party::Outside(address) if holds(RANGES[range], *address)),
                ),
                Who::Internet => Box::new(|party| {
                    let private = |address: IpAddr| PRIVATE.iter().any(|range| holds(range, address));
                    matches!(party, Party::Outside(address) if !private(*address))
                }),
            }
        };
        let Some(called) = called else {
            return vec![Grant { opens: (true, false), from: of(own), to: who(), ports: chosen(&[]) }];
        };
        let is_app = matches!(entry.who, Who::App(_));
        let grant = |(worker, ports): (bool, Vec<usize>)| Grant {
            opens: (is_app, true),
            from: if inward { who() } else { of(own) },
            to: Box::new(move |party| *party == Party::Workload { app: called, worker }),
            ports: chosen(&ports),
        };
        workloads(called).into_iter().map(grant).collect()
    }
}

/// What an estate says.
pub struct Said<'e> {
    estate: &'e Estate,
    grants: Vec<Grant>,
}

impl Said<'_> {
    /// Whether a connection gets through: each side that is closed must have a reason for it.
    pub fn reach(&self, from: &Party, to: &Party, port: i64, protocol: &str) -> bool {
        let granted = |side: fn((bool, bool)) -> bool| {
            self.grants.iter().any(|grant| {
                let has = |ports: &Vec<(i64, &str)>| ports.contains(&(port, protocol));
                side(grant.opens)
                    && (grant.from)(from)
                    && (grant.to)(to)
                    && grant.ports.as_ref().is_none_or(has)
            })
        };
        let asks_dns = *to == Party::Dns && port == 53 && matches!(from, Party::Workload { .. });
        (!self.is_closed(from, |app| app.to.is_some()) || granted(|(out, _)| out) || asks_dns)
            && (!self.is_closed(to, |app| app.from.is_some()) || granted(|(_, inward)| inward))
    }

    /// Whether a party is closed in a direction.
    fn is_closed(&self, party: &Party, written: impl Fn(&App) -> bool) -> bool {
        match party {
            Party::Workload { app, .. } => self.estate.deny || written(&self.estate.apps[*app]),
            Party::Stranger { namespace } => {
                self.estate.deny && self.estate.apps.iter().any(|app| app.home() == *namespace)
            }
            Party::Dns | Party::Outside(_) => false,
        }
    }
}
