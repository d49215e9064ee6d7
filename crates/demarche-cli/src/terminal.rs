//! Printing for people: width, colour, progress.

use std::fmt::Display;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use demarche_diagnostic::Terminal;
use indicatif::{ProgressBar, ProgressStyle};

/// Width and colour of standard output.
pub fn of_stdout() -> Terminal {
    let colour = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(60, 140));
    Terminal { width, colour }
}

/// Prints an error that ends the command.
pub fn error(error: &dyn Display) {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    anstream::eprintln!("{style}error{style:#}: {error}");
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
