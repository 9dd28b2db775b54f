//! Names found by a hash of them: the keys of structs, the properties of schemas. Every key of every file and object is
//! looked up in one of them.

/// Where each of some names stands among them: at the slot that it falls on, or the next one that was free.
#[derive(Debug, Default, Clone)]
pub struct Names(Vec<u32>);

/// What a free slot holds. At least half of them stay free, so that there is an end to every search.
const FREE: u32 = u32::MAX;

impl Names {
    pub fn new<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Names {
        let mut slots = Names(vec![FREE; (names.len() * 2).next_power_of_two()]);
        for (at, name) in (0..FREE).zip(names) {
            let mut slot = slots.first(name);
            while slots.0.get(slot).is_some_and(|at| *at != FREE) {
                slot = slots.next(slot);
            }
            if let Some(free) = slots.0.get_mut(slot) {
                *free = at;
            }
        }
        slots
    }

    /// Which of the names one is, the first where several are the same; `is_it` tells whether the name at a place is.
    #[inline]
    pub fn find(&self, name: &str, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let mut slot = self.first(name);
        loop {
            let at = *self.0.get(slot)?;
            if at == FREE {
                return None;
            }
            if is_it(at as usize) {
                return Some(at as usize);
            }
            slot = self.next(slot);
        }
    }

    /// The slot that a name falls on.
    fn first(&self, name: &str) -> usize {
        mixed(name) as usize & self.0.len().wrapping_sub(1)
    }

    /// The slot after one.
    fn next(&self, slot: usize) -> usize {
        (slot + 1) & self.0.len().wrapping_sub(1)
    }
}

/// A number that differs for most names: of their first and last letters and their length.
fn mixed(name: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = name.as_bytes();
    let both = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(29),
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
            }
            _ => bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
        },
    };
    both.wrapping_add(bytes.len() as u64).wrapping_mul(ODD) >> 32
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
