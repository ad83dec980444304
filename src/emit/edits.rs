//! The edits of one unit while they are being made, by place.
//!
//! In: edits in any order. Out: those inside a range, and all of them in order. Whoever rewrites a wider range takes
//! the edits inside along, for every launch and every call, so looking them up must not cost a walk over all.

use super::Edit;
use std::collections::BTreeMap;
use std::ops::Range;

/// Edits by start, end, and order of making.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    by_place: BTreeMap<(u32, u32, u32), Edit>,
    made: u32,
}

impl Edits {
    /// Adds an edit.
    pub fn push(&mut self, edit: Edit) {
        self.by_place.insert((edit.range.start, edit.range.end, self.made), edit);
        self.made += 1;
    }

    /// Adds edits.
    pub fn extend(&mut self, edits: impl IntoIterator<Item = Edit>) {
        edits.into_iter().for_each(|edit| self.push(edit));
    }

    /// All edits, by start and end.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Edit> {
        self.by_place.values()
    }

    /// The edits that lie in `range`, by start and end.
    pub fn within(&self, range: Range<u32>) -> impl Iterator<Item = &Edit> {
        let end = range.end;
        self.starting(range).filter(move |(key, _)| key.1 <= end).map(|(_, edit)| edit)
    }

    /// The edits that start at or before `offset`, the last first.
    pub fn before(&self, offset: u32) -> impl Iterator<Item = &Edit> {
        self.by_place.range(..=(offset, u32::MAX, u32::MAX)).rev().map(|(_, edit)| edit)
    }

    /// How many edits were ever made: a mark for [`Edits::only_since`].
    pub fn mark(&self) -> u32 {
        self.made
    }

    /// The edit made since `mark` that starts in `range`, where there is exactly one.
    pub fn only_since(&mut self, mark: u32, range: &Range<u32>) -> Option<&mut Edit> {
        let places = self.by_place.range_mut((range.start, 0, 0)..=(range.end.max(range.start), u32::MAX, u32::MAX));
        let mut made = places.filter(|(key, _)| key.2 >= mark).map(|(_, edit)| edit);
        let first = made.next()?;
        made.next().is_none().then_some(first)
    }

    /// Drops the edits that lie in `range`.
    pub fn remove_within(&mut self, range: &Range<u32>) {
        let inside = self.starting(range.clone()).filter(|(key, _)| key.1 <= range.end).map(|(key, _)| *key);
        for key in inside.collect::<Vec<_>>() {
            self.by_place.remove(&key);
        }
    }

    /// Keeps the edits for which `keep` holds.
    pub fn retain(&mut self, keep: impl Fn(&Edit) -> bool) {
        self.by_place.retain(|_, edit| keep(edit));
    }

    /// All edits by start and end; of insertions at one place those that stick to what follows come first.
    pub fn into_sorted(self) -> Vec<Edit> {
        let mut edits: Vec<Edit> = self.by_place.into_values().collect();
        edits.sort_by_key(|e| (e.range.start, e.range.end, e.after));
        edits
    }

    fn starting(&self, range: Range<u32>) -> impl Iterator<Item = (&(u32, u32, u32), &Edit)> {
        // A range that ends before it starts holds nothing.
        let last = range.end.max(range.start);
        self.by_place.range((range.start, 0, 0)..=(last, u32::MAX, u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<u32>) -> Edit {
        Edit::replace(range, "", "")
    }

    #[test]
    fn ranges_hold_what_lies_in_them() {
        let mut edits = Edits::default();
        edits.extend([edit(5..9), edit(2..4), edit(2..12), edit(9..9), edit(10..12)]);
        let within = |edits: &Edits, range| edits.within(range).map(|e| e.range.clone()).collect::<Vec<_>>();
        assert_eq!(within(&edits, 2..9), [2..4, 5..9, 9..9]);
        assert_eq!(edits.before(5).map(|e| e.range.clone()).collect::<Vec<_>>(), [5..9, 2..12, 2..4]);
        edits.remove_within(&(2..9));
        assert_eq!(within(&edits, 0..20), [2..12, 10..12]);
        edits.remove_within(&Range { start: 9, end: 3 });
        assert_eq!(edits.into_sorted().len(), 2);
    }

    #[test]
    fn edits_of_one_place_keep_their_order() {
        let mut edits = Edits::default();
        edits.extend([Edit::after(3, "b", ""), Edit::after(3, "c", ""), Edit::before(3, "a", "")]);
        assert_eq!(edits.into_sorted().iter().map(|e| e.text.as_str()).collect::<String>(), "abc");
    }
}
