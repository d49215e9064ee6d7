//! A dossier as of a git revision: its files out of the repository's history, no checkout.
//!
//! The `git` program is asked three times: what the revision is, what lies below
//! the dossier's folder in it, and, in one go, for the bytes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::HallError;
use crate::files::MAX_FILE;
use crate::tree::Tree;

/// Endings of the files that a dossier is read from.
const READ: [&str; 7] = ["toml", "yml", "yaml", "json", "csv", "md", "lock"];

/// Most bytes of one revision's dossier.
const MAX_DOSSIER: u64 = 256 << 20;

/// The files of a dossier in one revision.
#[derive(Clone, Debug)]
pub struct Revision {
    commit: String,
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// Links of the dossier, which may lead anywhere and are refused.
    links: Vec<PathBuf>,
}

impl Revision {
    /// The dossier of `root` as it was in `revision`, anything that git resolves to a commit.
    ///
    /// # Errors
    /// [`HallError::Git`] says what git had to say; [`HallError::NoGit`] where the program is not there.
    pub fn of(root: &Path, revision: &str) -> Result<Self, HallError> {
        let asked = format!("{revision}^{{commit}}");
        let commit = text(git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?);
        let commit = commit.ok_or_else(|| {
            let hint = "is no revision here: `git log --oneline` lists them; a shallow clone holds the newest only";
            HallError::Git(root.to_owned(), format!("{revision:?} {hint}"))
        })?;
        let prefix = text(git(root, &["rev-parse", "--show-prefix"])?).unwrap_or_default();
        Self::read(root, commit, prefix.trim_end_matches('/'))
    }

    /// The commit's full name.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    fn read(root: &Path, commit: String, prefix: &str) -> Result<Self, HallError> {
        let tree = format!("{commit}:{prefix}");
        let listed = git(root, &["ls-tree", "--full-tree", "-r", "-l", "-z", &tree])?;
        if !listed.status.success() {
            let short = commit.get(..10).unwrap_or(&commit);
            return Err(HallError::Git(root.to_owned(), format!("revision {short} has no folder {prefix:?}")));
        }
        let (mut wanted, mut links, mut whole) = (Vec::new(), Vec::new(), 0u64);
        for line in listed.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let line = String::from_utf8_lossy(line);
            let Some((about, name)) = line.split_once('\t') else { continue };
            let parts: Vec<&str> = about.split_whitespace().collect();
            let [mode, "blob", object, size] = parts[..] else { continue };
            let path = PathBuf::from(name);
            let read = path.extension().is_some_and(|ending| READ.iter().any(|known| ending == *known));
            if mode == "120000" {
                links.push(path);
            } else if read {
                let size: u64 = size.parse().unwrap_or(u64::MAX);
                whole = whole.saturating_add(size);
                if size > MAX_FILE || whole > MAX_DOSSIER {
                    return Err(HallError::TooLarge(path, size));
                }
                wanted.push((object.to_owned(), path));
            }
        }
        let files = contents(root, &wanted)?;
        Ok(Self { commit, files, links })
    }
}

impl Tree for Revision {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        if self.links.iter().any(|link| link == name) {
            return Err(HallError::Outside(name.to_owned()));
        }
        Ok(self.files.get(name).cloned())
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        let hidden = |name: &Path| name.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let inside = |name: &&PathBuf| {
            name.parent() == Some(folder) && name.extension().is_some_and(|found| found == extension) && !hidden(name)
        };
        Ok(self.files.keys().filter(inside).cloned().collect())
    }
}

/// The commit that last wrote a file below `root`; `None` where none did, or there is no repository.
pub(crate) fn last_written(root: &Path, name: &Path) -> Option<String> {
    let name = name.to_str()?;
    text(git(root, &["log", "-1", "--format=%H", "--", name]).ok()?)
}

/// Runs git in a folder; it writes nothing and asks nothing.
fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    // A hook that calls demarche sets these for another folder.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE").env_remove("GIT_PREFIX");
    command
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output, HallError> {
    let output = command(root).args(arguments).stdin(Stdio::null()).output().map_err(|error| no_git(root, error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    // Anything but "no such revision or folder" is git's to explain.
    if !output.status.success() && (said.contains("not a git repository") || said.contains("dubious ownership")) {
        let line = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        return Err(HallError::Git(root.to_owned(), line));
    }
    Ok(output)
}

fn no_git(root: &Path, error: std::io::Error) -> HallError {
    match error.kind() {
        std::io::ErrorKind::NotFound => HallError::NoGit,
        _ => HallError::Io(root.to_owned(), error),
    }
}

/// The first line of a successful answer.
fn text(output: Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// The bytes of objects, all by one process.
fn contents(root: &Path, wanted: &[(String, PathBuf)]) -> Result<BTreeMap<PathBuf, Vec<u8>>, HallError> {
    let io = |error: std::io::Error| HallError::Io(root.to_owned(), error);
    let mut process = command(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| no_git(root, error))?;
    let (input, output) = (process.stdin.take(), process.stdout.take());
    let asked: String = wanted.iter().map(|(object, _)| format!("{object}\n")).collect();
    // Written beside the reading: either pipe may fill up.
    let writer = std::thread::spawn(move || input.map(|mut input| input.write_all(asked.as_bytes())));
    let mut files = BTreeMap::new();
    let mut broken = None;
    if let Some(output) = output {
        let mut answers = BufReader::new(output);
        for (object, path) in wanted {
            match blob(&mut answers) {
                Ok(Some(bytes)) => drop(files.insert(path.clone(), bytes)),
                Ok(None) => {
                    broken = Some(HallError::Git(
                        root.to_owned(),
                        format!("object {object} is missing from the repository"),
                    ));
                    break;
                }
                Err(error) => {
                    broken = Some(io(error));
                    break;
                }
            }
        }
    }
    // The pipe is closed by now, so the writer ends whatever happened.
    let _ = writer.join();
    process.wait().map_err(io)?;
    broken.map_or(Ok(files), Err)
}

/// One answer: `<object> blob <size>`, the bytes, a line's end; `None` where the object is missing.
fn blob(answers: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let Some(size) = head.split_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok()) else { return Ok(None) };
    let mut bytes = Vec::new();
    answers.by_ref().take(size).read_to_end(&mut bytes)?;
    answers.read_exact(&mut [0])?;
    Ok((bytes.len() as u64 == size).then_some(bytes))
}
