//! Durations as Gateway API writes them (GEP-2257): hours, minutes, seconds, milliseconds, five digits each.

use crate::syntax::Text;

/// Milliseconds in each unit, the largest first.
const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
/// The greatest number that may stand before a unit.
const GREATEST: u64 = 99_999;

/// The milliseconds of a duration of the language; `None` where it is none, or beyond counting.
pub fn milliseconds(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let number: u64 = digits.parse().ok()?;
    let unit = match text.strip_prefix(digits)? {
        "d" => 24 * 3_600_000,
        unit => UNITS.iter().find(|(name, _)| *name == unit)?.1,
    };
    number.checked_mul(unit)
}

/// The same duration in Gateway API's form: as written where that is one, else by its parts.
pub fn in_gateway_form(text: &Text) -> Option<Text> {
    let whole = milliseconds(text)?;
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    if digits.len() <= 5 && !text.ends_with('d') {
        return Some(text.clone());
    }
    let (mut rest, mut parts) = (whole, String::new());
    for (name, unit) in UNITS {
        let count = rest / unit;
        if count > GREATEST {
            return None;
        }
        if count > 0 {
            parts.push_str(&format!("{count}{name}"));
        }
        rest %= unit;
    }
    Some(if parts.is_empty() { Text::literal("0s") } else { parts.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_long_numbers_become_parts() {
        let form = |text: &str| in_gateway_form(&Text::new(text)).map(|text| text.to_string());
        assert_eq!(form("30s").as_deref(), Some("30s"));
        assert_eq!(form("500ms").as_deref(), Some("500ms"));
        assert_eq!(form("1d").as_deref(), Some("24h"));
        assert_eq!(form("100500ms").as_deref(), Some("1m40s500ms"));
        assert_eq!(form("0d").as_deref(), Some("0s"));
        assert_eq!(form("99999h").as_deref(), Some("99999h"));
        assert_eq!(form("99999d"), None);
        assert_eq!(form("99999999999999999999s"), None);
    }
}
