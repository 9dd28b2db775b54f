//! Minor versions of Kubernetes.

use std::fmt;
use std::str::FromStr;

/// A minor version of Kubernetes: `1.35`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor(u16);

impl Minor {
    /// The version `1.<number>`.
    pub const fn new(number: u16) -> Self {
        Minor(number)
    }

    /// The number after `1.`.
    pub fn number(&self) -> u16 {
        self.0
    }
}

impl FromStr for Minor {
    type Err = String;

    /// Reads `1.35`, also with a `v` before and a patch version after it.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a Kubernetes version such as 1.35");
        let numbers = text.strip_prefix('v').unwrap_or(text).strip_prefix("1.").ok_or_else(wrong)?;
        let (minor, patch) = numbers.split_once('.').unwrap_or((numbers, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(minor) || !digits(patch) {
            return Err(wrong());
        }
        minor.parse().map(Minor).map_err(|_| wrong())
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minors_are_read_and_ordered_by_number() {
        assert_eq!("1.35".parse(), Ok(Minor(35)));
        assert_eq!("v1.9.3".parse(), Ok(Minor(9)));
        assert!(Minor(9) < Minor(35));
        for bad in ["", "1", "1.", "2.1", "1.x", "1.+3", "1.35.", "1.35-rc1"] {
            assert!(bad.parse::<Minor>().is_err(), "{bad}");
        }
    }
}
