//! Names found by a hash of them: the keys of structs, the properties of schemas. Every key of every file and object is
//! looked up in one of them.

/// Where each of some names stands among them: at the slot that it falls on, or the next one that was free. At least
/// half of the slots stay free, so that there is an end to every search.
#[derive(Debug, Default, Clone)]
pub struct Names(Vec<Option<u32>>);

impl Names {
    pub fn new<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Names {
        let mut slots = Names(vec![None; (names.len() * 2).next_power_of_two()]);
        for (at, name) in names.enumerate() {
            let free = slots.from(name).find(|slot| slots.0.get(*slot).is_some_and(Option::is_none));
            if let Some(slot) = free.and_then(|slot| slots.0.get_mut(slot)) {
                *slot = u32::try_from(at).ok();
            }
        }
        slots
    }

    /// Which of the names one is, the first where several are the same; `is_it` tells whether the name at a place is.
    pub fn find(&self, name: &str, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        for slot in self.from(name) {
            let at = (*self.0.get(slot)?)? as usize;
            if is_it(at) {
                return Some(at);
            }
        }
        None
    }

    /// The slots at which a name may stand, in their order.
    fn from(&self, name: &str) -> impl Iterator<Item = usize> + use<> {
        let last = self.0.len().wrapping_sub(1);
        let first = if self.0.is_empty() { 0 } else { mixed(name) as usize };
        (0..self.0.len()).map(move |next| first.wrapping_add(next) & last)
    }
}

/// A number that differs for most names: of their first and last letters and their length.
fn mixed(name: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = name.as_bytes();
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), 0),
    };
    let number = (first ^ last.rotate_left(29)).wrapping_add(name.len() as u64).wrapping_mul(ODD);
    number >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_nothing_else() {
        let name = |number: usize| format!("{:x}-{number}", number * 7919);
        let all: Vec<String> = (0..500).map(name).collect();
        let names = Names::new(all.iter().map(String::as_str));
        let find = |wanted: &str| names.find(wanted, |at| all[at] == wanted);
        for number in 0..500 {
            assert_eq!(find(&name(number)), Some(number));
            assert_eq!(find(&name(number + 500)), None);
        }
        assert_eq!(Names::default().find("a", |_| true), None);
        assert_eq!(Names::new(["a", "a"].into_iter()).find("a", |_| true), Some(0));
    }
}
