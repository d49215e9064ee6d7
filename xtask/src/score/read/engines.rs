//! The ways to read a PDF that are compared: our own, and peers as whole processes.
//!
//! The peers of the Python package index are looked for by the interpreter that `DEMARCHE_PYTHON` names. A folder of
//! their own is made by
//!
//! ```console
//! python3 -m venv target/peers
//! target/peers/bin/pip install PyMuPDF pypdfium2 pdfminer.six opendataloader-pdf    # the last needs Java
//! export DEMARCHE_PYTHON=$PWD/target/peers/bin/python
//! ```

use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use demarche_read::Tags;

/// A way to read a PDF.
pub enum Engine {
    /// Ours, within this process.
    Own {
        /// Whether tags are followed.
        tags: Tags,
        /// Whether raised digits are printed as plain ones, as peers print them.
        plain: bool,
    },
    /// Ours, as a process of its own.
    OwnProcess,
    /// A program that writes text to standard output.
    Program(&'static [&'static str]),
    /// A Python package and a script that prints text.
    Python(&'static str, &'static str, &'static str),
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was read.
    Text(String),
    /// The engine said that it could not.
    Refused,
    /// The engine broke down.
    Crashed,
    /// The engine was stopped.
    TimedOut,
}

/// Time that one file may take.
const TIMEOUT: Duration = Duration::from_secs(120);

/// All engines, ours first.
pub fn all() -> Vec<Engine> {
    let mut engines = vec![
        Engine::Own { tags: Tags::Follow, plain: false },
        Engine::Own { tags: Tags::Ignore, plain: false },
        Engine::Own { tags: Tags::Follow, plain: true },
    ];
    engines.extend(peers());
    engines
}

/// The peers.
pub fn peers() -> Vec<Engine> {
    vec![
        Engine::Program(&["pdftotext"]),
        Engine::Program(&["pdftotext", "-raw"]),
        Engine::Program(&["pdftotext", "-layout"]),
        Engine::Python(
            "PyMuPDF",
            "pymupdf",
            "import sys,pymupdf\nfor p in pymupdf.open(sys.argv[1]): print(p.get_text())",
        ),
        Engine::Python(
            "pypdfium2",
            "pypdfium2",
            "import sys,pypdfium2\nfor p in pypdfium2.PdfDocument(sys.argv[1]): print(p.get_textpage().get_text_range())",
        ),
        Engine::Python(
            "pdfminer.six",
            "pdfminer",
            "import sys,pdfminer.high_level as h\nprint(h.extract_text(sys.argv[1]))",
        ),
        Engine::Python(
            "opendataloader-pdf",
            "opendataloader_pdf",
            "import sys,tempfile,pathlib,opendataloader_pdf as o\nwith tempfile.TemporaryDirectory() as d:\n o.convert(input_path=sys.argv[1],output_dir=d,format='text',quiet=True,use_struct_tree=True)\n for p in sorted(pathlib.Path(d).rglob('*.txt')): print(p.read_text(errors='replace'))",
        ),
    ]
}

impl Engine {
    /// What tables call it.
    pub fn name(&self) -> String {
        match self {
            Self::Own { tags: Tags::Ignore, .. } => "demarche, tags ignored".to_owned(),
            Self::Own { plain: true, .. } => "demarche, note signs as digits".to_owned(),
            Self::Own { .. } | Self::OwnProcess => "demarche".to_owned(),
            Self::Program(words) => words.join(" "),
            Self::Python(name, ..) => (*name).to_owned(),
        }
    }

    /// Whether it can be started.
    pub fn is_installed(&self) -> bool {
        let mut command = match self {
            Self::Own { .. } | Self::OwnProcess => return true,
            Self::Program(words) => {
                let mut command = Command::new(words[0]);
                command.arg("-v");
                command
            }
            Self::Python(_, module, _) => {
                let mut command = Command::new(python());
                command.args(["-c", &format!("import {module}")]);
                command
            }
        };
        crate::process::works(&mut command)
    }

    /// What became of a file.
    ///
    /// # Errors
    /// Where the file, the folder for temporary files or a process cannot be used.
    pub fn read(&self, pdf: &Path) -> io::Result<Outcome> {
        let mut command = match self {
            Self::Own { tags, plain } => {
                let document = demarche_read::read_pdf(&std::fs::read(pdf)?, &pdf.to_string_lossy(), *tags).value;
                let text = document.to_text();
                return Ok(Outcome::Text(if *plain { lowered(&text) } else { text }));
            }
            Self::OwnProcess => {
                let mut command = Command::new(std::env::current_exe()?);
                command.args(["score", "one"]).arg(pdf);
                command
            }
            Self::Program(words) => {
                let mut command = Command::new(words[0]);
                command.args(&words[1..]).arg(pdf).arg("-");
                command
            }
            Self::Python(_, _, script) => {
                let mut command = Command::new(python());
                command.args(["-c", script]).arg(pdf);
                command
            }
        };
        run(&mut command)
    }
}

fn python() -> String {
    std::env::var("DEMARCHE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Runs a command that prints text, and stops it when it takes too long.
fn run(command: &mut Command) -> io::Result<Outcome> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let Some(mut stdout) = child.stdout.take() else { return Ok(Outcome::Refused) };
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).map(|_| bytes)
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if begun.elapsed() > TIMEOUT {
            child.kill()?;
            child.wait()?;
            return Ok(Outcome::TimedOut);
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let bytes = reader.join().map_err(|_| io::Error::other("the reader of a pipe broke down"))??;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(match status.code() {
        Some(0) => Outcome::Text(text),
        // What was printed before the fault was read all the same.
        Some(1) if !text.trim().is_empty() => Outcome::Text(text),
        Some(1..=9) => Outcome::Refused,
        _ => Outcome::Crashed,
    })
}

/// Raised digits as plain ones.
fn lowered(text: &str) -> String {
    let digit = |c: char| match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10).unwrap_or(c),
        _ => c,
    };
    text.chars().map(digit).collect()
}

/// CPU time of this process and of those it has waited for; 0 where the system does not say.
pub fn cpu_seconds() -> f64 {
    // proc(5): fields 14 to 17 in ticks of 1/100 s; the name before them may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().skip(11).take(4);
    fields.filter_map(|field| field.parse::<u32>().ok()).map(f64::from).sum::<f64>() / 100.0
}
