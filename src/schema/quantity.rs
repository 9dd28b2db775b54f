//! Amounts of resources as Kubernetes writes them: `100m`, `256Mi`, `1e3`.
//!
//! Which fields take one is left to the schemas.

use std::cmp::Ordering;
use std::fmt;

use crate::syntax::Text;

/// An amount that the API server can read (`resource.Quantity`):
/// `[+-]?(digits[.digits]|.digits)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?digits)?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    text: Text,
    negative: bool,
    /// The digits as one integer, without the point; saturates.
    digits: u128,
    scale: Scale,
}

/// What the digits are multiplied with: 2 to the power `binary` times 10 to the power `decimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    binary: u32,
    decimal: i32,
}

const SUFFIXES: &[(&str, Scale)] = &[
    ("", Scale { binary: 0, decimal: 0 }),
    ("n", Scale { binary: 0, decimal: -9 }),
    ("u", Scale { binary: 0, decimal: -6 }),
    ("m", Scale { binary: 0, decimal: -3 }),
    ("k", Scale { binary: 0, decimal: 3 }),
    ("M", Scale { binary: 0, decimal: 6 }),
    ("G", Scale { binary: 0, decimal: 9 }),
    ("T", Scale { binary: 0, decimal: 12 }),
    ("P", Scale { binary: 0, decimal: 15 }),
    ("E", Scale { binary: 0, decimal: 18 }),
    ("Ki", Scale { binary: 10, decimal: 0 }),
    ("Mi", Scale { binary: 20, decimal: 0 }),
    ("Gi", Scale { binary: 30, decimal: 0 }),
    ("Ti", Scale { binary: 40, decimal: 0 }),
    ("Pi", Scale { binary: 50, decimal: 0 }),
    ("Ei", Scale { binary: 60, decimal: 0 }),
];

impl Quantity {
    /// Reads an amount; `None` where the API server could not.
    pub fn parse(text: &str) -> Option<Quantity> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let digits = whole.bytes().chain(fraction.bytes()).fold(0u128, |sum, digit| {
            sum.saturating_mul(10).saturating_add(u128::from(digit.wrapping_sub(b'0')))
        });
        let places = i32::try_from(fraction.len()).ok()?;
        let mut scale = Scale::read(suffix)?;
        scale.decimal = scale.decimal.checked_sub(places)?;
        Some(Quantity { text: text.into(), negative: text.starts_with('-') && digits > 0, digits, scale })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_zero(&self) -> bool {
        self.digits == 0
    }

    /// The amount in billionths, rounded up; `None` where it is negative or does not fit.
    pub fn nanos(&self) -> Option<u128> {
        if self.negative {
            return None;
        }
        let power = self.scale.decimal.checked_add(9)?;
        let whole = self.digits.checked_mul(1u128.checked_shl(self.scale.binary)?)?;
        let tens = 10u128.checked_pow(power.unsigned_abs());
        if power >= 0 { whole.checked_mul(tens?) } else { Some(tens.map_or(1, |tens| whole.div_ceil(tens))) }
    }

    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        !self.negative && !self.is_zero()
    }

    /// Whether it is a whole number, as the API server sees it: to the thousandth, with what is smaller rounded up.
    pub fn is_whole(&self) -> bool {
        let rounded_up = |digits: u128, by: u128| digits.div_ceil(by);
        let thousandths = match self.scale.decimal.checked_add(3) {
            Some(over @ ..0) => {
                let by = 10u128.checked_pow(over.unsigned_abs());
                let shifted =
                    self.digits.checked_mul(1u128.checked_shl(self.scale.binary).unwrap_or(u128::MAX));
                by.zip(shifted).map(|(by, digits)| rounded_up(digits, by))
            }
            _ => self.whole(-3),
        };
        // What does not fit is large, and a number so large is taken for whole.
        thousandths.is_none_or(|thousandths| thousandths % 1000 == 0)
    }

    /// Whether it is more than how many times one amount holds another; by floating point.
    pub fn exceeds(&self, whole: &Quantity, part: &Quantity) -> bool {
        self.approximate() > whole.approximate() / part.approximate()
    }

    /// Which of two amounts is larger, exactly within 128 bits and by floating point beyond.
    pub fn compare(&self, other: &Quantity) -> Ordering {
        let sign = |quantity: &Quantity| match (quantity.is_zero(), quantity.negative) {
            (true, _) => 0,
            (_, true) => -1,
            _ => 1,
        };
        match (sign(self), sign(other)) {
            (a, b) if a != b => a.cmp(&b),
            (-1, _) => other.compare_size(self),
            _ => self.compare_size(other),
        }
    }

    fn compare_size(&self, other: &Quantity) -> Ordering {
        let base = self.scale.decimal.min(other.scale.decimal);
        match (self.whole(base), other.whole(base)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => self.approximate().total_cmp(&other.approximate()),
        }
    }

    /// The size in units of 10 to the power `base`; `None` where it does not fit.
    fn whole(&self, base: i32) -> Option<u128> {
        let tens = 10u128.checked_pow(u32::try_from(self.scale.decimal.checked_sub(base)?).ok()?)?;
        self.digits.checked_mul(1u128.checked_shl(self.scale.binary)?)?.checked_mul(tens)
    }

    /// The size, rounded up to whole units; `None` where it does not fit.
    pub fn units(&self) -> Option<u128> {
        let size = self.digits.checked_mul(1u128.checked_shl(self.scale.binary)?)?;
        let ten = 10u128.checked_pow(self.scale.decimal.unsigned_abs())?;
        match self.scale.decimal < 0 {
            true => Some(size.div_ceil(ten)),
            false => size.checked_mul(ten),
        }
    }

    fn approximate(&self) -> f64 {
        self.digits as f64 * 2f64.powi(self.scale.binary as i32) * 10f64.powi(self.scale.decimal)
    }
}

impl Scale {
    fn read(suffix: &str) -> Option<Scale> {
        if let Some((_, scale)) = SUFFIXES.iter().find(|(name, _)| *name == suffix) {
            return Some(*scale);
        }
        let exponent = suffix.strip_prefix(['e', 'E'])?;
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Scale { binary: 0, decimal: exponent.parse().ok()? })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_the_api_servers() {
        for good in
            ["0", "1", "100m", "0.5", ".5", "5.", "1e3", "1E-3", "+1", "-2", "128Mi", "1Ei", "1E", "3n"]
        {
            assert!(Quantity::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "m", ".", "128Megs", "1 Gi", "1KB", "1K", "ki", "1e", "1e+", "1.2.3", "0x10", "--1", "1mi",
            "é",
        ] {
            assert!(Quantity::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn sizes_are_rounded_up() {
        let units = |text: &str| Quantity::parse(text).unwrap().units();
        assert_eq!(units("1.5Ki"), Some(1536));
        assert_eq!(units("1.50"), Some(2));
        assert_eq!(units("2000m"), Some(2));
        assert_eq!(units("-2Mi"), Some(2 << 20));
        assert_eq!(units("0n"), Some(0));
        assert_eq!(units("1e3"), Some(1000));
        assert_eq!(units("1e99"), None);
    }

    #[test]
    fn amounts_compare_across_suffixes() {
        let compare = |a: &str, b: &str| Quantity::parse(a).unwrap().compare(&Quantity::parse(b).unwrap());
        assert_eq!(compare("1", "1000m"), Ordering::Equal);
        assert_eq!(compare("0.1", "100m"), Ordering::Equal);
        assert_eq!(compare("1Gi", "1G"), Ordering::Greater);
        assert_eq!(compare("1023Mi", "1Gi"), Ordering::Less);
        assert_eq!(compare("-1", "1m"), Ordering::Less);
        assert_eq!(compare("-2", "-1"), Ordering::Less);
        assert_eq!(compare("0", "-0"), Ordering::Equal);
        assert_eq!(compare("1e40", "1e39"), Ordering::Greater);
    }
}
