//! Layers: which optional content of a file is shown (ISO 32000-2, 8.11).

use std::collections::BTreeSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

/// The layers that are switched off when a file is opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layers {
    off: BTreeSet<ObjectIdentifier>,
}

impl Layers {
    /// As the file's own default says.
    pub fn of(pdf: &Pdf) -> Self {
        let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
        let Some(properties) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>(b"OCProperties")) else {
            return Self::default();
        };
        let Some(usual) = properties.get::<Dict<'_>>(b"D") else { return Self::default() };
        let mut off = BTreeSet::new();
        if usual.get::<Name<'_>>(b"BaseState").is_some_and(|state| state.as_ref() == b"OFF") {
            off.extend(listed(&properties, b"OCGs"));
        }
        for on in listed(&usual, b"ON") {
            off.remove(&on);
        }
        off.extend(listed(&usual, b"OFF"));
        Self { off }
    }

    /// Whether content is hidden whose owner names a layer, or a rule over layers, under `key`.
    pub fn hide(&self, owner: &Dict<'_>, key: &[u8]) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let Some(rule) = owner.get::<Dict<'_>>(key) else { return false };
        if rule.get::<Name<'_>>(b"Type").is_none_or(|kind| kind.as_ref() != b"OCMD") {
            return owner.get_ref(key).is_some_and(|layer| self.off.contains(&layer.into()));
        }
        let mut layers = listed(&rule, b"OCGs");
        layers.extend(rule.get_ref(b"OCGs").filter(|_| layers.is_empty()).map(ObjectIdentifier::from));
        if layers.is_empty() {
            return false;
        }
        let off = |layer: &ObjectIdentifier| self.off.contains(layer);
        match rule.get::<Name<'_>>(b"P").as_deref() {
            Some(b"AllOn") => layers.iter().any(off),
            Some(b"AnyOff") => !layers.iter().any(off),
            Some(b"AllOff") => !layers.iter().all(off),
            _ => layers.iter().all(off),
        }
    }
}

fn listed(dict: &Dict<'_>, key: &[u8]) -> Vec<ObjectIdentifier> {
    let list = dict.get::<Array<'_>>(key).unwrap_or_default();
    list.raw_iter().filter_map(|layer| Some(layer.as_obj_ref()?.into())).collect()
}
