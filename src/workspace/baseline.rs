//! Findings of an old estate that are known: the file that lists them, what it lets pass, what a new one would say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::read::read_and_parse;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::input;
use crate::schema::output::OutputSchemas;
use crate::source::{Files, SourceFile, Span};
use crate::spec::app::ApiVersion;
use crate::spec::baseline::{BaselineKind, BaselineSpec, KnownFinding};
use crate::spec::{self, DocumentKind, Map, Shaped, Spanned};
use crate::syntax::allow::Of;
use crate::syntax::{Origin, print};
use crate::system::{System, SystemError};

/// Where the known findings of an estate stand, if nobody says otherwise.
pub const BASELINE: &str = "platc.baseline.yaml";

/// Known findings, and those that passed for them; or all that pass, to be known from now on.
#[derive(Debug, Default)]
pub struct Baseline {
    path: String,
    known: BTreeMap<Subject, Known>,
    recording: bool,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// Where what passed is.
    passed: BTreeMap<Subject, BTreeSet<Option<Span>>>,
    /// Known findings of which there are more.
    told: BTreeSet<Subject>,
}

/// What findings that are alike share. No line: those move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    file: String,
    code: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// An object and its field.
    About(String),
    Message(String),
}

#[derive(Debug)]
struct Known {
    count: usize,
    /// The entry in the file.
    place: Option<Span>,
}

impl Subject {
    /// `None` for a finding that is in no file.
    fn of<'f>(found: &Diagnostic, path_of: impl Fn(Span) -> &'f str) -> Option<Self> {
        let file = match &found.primary {
            Some(label) => path_of(label.span),
            None => found.path.as_deref()?,
        };
        let what = match &found.about {
            Some(about) if about.field.is_empty() => What::About(about.object.clone()),
            Some(about) => What::About(format!("{}.{}", about.object, about.field)),
            None => What::Message(found.message.clone()),
        };
        Some(Subject { file: file.to_string(), code: found.code.name().to_string(), what })
    }
}

impl Baseline {
    /// One that lets everything pass and remembers it.
    pub fn recording() -> Self {
        Baseline { recording: true, ..Baseline::default() }
    }

    /// Reads a file, which becomes one of `files`; `None` where it is not there.
    ///
    /// # Errors
    /// Trouble with the machine; what is wrong with the file is told in `out`, and then nothing is known.
    pub fn read(
        system: &dyn System,
        path: &str,
        files: &mut Files,
        out: &mut Vec<Diagnostic>,
    ) -> Result<Option<Self>, SystemError> {
        if system.kind(path)?.is_none() {
            return Ok(None);
        }
        let (text, parsed) = read_and_parse(system, path, files.next_id())?;
        files.add(SourceFile::new(path, text));
        let first = out.len();
        out.extend(parsed.diagnostics);
        let mut baseline = Baseline { path: path.to_string(), ..Baseline::default() };
        let mut documents = parsed.documents.into_iter().map(|document| document.root);
        let root = documents.next().unwrap_or_default();
        if out.len() == first {
            let newest = OutputSchemas::embedded().newest();
            input::check_document(&root, DocumentKind::Baseline, None, newest, out);
        }
        if let Some(second) = documents.next() {
            let found =
                Diagnostic::error(code::SECOND_DOCUMENT, format!("{path} holds more than one document"));
            out.push(found.at(second.origin.span(), "a second one begins here"));
        }
        let is_sound = !out.iter().skip(first).any(Diagnostic::is_error);
        if let Some(written) = spec::Baseline::read(&root).filter(|_| is_sound) {
            baseline.take(&written);
        }
        Ok(Some(baseline))
    }

    fn take(&mut self, written: &spec::Baseline) {
        let files = written.spec.iter().flat_map(|spec| &spec.findings);
        for (file, codes) in files.flat_map(Map::iter) {
            for (code, findings) in codes.iter() {
                for finding in findings {
                    let about = finding.about.as_ref().map(|about| What::About(about.to_string()));
                    let message = || finding.message.as_ref().map(|text| What::Message(text.to_string()));
                    let Some(what) = about.or_else(message) else { continue };
                    let (file, code) = (file.to_string(), code.to_string());
                    let count = finding.count.as_ref().map_or(1, |count| count.value);
                    let count = usize::try_from(count).unwrap_or_default();
                    let known = self.known.entry(Subject { file, code, what });
                    known.or_insert(Known { count: 0, place: finding.origin.span() }).count += count;
                }
            }
        }
    }

    /// Takes out the findings that are known. Where there are more of a kind than the file says, all are told.
    pub fn let_pass<'f>(&self, found: &mut Vec<Diagnostic>, of: Of, path_of: impl Fn(Span) -> &'f str) {
        self.let_pass_among(found, |found| found, of, path_of);
    }

    /// The same of findings that something is kept with.
    pub fn let_pass_among<'f, T>(
        &self,
        found: &mut Vec<T>,
        finding: impl Fn(&mut T) -> &mut Diagnostic,
        of: Of,
        path_of: impl Fn(Span) -> &'f str,
    ) {
        if found.is_empty() || (self.known.is_empty() && !self.recording) {
            return;
        }
        let subject = |found: &Diagnostic| {
            let subject = Subject::of(found, &path_of).filter(|_| of.can_pass(found))?;
            (self.recording || self.known.contains_key(&subject)).then_some(subject)
        };
        let mut alike: BTreeMap<Subject, BTreeSet<Option<Span>>> = BTreeMap::new();
        for found in found.iter_mut().map(&finding) {
            if let Some(subject) = subject(found) {
                let place = found.primary.as_ref().map(|label| label.span);
                alike.entry(subject).or_default().insert(place);
            }
        }
        let fits = |subject: &Subject, places: &BTreeSet<Option<Span>>| {
            self.recording || self.known.get(subject).is_some_and(|known| places.len() <= known.count)
        };
        found.retain_mut(|found| {
            let found = finding(found);
            let Some(subject) = subject(found) else { return true };
            let stays = alike.get(&subject).is_none_or(|places| !fits(&subject, places));
            if let Some(known) = self.known.get(&subject).filter(|_| stays) {
                let note = format!("{} knows of {} such, and there are more", self.path, known.count);
                if !found.notes.contains(&note) {
                    found.notes.push(note);
                }
            }
            stays
        });
        let mut seen = self.seen();
        for (subject, places) in alike {
            if fits(&subject, &places) {
                seen.passed.entry(subject).or_default().extend(places);
            } else {
                seen.told.insert(subject);
            }
        }
    }

    /// How many findings passed.
    pub fn count(&self) -> usize {
        self.seen().passed.values().map(BTreeSet::len).sum()
    }

    /// In how many files they are.
    pub fn files(&self) -> usize {
        self.seen().passed.keys().map(|subject| subject.file.as_str()).collect::<BTreeSet<&str>>().len()
    }

    /// Entries for findings that are gone. Says something only after everything was looked at.
    pub fn stale(&self) -> Vec<Diagnostic> {
        let seen = self.seen();
        let known = self.known.iter().filter(|(subject, _)| !seen.told.contains(*subject));
        let stale = known.filter_map(|(subject, known)| {
            let left = seen.passed.get(subject).map_or(0, BTreeSet::len);
            let message = match left {
                _ if left >= known.count => return None,
                0 => format!("no `{}` of {} is left", subject.code, subject.file),
                _ => format!("{left} of {} `{}` of {} are left", known.count, subject.code, subject.file),
            };
            let found = Diagnostic::warning(code::BASELINE_STALE, message).at(known.place, "");
            Some(found.help("`--write-baseline` writes the file anew"))
        });
        stale.collect()
    }

    /// What passed, as the text of a file.
    pub fn text(&self) -> String {
        let plain = |text: &str| Spanned::new(text.into(), Origin::Unknown);
        let mut findings: Map<_, Map<_, Vec<KnownFinding>>> = Map::default();
        let seen = self.seen();
        let subjects: Vec<(&Subject, usize)> =
            seen.passed.iter().map(|(subject, places)| (subject, places.len())).collect();
        for of_file in subjects.chunk_by(|left, right| left.0.file == right.0.file) {
            let mut codes = Map::default();
            for of_code in of_file.chunk_by(|left, right| left.0.code == right.0.code) {
                let known = |(subject, count): &(&Subject, usize)| {
                    let (about, message) = match &subject.what {
                        What::About(about) => (Some(plain(about)), None),
                        What::Message(message) => (None, Some(plain(message))),
                    };
                    let count = i64::try_from(*count).ok().filter(|count| *count > 1);
                    let count = count.map(|count| Spanned::new(count, Origin::Unknown));
                    KnownFinding { about, message, count, ..KnownFinding::default() }
                };
                let name = of_code.first().map_or("", |(subject, _)| subject.code.as_str());
                codes.push(plain(name), of_code.iter().map(known).collect());
            }
            let name = of_file.first().map_or("", |(subject, _)| subject.file.as_str());
            findings.push(plain(name), codes);
        }
        let spec = BaselineSpec { findings: Some(findings), ..BaselineSpec::default() };
        let file = spec::Baseline {
            api_version: Some(Spanned::new(ApiVersion::V1alpha1, Origin::Unknown)),
            kind: Some(Spanned::new(BaselineKind::Baseline, Origin::Unknown)),
            spec: Some(spec),
            ..spec::Baseline::default()
        };
        print(&file.write())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
