//! `demarche merge`

use demarche::Joined;

use super::{Failure, Outcome};
use crate::arguments::Merge;

pub fn run(command: &Merge) -> Result<Outcome, Failure> {
    let name = command.name.as_deref().unwrap_or(&command.ours).display();
    match demarche::merge(&command.base, &command.ours, &command.theirs)? {
        Joined::ById(conflicts) => {
            for conflict in &conflicts {
                let what = if conflict.id.is_empty() { String::new() } else { format!(" `{}`:", conflict.id) };
                let rival = conflict.rival.as_ref().map(|rival| {
                    format!("; their version stands beside it as `{rival}`: keep one, or give one a rank with a reason")
                });
                anstream::eprintln!("{name}:{what} {}{}", conflict.says, rival.unwrap_or_default());
            }
            Ok(if conflicts.is_empty() { Outcome::Clean } else { Outcome::Findings })
        }
        Joined::AsText(unreadable, conflicts) => {
            let (side, reason) = (unreadable.side, unreadable.reason.trim_end());
            anstream::eprintln!("{name}: {side} is no TOML ({reason}), so the file was joined line by line");
            Ok(if conflicts { Outcome::Findings } else { Outcome::Clean })
        }
    }
}
