//! Numbers of the core schema: their value, and the one way platc prints them.
//!
//! Which text is a number at all is `resolve`'s question.

use std::fmt::Write;

/// The value of a number's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Exact {
    Integer(i128),
    /// An integer beyond 128 bits.
    LongInteger,
    Float(f64),
    /// A float too large for 64 bits.
    Overflow,
    Infinite,
    NotANumber,
}

/// Reads a number of the core schema.
pub(super) fn exact(text: &str) -> Exact {
    let (radix, digits) = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(digits), _) => (16, digits),
        (_, Some(digits)) => (8, digits),
        _ => (10, text),
    };
    if let Ok(value) = i128::from_str_radix(digits, radix) {
        return Exact::Integer(value);
    }
    let bare = digits.trim_start_matches(['-', '+']);
    if radix != 10 || bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Exact::LongInteger;
    }
    if bare.eq_ignore_ascii_case(".inf") {
        return Exact::Infinite;
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Exact::Float(value),
        Ok(_) => Exact::Overflow,
        Err(_) => Exact::NotANumber,
    }
}

/// Writes a number in the one form that YAML 1.1, YAML 1.2 and Go read as the same value: integers in decimal,
/// floats with the fewest digits that give the same 64 bits, always with a point, exponents with a sign
/// (`1.0e+21`). What 64 or 128 bits cannot hold is written as it came.
pub(super) fn write_canonical(out: &mut String, text: &str) {
    let plain = !text.starts_with(['+', '0']) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain || text == "0" {
        out.push_str(text);
        return;
    }
    // Writing into a String cannot fail.
    let _ = match exact(text) {
        Exact::Integer(value) => write!(out, "{value}"),
        Exact::Float(value) => write_float(out, value),
        Exact::Infinite if text.starts_with('-') => out.write_str("-.inf"),
        Exact::Infinite => out.write_str(".inf"),
        Exact::NotANumber => out.write_str(".nan"),
        Exact::LongInteger | Exact::Overflow => out.write_str(text),
    };
}

fn write_float(out: &mut String, value: f64) -> std::fmt::Result {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        let point = if value.fract() == 0.0 { ".0" } else { "" };
        return write!(out, "{value}{point}");
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    write!(out, "{mantissa}{point}e{sign}{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let mut out = String::new();
        write_canonical(&mut out, text);
        out
    }

    #[test]
    fn integers_are_decimal() {
        for (text, expected) in [
            ("0", "0"),
            ("+1", "1"),
            ("-0", "0"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0777", "777"),
            ("-12", "-12"),
        ] {
            assert_eq!(canonical(text), expected);
        }
        let long = "340282366920938463463374607431768211456";
        assert_eq!(canonical(long), long);
    }

    #[test]
    fn floats_keep_their_bits_and_their_type() {
        let cases = [
            ("1.10", "1.1"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("1e3", "1000.0"),
            ("1e21", "1.0e+21"),
            ("1.5e-9", "1.5e-9"),
            ("1e-7", "1.0e-7"),
            ("0.1", "0.1"),
            ("-0.0", "-0.0"),
            ("1e400", "1e400"),
            (".INF", ".inf"),
            ("-.inf", "-.inf"),
            (".NaN", ".nan"),
            ("123456789.125", "123456789.125"),
            ("1e16", "10000000000000000.0"),
            ("1e-6", "0.000001"),
        ];
        for (text, expected) in cases {
            assert_eq!(canonical(text), expected);
        }
        assert_eq!(canonical("1e20"), "100000000000000000000.0");
    }
}
