//! Tests of the formatter.

use super::*;
use crate::source::Files;

fn tidy(text: &str) -> String {
    format(Files::new().next_id(), text, &ParseOptions::default()).unwrap()
}

#[test]
fn spaces_and_blank_lines_are_tidied() {
    let text = "\u{feff}\r\n\n#top\r\n\n\n\na: 1   # one\t \nb: { c: [ 1,2 ,3 ], d: \"x  \" , e: [ ] }  \n\n\nf:\n  g: { h: i }\n\n\n";
    let expected = "# top\n\na: 1   # one\nb: {c: [1, 2, 3], d: \"x  \", e: []}\n\nf:\n  g: {h: i}\n";
    assert_eq!(tidy(text), expected);
    assert_eq!(tidy(""), "");
    assert_eq!(tidy("\n \n"), "");
    assert_eq!(tidy("# x"), "# x\n");
    assert_eq!(tidy("a: [\n    1,\n    2   \n]\n"), "a: [\n    1,\n    2\n]\n");
}

#[test]
fn scalars_of_several_lines_keep_their_text() {
    let text = "a: |\n  x  \n\n\n\n  y\n\n\n\nb: \"p  \n\n\n\n  q\"\nc: |+\n  z\n\n\n\n";
    assert_eq!(tidy(text), "a: |\n  x  \n\n\n\n  y\n\nb: \"p  \n\n\n\n  q\"\nc: |+\n  z\n\n\n\n");
}

#[test]
fn blocks_get_two_spaces_a_level() {
    let text = "a:\n# about b\n    b:\n    - x\n    # about y\n    -   y: 1\n        z: |\n              p\n               q\n\n              r\n    # \
                end of list\n    c: [1,\n        2]\n    # end of a\nd:\n- e\n# about f\nf: g\n";
    let expected = "a:\n  # about b\n  b:\n    - x\n    # about y\n    - y: 1\n      z: |\n        p\n         q\n\n        r\n  # end of \
                    list\n  c: [1,\n      2]\n  # end of a\nd:\n  - e\n# about f\nf: g\n";
    assert_eq!(tidy(text), expected);
    assert_eq!(tidy("-   - a\n    - b\n-\n  c: 1\n"), "- - a\n  - b\n-\n  c: 1\n");
    assert_eq!(tidy("  a: 1\n  b:\n    c\n"), "a: 1\nb:\n  c\n");
}

#[test]
fn commented_items_stay_with_their_list() {
    let text = "a:\n- x\n# two\n# - y\n#   z\nb: 1\n";
    assert_eq!(tidy(text), "a:\n  - x\n  # two\n  # - y\n  #   z\nb: 1\n");
}

#[test]
fn unknown_constructs_keep_their_indentation() {
    let text = "a:\n    ? b\n    : c\n";
    assert_eq!(tidy(text), text);
    let text = "a: |4\n     b\nc:\n    d: 1\n";
    assert_eq!(tidy(text), text);
    assert_eq!(tidy("a:\n    &x b: { c: 1 }\n"), "a:\n    &x b: {c: 1}\n");
}

#[test]
fn a_text_with_errors_is_refused_with_them() {
    let errors =
        format(Files::new().next_id(), "a: 1\na: 2\nb: yes\n", &ParseOptions::default()).unwrap_err();
    assert_eq!(errors.iter().map(|error| error.code.name()).collect::<Vec<_>>(), ["duplicate-key"]);
}
