//! Durations and points in time as Go reads them, which is how schemas and rules mean them.

/// The nanoseconds of a duration by Go's `time.ParseDuration`: `1h30m`, `-1.5s`, `0`.
pub fn duration(text: &str) -> Option<i64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if unsigned == "0" {
        return Some(0);
    }
    let (mut rest, mut total) = (unsigned, 0i128);
    while !rest.is_empty() || rest.len() == unsigned.len() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        total = total.checked_add(amount(number, nanoseconds(unit)?)?)?;
        rest = after;
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

fn nanoseconds(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// `1.5` of a unit, what is smaller than a nanosecond cut off.
fn amount(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') || whole.len() > 19 {
        return None;
    }
    let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i128>().ok() };
    let fraction = fraction.get(..15).unwrap_or(fraction);
    let places = u32::try_from(fraction.len()).ok()?;
    digits(whole)?.checked_mul(unit)?.checked_add(digits(fraction)?.checked_mul(unit)? / 10i128.pow(places))
}

/// The nanoseconds since 1970 of a point in time by RFC 3339: `2026-01-31T12:00:00.5+01:00`.
pub fn instant(text: &str) -> Option<i128> {
    let (date, rest) = text.split_once(['T', 't'])?;
    let days = day(date)?;
    let (clock, offset) = match rest.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
            let sign = match zone.chars().next()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            (clock, sign * (part(hours, 2, 23)? * 60 + part(minutes, 2, 59)?))
        }
    };
    let (clock, fraction) =
        clock.split_once('.').map_or((clock, None), |(clock, digits)| (clock, Some(digits)));
    let mut parts = clock.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let seconds =
        part(hours, 2, 23)? * 3600 + part(minutes, 2, 59)? * 60 + part(seconds, 2, 59)? - offset * 60;
    let nanoseconds = match fraction {
        None => 0,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            amount(&format!("0.{digits}"), 1_000_000_000)?
        }
        Some(_) => return None,
    };
    Some((i128::from(days) * 86_400 + i128::from(seconds)) * 1_000_000_000 + nanoseconds)
}

/// The days since 1970 of a date: `2026-01-31`.
pub fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = (part(year, 4, 9999)?, part(month, 2, 12)?, part(day, 2, 31)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if month == 0 || day == 0 || day > last {
        return None;
    }
    // Days from the civil calendar: years begin in March, so that the leap day is the last of its year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// A number of so many digits, not above its limit.
fn part(text: &str, digits: usize, limit: i64) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten().filter(|number| *number <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_gos() {
        let second = 1_000_000_000;
        for (text, seconds) in
            [("0", 0), ("1s", 1), ("1h1m1s", 3661), ("-2m", -120), ("+0.5m", 30), ("1000ms", 1)]
        {
            assert_eq!(duration(text), Some(seconds * second), "{text}");
        }
        assert_eq!(duration("1.5us"), Some(1500));
        assert_eq!(duration(".5s"), Some(second / 2));
        for bad in ["", "1", "s", "1d", "1 s", "-", ".s", "1.2.3s", "1sm", "9999999h", "٣s"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn points_in_time_are_those_of_the_rfc() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(instant("2026-01-31T12:00:00.5+01:00"), Some(1_769_857_200_500_000_000));
        assert_eq!(instant("2000-02-29T23:59:59Z"), Some(951_868_799_000_000_000));
        for bad in [
            "",
            "2026-01-31",
            "2026-02-29T00:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:00Z",
            "2026-1-31T12:00:00Z",
            "2026-01-31T12:00:00",
        ] {
            assert_eq!(instant(bad), None, "{bad}");
        }
    }
}
