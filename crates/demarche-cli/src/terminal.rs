//! Printing for people: width, colour, progress.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use demarche_diagnostic::{Terminal, is_unprintable};
use indicatif::{ProgressBar, ProgressStyle};

/// Width and colour of standard output.
pub fn of_stdout() -> Terminal {
    let colour = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 140));
    Terminal { width, colour }
}

/// Width and colour of standard error.
pub fn of_stderr() -> Terminal {
    let colour = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
    Terminal { colour, ..of_stdout() }
}

/// Prints an error that ends the command.
pub fn error(error: &dyn Display) {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    anstream::eprintln!("{style}error{style:#}: {}", plain(&cut(&error.to_string())));
}

/// Says on standard error what was done, so that a report on standard output stays clean.
pub fn say(text: &str) {
    anstream::eprintln!("{}", plain(text));
}

/// Longest error that is printed, in characters: one that quotes a file may be as long as the file.
const LONGEST: usize = 4000;

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => Cow::Owned(format!("{} …", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// Words of a file as a terminal may show them: without marks that move the cursor or turn the direction of text.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { '\u{fffd}' } else { c }).collect()
}

/// Emphasis for results; stripped where output is no terminal.
pub fn strong(text: impl Display) -> String {
    let style = Style::new().bold();
    format!("{style}{text}{style:#}")
}

/// A spinner on standard error while long work goes on; silent when quiet or no terminal.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Starts to say what is being done.
    pub fn new(quiet: bool, what: &str) -> Self {
        if quiet {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner().with_message(what.to_owned());
        bar.set_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A bar on standard error that counts what is done; silent when quiet or no terminal.
pub struct Bar(Option<ProgressBar>);

impl Bar {
    /// Starts to count to `total`.
    pub fn new(quiet: bool, what: &str, total: usize) -> Self {
        if quiet {
            return Self(None);
        }
        let bar = ProgressBar::new(total as u64).with_message(what.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// One more is done.
    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
