//! What names mean in rules: those of macros, and those of fields that CEL cannot spell.

use super::expression::Macro;
use crate::syntax::Text;

/// The macro of that name.
pub(super) fn macro_named(name: &str) -> Option<Macro> {
    Some(match name {
        "all" => Macro::All,
        "exists" => Macro::Exists,
        "exists_one" | "existsOne" => Macro::ExistsOne,
        "filter" => Macro::Filter,
        "map" | "transformList" => Macro::Map,
        "transformMap" => Macro::MapValues,
        "optMap" => Macro::Optional,
        "optFlatMap" => Macro::OptionalFlat,
        _ => return None,
    })
}

/// A property's name as objects have it: Kubernetes escapes what CEL's names cannot hold, and CEL's own words.
pub(super) fn unescaped(name: &str) -> Text {
    const WORDS: &[&str] = &[
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ];
    if !name.contains("__") {
        return name.into();
    }
    let word = name.strip_prefix("__").and_then(|name| name.strip_suffix("__"));
    if let Some(word) = word.filter(|word| WORDS.contains(word)) {
        return word.into();
    }
    let spelt = [("__dot__", "."), ("__dash__", "-"), ("__slash__", "/"), ("__underscores__", "__")];
    spelt.iter().fold(name.to_owned(), |name, (escape, mark)| name.replace(escape, mark)).as_str().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_unescaped() {
        for (written, meant) in [
            ("a", "a"),
            ("__namespace__", "namespace"),
            ("a__dot__b__dash__c", "a.b-c"),
            ("a__underscores__b", "a__b"),
        ] {
            assert_eq!(unescaped(written).as_str(), meant);
        }
    }
}
