//! In random estates, one workload reaches another on a port exactly when a line of the specs says so.

use platc::compile::{Selection, compile};
use platc::system::Memory;
use platc::workspace;
use proptest::prelude::*;

use crate::cluster::Cluster;
use crate::estate::{Choices, Estate, PORTS};

/// What an estate is compiled to.
fn compiled(estate: &Estate, selection: &Selection) -> Vec<(String, String)> {
    let files = estate.files();
    let mut read = workspace::load(&Memory::with_files(&files)).unwrap();
    workspace::validate(&mut read);
    let compilation = compile(&read, selection);
    let units = compilation.units.iter().flat_map(|unit| &unit.diagnostics);
    let errors: Vec<_> =
        compilation.diagnostics.iter().chain(units).filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{files:#?}\n{errors:#?}");
    let files = compilation.units.into_iter().flat_map(|unit| unit.files);
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn whole(estate: &Estate) -> Vec<(String, String)> {
    compiled(estate, &Selection::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_reaches_whom_is_what_the_specs_say(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let estate = Estate::draw(&mut Choices::new(&bytes));
        let files = whole(&estate);
        let cluster = Cluster::read(files.iter().map(|(_, text)| text.as_str()), "nowhere");
        let (said, parties) = (estate.said(), estate.parties());
        let ports = PORTS.iter().flat_map(|(_, number, service, kind)| [(*number, *kind), (*service, *kind)]);
        let ports: Vec<(i64, &str)> = ports.chain([(7777, "TCP"), (1, "TCP"), (53, "UDP"), (53, "TCP")]).collect();
        for from in &parties {
            for to in &parties {
                for (port, protocol) in &ports {
                    let expected = said.reach(from, to, *port, protocol);
                    let actual = cluster.lets(&estate.side(from), &estate.side(to), *port, protocol);
                    let files: Vec<_> = if expected == actual { Vec::new() } else { estate.files().into_iter().collect() };
                    prop_assert_eq!(expected, actual, "{:?} → {:?} {}/{}\n{:#?}", from, to, port, protocol, files);
                }
            }
        }
    }

    /// What is compiled for one app alone is what is compiled for it with all others.
    #[test]
    fn an_app_alone_has_the_policies_that_it_has_among_all(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let estate = Estate::draw(&mut Choices::new(&bytes));
        let all = whole(&estate);
        for app in &estate.apps {
            let selection = Selection { apps: vec![app.name.clone()], ..Selection::default() };
            let folder = format!("dev/{}/", app.name);
            let own: Vec<_> = all.iter().filter(|(path, _)| path.starts_with(&folder)).cloned().collect();
            prop_assert_eq!(compiled(&estate, &selection), own);
        }
    }
}
