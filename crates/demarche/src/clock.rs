//! Which dates a compile reads, and what "today" is.

use demarche_terms::{Clocks, Date};

use crate::HallError;

/// The dates that a command was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// `--as-of`.
    pub as_of: Option<Date>,
    /// `--known-by`.
    pub known_by: Option<Date>,
}

impl Reading {
    /// The clocks: `--as-of D` alone knows what was on record by D; without it the world is read on `fallback`.
    pub fn clocks(self, fallback: Date) -> Clocks {
        let as_of = self.as_of.unwrap_or(fallback);
        Clocks { as_of, known_by: self.known_by.unwrap_or(as_of) }
    }
}

/// Today in a dossier's time zone.
///
/// # Errors
/// [`HallError::TimeZone`] for a name that the tz database does not hold.
pub(crate) fn today(timezone: &str) -> Result<Date, HallError> {
    let zone = jiff::tz::TimeZone::get(timezone).map_err(|_| HallError::TimeZone(timezone.to_owned()))?;
    Ok(jiff::Timestamp::now().to_zoned_datetime(zone).date())
}

/// Today in the machine's own time zone: for documents, which name none.
pub(crate) fn today_here() -> Date {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn as_of_alone_sets_both_clocks() {
        let reading = Reading { as_of: Some(date(2019, 1, 29)), known_by: None };
        assert_eq!(reading.clocks(date(2030, 1, 1)).known_by, date(2019, 1, 29));
        let later = Reading { as_of: Some(date(2019, 1, 29)), known_by: Some(date(2020, 1, 1)) };
        assert_eq!(later.clocks(date(2030, 1, 1)).known_by, date(2020, 1, 1));
    }

    #[test]
    fn an_unknown_zone_is_named() {
        assert!(matches!(today("Mars/Olympus"), Err(HallError::TimeZone(name)) if name == "Mars/Olympus"));
    }
}
