//! Learns the counts, weights and advances that put columns in order, and writes them to `data/`.
//!
//! `cargo run --release -p demarche-read --example learn-seams -- DOCUMENTS OUT [TEXTS...]`
//!
//! `DOCUMENTS` holds `interleaved/*.tsv` and `markdown/*.md` of the same products, in the forms that
//! `untangle::corpus` reads. Words are counted in the Markdown of products without a table and in
//! `TEXTS`, plain text with one paragraph a line; weights and advances are learnt from the tables,
//! weights also from the Markdown of their products set anew. Without `TEXTS`
//! the words that the crate ships are kept and only the weights and advances are learnt again, to the same bytes as
//! with the `TEXTS` that taught those words. The same input gives the same bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use demarche_read::untangle::corpus::{self, Brief, product};
use demarche_read::untangle::learn::{self, Example};
use demarche_read::untangle::{SHIPPED, Speech};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, out, texts @ ..] = arguments.as_slice() else {
        return Err(io::Error::other("usage: learn-seams DOCUMENTS OUT [TEXTS...]"));
    };
    let (documents, out) = (Path::new(documents), Path::new(out));
    let tables = names(&documents.join("interleaved"), ".tsv")?;
    let columned: BTreeSet<&str> = tables.iter().map(|name| product(name)).collect();
    let markdown = |name: &str| std::fs::read_to_string(documents.join("markdown").join(format!("{name}.md")));
    let mut used = Vec::new();
    let mut reports = Vec::new();
    for name in names(&documents.join("markdown"), ".md")? {
        if !columned.contains(product(&name)) {
            reports.extend(corpus::paragraphs(&markdown(&name)?));
            used.push(format!("{name} words"));
        }
    }
    let speech = if texts.is_empty() { SHIPPED.speech.clone() } else { counted(&reports, texts, out)? };
    let mut taught = Vec::new();
    for name in &tables {
        let table = std::fs::read_to_string(documents.join("interleaved").join(format!("{name}.tsv")))?;
        taught.push(Example::new(&Brief::parse(&table, &markdown(name)?)));
        used.push(format!("{name} weights"));
    }
    let model = learn::model(speech, &taught);
    let mut weights = String::from("# weight of each number that describes a seam; those of no weight are left out\n");
    for (index, weight) in model.weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= 0.005) {
        let _ = writeln!(weights, "{index} {weight:.2}");
    }
    let _ = writeln!(weights, "certainty {:.2} {:.2}", model.certainty.slope, model.certainty.more);
    std::fs::write(out.join("seam-weights.txt"), weights)?;
    let head = "# how likely each advance is, in eighths of a leading, the last any longer one; a row for each manner of\n\
                # seam, then one for the lead of the second column's first line\n";
    std::fs::write(out.join("seam-advances.txt"), head.to_owned() + &model.advances.format())?;
    std::fs::write(out.join("trained-on.txt"), used.join("\n") + "\n")
}

/// What the Markdown and the texts teach of the language, as it is written to `out` and read from there.
fn counted(reports: &[String], paths: &[String], out: &Path) -> io::Result<Speech> {
    let mut texts: Vec<String> = Vec::new();
    for path in paths {
        texts.extend(std::fs::read_to_string(path)?.lines().map(str::to_owned));
    }
    let speech = Speech::learn(reports, &texts);
    let (counts, network) = (speech.language.format(), speech.fluency.format());
    std::fs::write(out.join("seam-counts.txt"), &counts)?;
    std::fs::write(out.join("seam-fluency.txt"), &network)?;
    Ok(Speech::parse(&counts, &network))
}

/// Names of the files of a folder that end so, without the ending, sorted.
fn names(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().into_string().ok()?.strip_suffix(ending)?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}
