//! What plain text in Git cannot hold, one directive a line:
//!
//! ```text
//! symlink apps/x/app.yaml -> ../../outside      a link
//! bytes apps/x/app.yaml 6b65793aff0a            exactly these bytes
//! repeat apps/x/app.yaml 400000 a: b\n          appends a text so many times; \n, \t, \\ and %d (the number)
//! crlf apps/x/app.yaml                          every line break becomes CRLF
//! bom apps/x/app.yaml                           a byte order mark in front
//! folder apps/empty                             a folder without files
//! ```

use std::fs;
use std::io::Write;
use std::path::Path;

pub fn apply(directives: &str, root: &Path) {
    for line in directives.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "symlink" => {
                let (link, target) = rest.split_once(" -> ").expect("symlink <path> -> <target>");
                let link = root.join(link);
                fs::create_dir_all(link.parent().unwrap()).unwrap();
                std::os::unix::fs::symlink(target, link).unwrap();
            }
            "bytes" => {
                let (path, hex) = rest.split_once(' ').expect("bytes <path> <hex>");
                write(&root.join(path), &unhex(hex));
            }
            "repeat" => repeat(rest, root),
            "crlf" => change(&root.join(rest), |text| text.replace('\n', "\r\n")),
            "bom" => change(&root.join(rest), |text| format!("\u{feff}{text}")),
            "folder" => fs::create_dir_all(root.join(rest)).unwrap(),
            _ => panic!("setup: `{line}` is no directive"),
        }
    }
}

fn repeat(rest: &str, root: &Path) {
    let mut words = rest.splitn(3, ' ');
    let (Some(path), Some(count), Some(text)) = (words.next(), words.next(), words.next()) else {
        panic!("repeat <path> <count> <text>, not `{rest}`")
    };
    let text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    let mut file = std::io::BufWriter::new(file);
    for number in 0..count.parse().expect("repeat: a number") {
        let number: u64 = number;
        file.write_all(text.replace("%d", &number.to_string()).as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

fn change(path: &Path, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    write(path, change(&text).as_bytes());
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).expect("bytes: hexadecimal digits"))
        .collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

#[test]
fn directives_make_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let text = "bytes a 61ff\nrepeat b/c 2 x%d\\n\ncrlf b/c\nbom b/c\nsymlink l -> ../out\nfolder e/f\n";
    apply(text, folder.path());
    assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"a\xff");
    assert_eq!(fs::read_to_string(folder.path().join("b/c")).unwrap(), "\u{feff}x0\r\nx1\r\n");
    assert_eq!(fs::read_link(folder.path().join("l")).unwrap().to_str(), Some("../out"));
    assert!(folder.path().join("e/f").is_dir());
}
