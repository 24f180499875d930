//! The names in the words for a speaker: `the activist Ahmed Helwani` names
//! Ahmed Helwani, and `local residents` nobody.
//!
//! Letter case tells in Latin script. Arabic has none, so all of it is taken for
//! a name: hiding too much is the safe side.

/// Words of names that are in lower case, and in too many names to be looked for.
pub(super) const PARTICLES: [&str; 12] =
    ["abu", "al", "bin", "bint", "bou", "de", "el", "ibn", "ould", "um", "umm", "van"];

/// Words that hold the name of a body together: `Observatory for Human Rights`.
const CONNECTORS: [&str; 8] = ["and", "for", "in", "of", "on", "the", "to", "&"];

/// Words in upper case only because a sentence begins with them.
const ARTICLES: [&str; 10] = ["A", "An", "His", "Her", "He", "She", "One", "Some", "The", "Their"];

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name<'a> {
    /// As it is written.
    pub text: &'a str,
    pub words: Vec<&'a str>,
    /// Whether it is that of a person, as far as can be told: two to five words,
    /// none of which holds a body's name together. People are also called by a
    /// part of their name.
    pub is_personal: bool,
}

/// The parts of a text that letters and digits make up.
pub(super) fn words_of(name: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&');
    name.split(move |c| !is_part(c)).filter(|word| !word.is_empty())
}

/// Every name in the words for a speaker, in order.
pub(super) fn names_in(text: &str) -> Vec<Name<'_>> {
    let ends = [',', ';', ':', '،', '؛', '(', ')', '[', ']', '"', '“', '”', '\n', '/'];
    text.split(ends).flat_map(names_in_part).collect()
}

fn names_in_part(part: &str) -> Vec<Name<'_>> {
    let mut all = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in words_of(part) {
        let is_name =
            word.chars().any(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_ascii()))
                || (!run.is_empty() && word.chars().all(char::is_numeric))
                || PARTICLES.contains(&word);
        let holds_together = CONNECTORS.contains(&word) && !run.is_empty();
        if is_name || holds_together {
            run.push(word);
        } else {
            all.extend(name_of(part, &run));
            run.clear();
        }
    }
    all.extend(name_of(part, &run));
    all
}

fn name_of<'a>(part: &'a str, run: &[&'a str]) -> Option<Name<'a>> {
    let is_inner = |word: &&&str| CONNECTORS.contains(*word) || PARTICLES.contains(*word);
    let n_end = run.iter().rev().take_while(is_inner).count();
    let run = run.get(..run.len() - n_end)?;
    let n_start = run.iter().take_while(|word| ARTICLES.contains(word)).count();
    let words = run.get(n_start..)?;
    let (first, last) = (words.first()?, words.last()?);
    let start = (first.as_ptr() as usize).checked_sub(part.as_ptr() as usize)?;
    let end = (last.as_ptr() as usize).checked_sub(part.as_ptr() as usize)? + last.len();
    Some(Name {
        text: part.get(start..end)?,
        is_personal: (2..=5).contains(&words.len())
            && !words.iter().any(|word| CONNECTORS.contains(word)),
        words: words.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, bool)]) {
        let names = names_in(text);
        let found: Vec<(&str, bool)> = names.iter().map(|n| (n.text, n.is_personal)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_are_told_from_descriptions() {
        check("Tarek Mansour, activist", &[("Tarek Mansour", true)]);
        check("An army officer, Salim Haddad", &[("Salim Haddad", true)]);
        check("the doctor Zaynab al-Khalidi of the hospital", &[("Zaynab al-Khalidi", true)]);
        check("Abu bin Omar", &[("Abu bin Omar", true)]);
        check("Observatory for Human Rights", &[("Observatory for Human Rights", false)]);
        check("Euphrates 24 correspondent", &[("Euphrates 24", true)]);
        check("local residents", &[]);
        check("أحمد الحلواني", &[("أحمد الحلواني", true)]);
        check("The", &[]);
        check("", &[]);
    }
}
