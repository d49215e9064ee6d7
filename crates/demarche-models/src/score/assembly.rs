//! The references of seat allocation.

use super::{Score, compare};
use crate::assembly::allocation::Election;
use crate::error::ModelError;
use crate::form::Form;

pub(super) fn allocations(score: &mut Score) -> Result<(), ModelError> {
    let input = "references/assembly.toml";
    let form = Form::parse(input, include_str!("../../references/assembly.toml"))?;
    for case in form.fields().tables("case")? {
        let seats = Election::read(input, &case.text("election")?)?.seats()?;
        compare(&case, score, |party| {
            let found = seats.iter().find(|seats| seats.party == party);
            found.map(|seats| f64::from(seats.total))
        })?;
    }
    Ok(())
}
