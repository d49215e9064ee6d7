//! Prints a file as it is read: `cargo run -p demarche-read --example show -- FILE [text|markdown|json|roles]`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        return writeln!(std::io::stderr(), "usage: show FILE [text|markdown|json|roles] [untagged]");
    };
    let form = arguments.next().unwrap_or_else(|| "roles".to_owned());
    let bytes = std::fs::read(&path)?;
    let read = match arguments.next() {
        Some(_) => demarche_read::read_pdf(&bytes, &path, demarche_read::Tags::Ignore),
        None => demarche_read::read(&bytes, &path),
    };
    let mut out = std::io::stdout().lock();
    for diagnostic in &read.diagnostics {
        writeln!(std::io::stderr(), "{}", diagnostic.message)?;
    }
    let document = read.value;
    match form.as_str() {
        "text" => write!(out, "{}", document.to_text()),
        "markdown" => write!(out, "{}", document.to_markdown()),
        "json" => writeln!(out, "{}", document.to_json()),
        _ => {
            for block in &document.blocks {
                let page = document.page(&block.text);
                writeln!(out, "{page} {:?}: {}", block.role, document.words(&block.text))?;
            }
            writeln!(out, "{:?}", document.about)
        }
    }
}
