//! Pages of `docs/`: their fenced blocks, in order.

use std::path::{Path, PathBuf};

/// A page.
pub struct Page {
    pub path: PathBuf,
    pub text: String,
}

/// A fenced block.
#[derive(Debug, Clone)]
pub struct Block {
    /// What stands behind the fence: `yaml`, `console`.
    pub language: String,
    /// What is inside, with the last line break.
    pub text: String,
    /// The byte range of `text` in the page.
    pub range: std::ops::Range<usize>,
    /// The line of the fence, from 1.
    pub line: usize,
}

impl Page {
    /// Every page, and the README.
    pub fn all() -> Vec<Page> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.push(root.join("README.md"));
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        paths.sort();
        paths.into_iter().map(Page::read).collect()
    }

    pub fn named(name: &str) -> Page {
        Page::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name))
    }

    fn read(path: PathBuf) -> Page {
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Page { path, text }
    }

    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    pub fn blocks(&self) -> Vec<Block> {
        let (mut blocks, mut open, mut at) = (Vec::new(), None::<Block>, 0);
        for (number, line) in self.text.split_inclusive('\n').enumerate() {
            let end = at + line.len();
            let fence = line.strip_prefix("```").map(str::trim);
            open = match (open.take(), fence) {
                (None, Some(language)) => {
                    let language = language.to_string();
                    Some(Block { language, text: String::new(), range: end..end, line: number + 1 })
                }
                (Some(block), Some("")) => {
                    blocks.push(block);
                    None
                }
                (Some(mut block), _) => {
                    block.text.push_str(line);
                    block.range.end = end;
                    Some(block)
                }
                (None, None) => None,
            };
            at = end;
        }
        assert!(
            open.is_none(),
            "{}: the fence at {:?} is not closed",
            self.name(),
            open.map(|block| block.line)
        );
        blocks
    }

    /// The page with other texts in some of its blocks.
    pub fn with(&self, texts: &[(Block, String)]) -> String {
        let mut page = self.text.clone();
        for (block, text) in texts.iter().rev() {
            page.replace_range(block.range.clone(), text);
        }
        page
    }
}

impl Block {
    /// The file that the block shows, where its first line is a comment that is a path.
    pub fn file(&self) -> Option<&str> {
        let path = self.text.lines().next()?.strip_prefix("# ")?;
        (!path.contains(' ') && path.contains('.')).then_some(path)
    }
}
