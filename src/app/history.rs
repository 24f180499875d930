//! Undo and redo of what a person chose to see.

/// Steps kept; older ones are forgotten.
const N_STEPS: usize = 200;

/// A line of past and future values around a present one that its owner holds.
#[derive(Debug, Clone, PartialEq)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new() }
    }
}

impl<T: PartialEq> History<T> {
    /// Notes the value that is about to be replaced. What was undone before can
    /// no longer be redone. A value equal to the last one noted is not repeated.
    pub fn note(&mut self, before: T) {
        self.future.clear();
        if self.past.last() != Some(&before) {
            if self.past.len() == N_STEPS {
                self.past.remove(0);
            }
            self.past.push(before);
        }
    }

    /// The value before `present`, which can then be redone; `None` at the start.
    pub fn undo(&mut self, present: T) -> Option<T> {
        let before = self.past.pop()?;
        self.future.push(present);
        Some(before)
    }

    /// The value that was last undone; `None` when nothing was.
    pub fn redo(&mut self, present: T) -> Option<T> {
        let after = self.future.pop()?;
        self.past.push(present);
        Some(after)
    }

    /// Changes every value noted, for what became known only now and is no step.
    pub fn each_mut(&mut self, change: impl FnMut(&mut T)) {
        self.past.iter_mut().chain(&mut self.future).for_each(change);
    }

    /// Whether there is something to undo.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_and_redo_walk_the_same_line() {
        let mut history = History::default();
        history.note('a');
        history.note('b');
        assert_eq!(history.undo('c'), Some('b'));
        assert_eq!(history.undo('b'), Some('a'));
        assert_eq!(history.undo('a'), None);
        assert_eq!(history.redo('a'), Some('b'));
        assert_eq!(history.redo('b'), Some('c'));
        assert_eq!(history.redo('c'), None);
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let mut history = History::default();
        history.note(1);
        assert_eq!(history.undo(2), Some(1));
        history.note(1);
        assert!(!history.can_redo() && history.can_undo());
    }

    #[test]
    fn only_the_last_steps_are_kept() {
        let mut history = History::default();
        for step in 0..N_STEPS + 50 {
            history.note(step);
        }
        let mut n = 0;
        let mut present = N_STEPS + 50;
        while let Some(before) = history.undo(present) {
            present = before;
            n += 1;
        }
        assert_eq!((n, present), (N_STEPS, 50));
    }
}
