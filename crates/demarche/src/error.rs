//! What can go wrong with the machine, the folder or the command, as opposed to the text in it.

use std::path::PathBuf;

use demarche_terms::Date;

/// An error that ends a command with exit 2. Every variant is a sentence that names the file.
#[derive(Debug)]
pub enum HallError {
    /// No dossier at the path or above it.
    NoDossier(PathBuf),
    /// The path is neither a dossier nor a brief in one.
    NotABrief(PathBuf),
    /// The path leads out of the dossier.
    Outside(PathBuf),
    /// The path is a folder, a pipe or a device where a file is expected.
    NotAFile(PathBuf),
    /// The file is larger than is read.
    TooLarge(PathBuf, u64),
    /// Reading or writing failed.
    Io(PathBuf, std::io::Error),
    /// The folder for a new dossier holds something already.
    NotEmpty(PathBuf),
    /// The dossier names a time zone that is not known.
    TimeZone(String),
    /// No statement has the id; close spellings follow.
    UnknownStatement(String, Vec<String>),
    /// A sign-off without the name of a person.
    NoName,
    /// A folder without a single document.
    NoDocuments(PathBuf),
    /// More documents below a folder than are checked in one run.
    TooMany(PathBuf, usize),
    /// A document's own rules refuse what was asked for; the sentence says why.
    Document(PathBuf, String),
    /// The dossier has no scenario of the name; those that it has follow.
    UnknownScenario(String, Vec<String>),
    /// The brief gives no date and none was asked for.
    NoDate(PathBuf),
    /// The page could not be set.
    #[cfg(feature = "press")]
    Press(demarche_press::PressError),
    /// The file is no longer the one that was read.
    Changed(PathBuf),
    /// The folder cannot be watched.
    Watch(PathBuf, notify::Error),
    /// A name for a new dossier that cannot be an id.
    Name(String, demarche_terms::IdError),
    /// The `git` program is not there.
    NoGit,
    /// What git has to say about the folder.
    Git(PathBuf, String),
    /// Another process writes into the folder; what it says of itself.
    Busy(PathBuf, String),
    /// A brief is dated after today.
    Ahead {
        /// The brief.
        path: PathBuf,
        /// Its date.
        date: Date,
        /// Today by this machine's clock.
        today: Date,
    },
    /// Proposals wait for a person: the first, and how many.
    Proposals(PathBuf, usize),
    /// An edition of that date is there with other content.
    EditionExists(PathBuf, Date),
    /// Numbers of editions do not run with their dates.
    EditionNumber {
        /// The brief.
        path: PathBuf,
        /// Its number.
        number: u32,
        /// The number of an edition on the other side of its date.
        other: u32,
        /// That one's date.
        date: Date,
    },
    /// No edition of the date is locked.
    NoEdition(PathBuf, Date),
    /// A model refused the file, or had no answer to it.
    Model(PathBuf, Box<demarche_models::ModelError>),
}

impl std::fmt::Display for HallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDossier(path) => write!(
                f,
                "no dossier at {} or above it: a dossier is a folder with a `dossier.toml`; `demarche init NAME` starts one",
                path.display()
            ),
            Self::NotABrief(path) => write!(
                f,
                "{} is neither a dossier nor a brief in one: give a folder with a `dossier.toml`, or a Markdown file below it",
                path.display()
            ),
            Self::Outside(path) => write!(
                f,
                "{} leads out of the dossier: a dossier must hold its own files, so replace the link by the file",
                path.display()
            ),
            Self::NotAFile(path) => {
                write!(f, "{} is no regular file: a dossier holds plain files only", path.display())
            }
            Self::TooLarge(path, size) => write!(
                f,
                "{} has {size} bytes, more than the {} that are read: split it",
                path.display(),
                crate::files::MAX_FILE
            ),
            Self::Io(path, error) => write!(f, "{}: {error}{}", path.display(), advice(error.kind())),
            Self::NotEmpty(path) => write!(f, "{} exists and is not empty: give another name", path.display()),
            Self::TimeZone(name) => write!(
                f,
                "`timezone = \"{name}\"` in dossier.toml is no time zone: write an IANA name such as Europe/Copenhagen"
            ),
            Self::UnknownStatement(id, close) if close.is_empty() => write!(f, "no statement has the id `{id}`"),
            Self::UnknownStatement(id, close) => {
                write!(f, "no statement has the id `{id}`; close spellings: {}", close.join(", "))
            }
            Self::NoName => f.write_str("a sign-off is a person's: say who with `--by \"J. Doe\"`"),
            Self::NoDocuments(path) => write!(
                f,
                "{} is no dossier and holds no document: give a folder with a `dossier.toml` (`demarche init NAME` starts one), \
                 or with PDF, HTML, DOCX, Markdown or text files",
                path.display()
            ),
            Self::TooMany(path, most) => {
                write!(f, "{}: more than {most} documents; check its folders one by one", path.display())
            }
            Self::Document(path, why) => write!(f, "{}: {why}", path.display()),
            Self::UnknownScenario(name, known) if known.is_empty() => {
                write!(f, "there is no scenario `{name}`: the dossier has no file in `scenarios/`")
            }
            Self::UnknownScenario(name, known) => {
                match demarche_ledger::close(name, known.iter().map(String::as_str)) {
                    Some(near) => write!(f, "there is no scenario `{name}`; did you mean `{near}`?"),
                    None => write!(f, "there is no scenario `{name}`; there is {}", known.join(", ")),
                }
            }
            Self::NoDate(path) => write!(
                f,
                "{} gives no `date` in its front matter: add one, or say `--as-of YYYY-MM-DD`",
                path.display()
            ),
            #[cfg(feature = "press")]
            Self::Press(error) => write!(f, "the PDF cannot be set: {error}"),
            Self::Changed(path) => {
                write!(f, "{} has changed since it was read, so nothing was written: run it again", path.display())
            }
            Self::Watch(path, error) => write!(
                f,
                "{} cannot be watched: {error}; on Linux, `fs.inotify.max_user_watches` may be too low",
                path.display()
            ),
            Self::Name(name, error) => write!(f, "{name:?} cannot be a dossier's name: {error}"),
            Self::NoGit => {
                f.write_str("the `git` program was not found: install it, or compare dates and `work`, which need none")
            }
            Self::Git(folder, said) => write!(f, "git in {}: {said}", folder.display()),
            Self::Busy(folder, who) => {
                let who = if who.is_empty() { "another process" } else { who };
                write!(
                    f,
                    "{who} is writing into {}: nothing was written here; try again when it is done",
                    folder.display()
                )
            }
            Self::Ahead { path, date, today } => write!(
                f,
                "{} is dated {date}, and today is {today}: what will be on record by then is not known yet; set the date, or \
                 this machine's clock",
                path.display()
            ),
            Self::Proposals(first, count) => {
                write!(f, "{count} proposals wait for a person ({}): accept or remove them, then lock", first.display())
            }
            Self::EditionExists(path, date) => write!(
                f,
                "{} holds the edition of {date} with other content: a locked edition is not changed; `demarche edition \
                 verify` says what differs, and a correction is an edition of a later date",
                path.display()
            ),
            Self::EditionNumber { path, number, other, date } => write!(
                f,
                "{} is edition {number}, and the edition of {date} is {other}: numbers run with dates; set `edition` in the \
                 front matter",
                path.display()
            ),
            Self::NoEdition(folder, date) => write!(
                f,
                "no edition of {date} is locked in {}: `demarche edition list` shows those that are",
                folder.display()
            ),
            Self::Model(path, error) => {
                let (path, said) = (path.display().to_string(), error.to_string());
                if said.starts_with(&path) { f.write_str(&said) } else { write!(f, "{path}: {said}") }
            }
        }
    }
}

/// What to do about a failed write; nothing where the error says enough.
fn advice(kind: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind;
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "; the file is as it was before: free some space, then run the command again"
        }
        ErrorKind::FileTooLarge => {
            "; the file is as it was before: raise the limit on the size of files (`ulimit -f`), then run the command again"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "; the file is as it was before: write to another folder with `--out`, or mount this one for writing"
        }
        ErrorKind::NotADirectory => {
            "; this path has a file where a folder is wanted: name the folder that holds the file"
        }
        _ => "",
    }
}

impl std::error::Error for HallError {}
