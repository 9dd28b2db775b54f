//! What base64 stands for, as the API server reads it: the standard alphabet with padding, line breaks anywhere (RFC 4648 section 4).

/// The bytes that a text stands for; `None` where it is no base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    read(text, |group, count| bytes.extend(group.into_iter().take(count)))?;
    Some(bytes)
}

/// How many bytes a text stands for; `None` where it is no base64.
pub fn length(text: &str) -> Option<usize> {
    let mut length = 0;
    read(text, |_, count| length += count)?;
    Some(length)
}

/// Reads groups of four letters; each stands for one to three bytes.
fn read(text: &str, mut take: impl FnMut([u8; 3], usize)) -> Option<()> {
    let mut letters = text.bytes().filter(|letter| !matches!(letter, b'\r' | b'\n'));
    while let Some(first) = letters.next() {
        let (second, third, fourth) = (letters.next()?, letters.next()?, letters.next()?);
        let bits = |letter: u8| value(letter).map(u32::from);
        let count = match (third, fourth) {
            (b'=', b'=') => 1,
            (_, b'=') => 2,
            _ => 3,
        };
        let third = if count > 1 { bits(third)? } else { 0 };
        let fourth = if count > 2 { bits(fourth)? } else { 0 };
        let group = bits(first)? << 18 | bits(second)? << 12 | third << 6 | fourth;
        let [_, bytes @ ..] = group.to_be_bytes();
        take(bytes, count);
        if count < 3 {
            return letters.next().is_none().then_some(());
        }
    }
    Some(())
}

fn value(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_what_the_api_server_takes_for_it() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9v\nYmFy\r\n", "foobar"),
            ("Zm9vYg==\n", "foob"),
            ("Zh==", "f"),
        ] {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
            assert_eq!(length(text), Some(bytes.len()), "{text}");
        }
        assert_eq!(decode("+/+/"), Some(vec![0xfb, 0xff, 0xbf]));
        for bad in
            ["Zg", "Zg=", "Zg===", "Zg==Zg==", "====", "Z===", "Zm 9v", "Zm9-", "plain text", "=Zg=", "Zg=v"]
        {
            assert_eq!(decode(bad), None, "{bad}");
            assert_eq!(length(bad), None, "{bad}");
        }
    }
}
