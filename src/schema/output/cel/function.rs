//! The functions of CEL that are known here, by name: CEL's own, and most of those that Kubernetes adds.

/// A function; its first argument is the receiver where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    ToInteger,
    ToUnsigned,
    ToNumber,
    ToText,
    ToBoolean,
    Type,
    Dynamic,
    Duration,
    Timestamp,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    CharAt,
    IndexOf,
    LastIndexOf,
    Join,
    LowerAscii,
    UpperAscii,
    Replace,
    Split,
    Substring,
    Trim,
    Reverse,
    Sum,
    Min,
    Max,
    IsSorted,
    Find,
    IsIp,
    Ip,
    IpFamily,
    IsCidr,
    IsUrl,
    SetsContains,
    SetsEquivalent,
    SetsIntersects,
    IsQuantity,
    Quantity,
    IsGreaterThan,
    IsLessThan,
    CompareTo,
    OptionalNone,
    OptionalOf,
    HasValue,
    OptionalValue,
    OrValue,
    Or,
}

use Function::*;

/// Functions without a receiver: name, least and greatest number of arguments.
const FREE: &[(&str, usize, usize, Function)] = &[
    ("bool", 1, 1, ToBoolean),
    ("double", 1, 1, ToNumber),
    ("duration", 1, 1, Duration),
    ("dyn", 1, 1, Dynamic),
    ("int", 1, 1, ToInteger),
    ("ip", 1, 1, Ip),
    ("isCIDR", 1, 1, IsCidr),
    ("isIP", 1, 1, IsIp),
    ("isQuantity", 1, 1, IsQuantity),
    ("isURL", 1, 1, IsUrl),
    ("matches", 2, 2, Matches),
    ("optional.none", 0, 0, OptionalNone),
    ("optional.of", 1, 1, OptionalOf),
    ("quantity", 1, 1, Quantity),
    ("sets.contains", 2, 2, SetsContains),
    ("sets.equivalent", 2, 2, SetsEquivalent),
    ("sets.intersects", 2, 2, SetsIntersects),
    ("size", 1, 1, Size),
    ("string", 1, 1, ToText),
    ("timestamp", 1, 1, Timestamp),
    ("type", 1, 1, Type),
    ("uint", 1, 1, ToUnsigned),
];

/// Functions with a receiver, which counts as an argument.
const MEMBERS: &[(&str, usize, usize, Function)] = &[
    ("charAt", 2, 2, CharAt),
    ("compareTo", 2, 2, CompareTo),
    ("contains", 2, 2, Contains),
    ("endsWith", 2, 2, EndsWith),
    ("family", 1, 1, IpFamily),
    ("find", 2, 2, Find),
    ("getHours", 1, 1, Hours),
    ("getMilliseconds", 1, 1, Milliseconds),
    ("getMinutes", 1, 1, Minutes),
    ("getSeconds", 1, 1, Seconds),
    ("hasValue", 1, 1, HasValue),
    ("indexOf", 2, 3, IndexOf),
    ("isGreaterThan", 2, 2, IsGreaterThan),
    ("isLessThan", 2, 2, IsLessThan),
    ("isSorted", 1, 1, IsSorted),
    ("join", 1, 2, Join),
    ("lastIndexOf", 2, 2, LastIndexOf),
    ("lowerAscii", 1, 1, LowerAscii),
    ("matches", 2, 2, Matches),
    ("max", 1, 1, Max),
    ("min", 1, 1, Min),
    ("or", 2, 2, Or),
    ("orValue", 2, 2, OrValue),
    ("replace", 3, 4, Replace),
    ("reverse", 1, 1, Reverse),
    ("size", 1, 1, Size),
    ("split", 2, 3, Split),
    ("startsWith", 2, 2, StartsWith),
    ("substring", 2, 3, Substring),
    ("sum", 1, 1, Sum),
    ("trim", 1, 1, Trim),
    ("upperAscii", 1, 1, UpperAscii),
    ("value", 1, 1, OptionalValue),
];

/// The names of types, which are values.
pub(super) const TYPES: &[&str] =
    &["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint"];

impl Function {
    pub fn free(name: &str, arguments: usize) -> Option<Function> {
        named(FREE, name, arguments)
    }

    pub fn member(name: &str, arguments: usize) -> Option<Function> {
        named(MEMBERS, name, arguments)
    }
}

fn named(table: &[(&str, usize, usize, Function)], name: &str, arguments: usize) -> Option<Function> {
    let row = table.iter().find(|row| row.0 == name && (row.1..=row.2).contains(&arguments));
    row.map(|row| row.3)
}
