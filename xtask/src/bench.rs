//! `cargo xtask bench`: `check` and `build` as whole processes, beside two peers on the same words.
//!
//! The peers set the brief's words without checking anything: Typst (the PyPI package `typst`) as a two-column PDF, MyST
//! (the PyPI packages `sphinx` and `myst-parser`) as a web page. A peer that is not installed is said to be absent.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{median, ms, release_binary, works};

pub fn run(dossier: &Path) -> Result<(), String> {
    let binary = release_binary()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let out = folder.path().join("out");
    println!("whole processes, median of 11 after one warm-up; {}", dossier.display());

    let check =
        median(Command::new(&binary).args(["check", "--quiet", "--as-of", "2019-01-29"]).arg(dossier), &[0, 1])?;
    println!("  {:<44} {:>10}", "demarche check", ms(check));
    let mut command = Command::new(&binary);
    command.args(["build", "--quiet"]).arg(dossier).arg("--out").arg(&out);
    let build = median(&mut command, &[0])?;
    println!("  {:<44} {:>10}", "demarche build (PDF, HTML, JSON, CSV)", ms(build));

    let words =
        plain_words(&fs::read_to_string(dossier.join("briefs/in-focus.md")).map_err(|error| error.to_string())?);
    for (name, mut peer) in [typst(folder.path(), &words)?, myst(folder.path(), &words)?] {
        match median(&mut peer, &[0]) {
            Ok(time) => {
                let ratio = time.as_secs_f64() / build.as_secs_f64();
                println!("  {name:<44} {:>10}   {ratio:.1} x demarche build", ms(time));
            }
            Err(_) => println!("  {name:<44}     absent"),
        }
    }
    Ok(())
}

/// The brief's prose without front matter, bindings and fenced blocks: paragraphs and `#` headings.
fn plain_words(brief: &str) -> Vec<String> {
    let body = brief.splitn(3, "---\n").nth(2).unwrap_or(brief);
    let mut blocks = Vec::new();
    let mut fenced = false;
    for block in body.split("\n\n") {
        let opens = block.matches("```").count();
        if fenced || opens > 0 {
            fenced ^= opens % 2 == 1;
            continue;
        }
        let words = without_links(block).split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            blocks.push(words);
        }
    }
    blocks
}

/// `[words](target)` becomes `words`.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let Some(end) = rest[at..].find(')') else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out.replace('[', "")
}

fn typst(folder: &Path, words: &[String]) -> Result<(&'static str, Command), String> {
    let mut source = String::from("#set page(\"us-letter\", columns: 2)\n#set text(9.5pt)\n#set par(justify: true)\n");
    for block in words {
        let text = block.trim_start_matches('#').trim();
        let quoted = format!("{text:?}").replace("\\'", "'");
        source.push_str(&if block.starts_with('#') {
            format!("#heading({quoted})\n")
        } else {
            format!("#par({quoted})\n")
        });
    }
    let path = folder.join("peer.typ");
    fs::write(&path, source).map_err(|error| error.to_string())?;
    let mut command = Command::new("python3");
    command.args(["-c", "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"]);
    command.arg(&path).arg(folder.join("peer.pdf"));
    Ok(("typst (PyPI), the same words as PDF, no check", command))
}

fn myst(folder: &Path, words: &[String]) -> Result<(&'static str, Command), String> {
    let site = folder.join("myst");
    fs::create_dir_all(&site).map_err(|error| error.to_string())?;
    fs::write(site.join("conf.py"), "project = 'peer'\nextensions = ['myst_parser']\n")
        .map_err(|error| error.to_string())?;
    fs::write(site.join("index.md"), format!("# Brief\n\n{}\n", words.join("\n\n")))
        .map_err(|error| error.to_string())?;
    let mut command = Command::new("python3");
    command.args(["-m", "sphinx", "-E", "-q", "-b", "html"]).arg(&site).arg(folder.join("myst-out"));
    if !works(Command::new("python3").args(["-c", "import sphinx, myst_parser"])) {
        command = Command::new("myst-parser-is-not-installed");
    }
    Ok(("sphinx + myst-parser, the same words as HTML", command))
}
