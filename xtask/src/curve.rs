//! `cargo xtask curve`: what `check` costs as a dossier grows, as whole processes.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{median, ms, release_binary};

const SIZES: [usize; 5] = [300, 1_000, 10_000, 30_000, 100_000];

pub fn run() -> Result<(), String> {
    let binary = release_binary()?;
    println!("demarche check, whole process, median of 11 after one warm-up");
    println!("  {:>10} {:>12} {:>22}", "statements", "time", "microseconds each");
    for size in SIZES {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        write_dossier(folder.path(), size).map_err(|error| error.to_string())?;
        let mut command = Command::new(&binary);
        command.args(["check", "--quiet", "--as-of", "2019-01-29"]).arg(folder.path());
        let time = median(&mut command, &[0])?;
        println!("  {size:>10} {:>12} {:>22.2}", ms(time), time.as_secs_f64() * 1e6 / size as f64);
    }
    Ok(())
}

/// A dossier of `size` statements in files of 500, a fifth of them derived, with a brief that binds fifty.
fn write_dossier(folder: &Path, size: usize) -> std::io::Result<()> {
    for inner in ["statements", "briefs", "kinds"] {
        fs::create_dir_all(folder.join(inner))?;
    }
    fs::write(
        folder.join("dossier.toml"),
        "format = 1\nid = \"curve\"\ntitle = \"Curve\"\ntimezone = \"UTC\"\nbrief = \"briefs/b.md\"\npublisher = \"Bench\"\nrules = []\n",
    )?;
    fs::write(
        folder.join("sources.yml"),
        "s:\n  type: web\n  title: Series\n  author: Office\n  date: 2018-01-01\n  evidence: dataset\n  seen: true\n",
    )?;
    fs::write(folder.join("actors.toml"), "[[actor]]\nid = \"NRL\"\ntype = \"state\"\nname = \"Norland\"\n")?;
    fs::write(
        folder.join("kinds/amount.toml"),
        "kind = \"amount\"\nlabel = \"amount\"\nvalue = \"quantity\"\ndimension = \"money/time\"\ntense = \"period\"\nfunctional = true\n\
         [with.item]\ntype = \"text\"\nrequired = true\n",
    )?;
    for (file, chunk) in (0..size).collect::<Vec<_>>().chunks(500).enumerate() {
        let mut text = String::new();
        for &n in chunk {
            let head = format!(
                "[[statement]]\nid = \"a.n{n}\"\nsays = \"Amount {n}\"\nsubject = \"NRL\"\npredicate = \"amount\"\nwith = {{ item = \"i{n}\" }}\n"
            );
            let body = if n % 5 == 4 {
                format!("derive = \"a.n{} + a.n{}\"\n\n", n - 1, n - 2)
            } else {
                format!(
                    "value = \"{}.5e6 USD/a\"\nvalid = \"2017\"\nrecorded = 2018-01-01\nsource = {{ ref = \"s\" }}\n\n",
                    n + 1
                )
            };
            let _ = write!(text, "{head}{body}");
        }
        fs::write(folder.join(format!("statements/{file:04}.toml")), text)?;
    }
    let mut brief = String::from(
        "---\ntitle: Curve\nproduct: C-1\nedition: 1\ndate: 2019-01-29\nauthors:\n  - name: A\n    role: B\nlanguage: en\nsummary: Curve.\nkeywords: [c]\n---\n\n",
    );
    for n in (0..50).filter(|n| n % 5 != 4) {
        let _ = writeln!(brief, "It came to [${}.5 million](@a.n{n}).", n + 1);
    }
    fs::write(folder.join("briefs/b.md"), brief)
}
