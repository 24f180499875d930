//! How a report was read, for people: each event with the words, rules, candidates and reasons
//! that made it, and each place named that made none. The same chain as [`super::json`].

use std::fmt::{self, Write as _};

use crate::gazetteer::{Gazetteer, PlaceIdx};

use super::merge::Claim;
use super::pipeline::{Extraction, Report};
use super::places::PlaceMention;
use super::span::Span;
use super::tolls::Toll;

impl Extraction {
    /// The reading as plain text, lines ending in `\n`, without colours or fixed widths. Words of
    /// the report stand between `“` and `”` with white space as single spaces; names of rules
    /// stand in `[` and `]`. `report` and `gazetteer` must be those it was read with.
    #[must_use]
    pub fn explain(&self, report: &Report<'_>, gazetteer: &Gazetteer) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = Explanation { text: report.text, gazetteer, extraction: self, out: &mut out }
            .report(report.path);
        out
    }
}

struct Explanation<'a> {
    text: &'a str,
    gazetteer: &'a Gazetteer,
    extraction: &'a Extraction,
    out: &'a mut String,
}

impl Explanation<'_> {
    fn report(&mut self, path: &str) -> fmt::Result {
        let found = self.extraction;
        writeln!(self.out, "{}", if path.is_empty() { "Report" } else { path })?;
        let known = [
            ("Title", &found.title),
            ("Publisher", &found.publisher),
            ("Author", &found.author),
            ("Address", &found.url),
        ];
        for (label, value) in known {
            if let Some(value) = value {
                writeln!(self.out, "  {label}: {}", one_line(value))?;
            }
        }
        match found.published {
            Some(day) => writeln!(self.out, "  Published: {day}")?,
            None => writeln!(self.out, "  Published: not known")?,
        }
        if found.claims.is_empty() {
            writeln!(self.out, "\nNo event was found.")?;
        }
        for (number, claim) in found.claims.iter().enumerate() {
            writeln!(self.out)?;
            self.event(number + 1, claim)?;
        }
        self.unused()
    }

    fn event(&mut self, number: usize, claim: &Claim) -> fmt::Result {
        let draft = &claim.draft;
        let told_as = if draft.background { " (background: told as past)" } else { "" };
        writeln!(self.out, "Event e{number}{told_as}")?;
        writeln!(self.out, "  Excerpt: {}", self.words(draft.excerpt))?;
        for span in &claim.support {
            writeln!(self.out, "  Told again: {}", self.words(*span))?;
        }
        let sub = claim.sub_event_type();
        write!(self.out, "  Type: {}, {}", sub.event_type().name(), sub.name())?;
        match draft.kind {
            Some((_, rule)) => writeln!(self.out, " [{rule}]")?,
            None => writeln!(self.out, " (no act is named)")?,
        }
        match &draft.date {
            Some(date) => {
                let words = date.span.map_or_else(|| "no words".to_owned(), |s| self.words(s));
                writeln!(
                    self.out,
                    "  Date: {words}: {}; {} [{}]",
                    date.edtf, date.reason, date.rule
                )?;
            }
            None => writeln!(self.out, "  Date: none was found")?,
        }
        if draft.places.is_empty() {
            writeln!(self.out, "  Place: none was found")?;
        }
        for &place in &draft.places {
            self.mention("  Place: ", &self.extraction.mentions[place])?;
        }
        for actor in &draft.actors {
            let (words, role) = (self.words(actor.span), actor.role.name());
            writeln!(self.out, "  Actor: {words}: {}, {role} [{}]", actor.side.name(), actor.rule)?;
        }
        for toll in &draft.tolls {
            let (words, what) = (self.words(toll.span), people(toll));
            writeln!(self.out, "  Toll: {words}: {what} [{}]", toll.rule)?;
        }
        if let Some(said) = draft.attribution {
            writeln!(self.out, "  Said by: {} [{}]", self.words(said.name), said.rule)?;
        }
        for rule in &claim.joined {
            writeln!(self.out, "  Joined: [{rule}]")?;
        }
        Ok(())
    }

    /// The words, the place they were taken for, and all they may mean.
    fn mention(&mut self, label: &str, mention: &PlaceMention) -> fmt::Result {
        let taken_for = match mention.place {
            Some(place) => self.place(place),
            None if mention.candidates.is_empty() => "not in the gazetteer".to_owned(),
            None => "none of these".to_owned(),
        };
        let (words, role) = (self.words(mention.span), mention.role.name());
        writeln!(self.out, "{label}{words}: {taken_for}; {role} [{}]", mention.rule)?;
        for candidate in &mention.candidates {
            let place = self.place(candidate.place);
            writeln!(self.out, "    {:.2} {place}: {}", candidate.score, candidate.reason)?;
        }
        Ok(())
    }

    fn unused(&mut self) -> fmt::Result {
        let found = self.extraction;
        let is_used = |n: &usize| found.claims.iter().any(|claim| claim.draft.places.contains(n));
        let unused: Vec<usize> = (0..found.mentions.len()).filter(|n| !is_used(n)).collect();
        if unused.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\nPlaces named, but of no event")?;
        for n in unused {
            self.mention("  ", &found.mentions[n])?;
        }
        Ok(())
    }

    fn words(&self, span: Span) -> String {
        format!("“{}”", one_line(span.of(self.text)))
    }

    fn place(&self, place: PlaceIdx) -> String {
        let place = self.gazetteer.place(place);
        format!("{} ({})", place.name_en, place.id)
    }
}

/// `3 to 5 killed, civilian`; `at least 3`, `at most 5`, `number not stated`.
fn people(toll: &Toll) -> String {
    let number = match (toll.min, toll.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "number not stated,".to_owned(),
    };
    let part = if toll.part { ", part of another toll" } else { "" };
    let outcome = toll.harm.outcome().replace('_', " ");
    format!("{number} {outcome}, {}{part}", toll.who)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;

    use super::*;

    fn explained(text: &str) -> String {
        let gazetteer = Gazetteer::bundled();
        let published = "2016-01-17".parse().unwrap();
        let report = Report {
            path: "raid.txt",
            published: Some(&published),
            publisher: Some("An observer"),
            ..Report::of_text(text)
        };
        extract(&report, gazetteer).explain(&report, gazetteer)
    }

    #[track_caller]
    fn check(text: &str, lines: &[&str]) {
        let explained = explained(text);
        let mut rest = explained.as_str();
        for line in lines {
            let Some(at) = rest.find(line) else { panic!("no {line:?} left in\n{explained}") };
            rest = &rest[at + line.len()..];
        }
    }

    const RAID: &str = "Russian warplanes bombed al-Qusour  neighbourhood on Saturday, killing at \
        least seven civilians, Deir Press said.\n";

    #[test]
    fn each_event_shows_its_chain_in_this_order() {
        check(
            RAID,
            &[
                "raid.txt\n",
                "  Publisher: An observer\n",
                "  Published: 2016-01-17\n",
                "\nEvent e1\n",
                "  Excerpt: “Russian warplanes bombed al-Qusour neighbourhood on Saturday",
                "  Type: Explosions/Remote violence, Air/drone strike [",
                "  Date: “Saturday”: 2016-01-16; ",
                "  Place: “al-Qusour",
                "”: al-Qusour (al-qusour); event_location [",
                "\n    0.",
                " al-Qusour (al-qusour): ",
                "  Actor: “Russian",
                ", attacker [",
                "  Toll: “",
                ": at least 7 killed, civilian [",
            ],
        );
    }

    #[test]
    fn places_of_no_event_are_listed_with_their_part() {
        check(
            "Shelling hit al-Joura on 3 January 2016. The road to al-Mayadin is long.\n",
            &["Event e1\n", "“al-Joura", "Places named, but of no event\n", "  “al-Mayadin”: "],
        );
    }

    #[test]
    fn a_report_of_nothing_says_so() {
        check("The weather was fine.\n", &["Published: 2016-01-17\n\nNo event was found.\n"]);
        assert!(!explained("The weather was fine.\n").contains("of no event"));
    }

    #[test]
    fn numbers_of_people_keep_their_bounds() {
        let toll = |min, max| {
            let who = "civilian";
            let harm = crate::extract::lexicon::Harm::KilledOrWounded;
            let span = Span::default();
            people(&Toll { who, harm, min, max, part: false, head: None, span, rule: "" })
        };
        for (min, max, expected) in [
            (Some(7), Some(7), "7 killed or wounded, civilian"),
            (Some(3), Some(5), "3 to 5 killed or wounded, civilian"),
            (Some(3), None, "at least 3 killed or wounded, civilian"),
            (None, Some(5), "at most 5 killed or wounded, civilian"),
            (None, None, "number not stated, killed or wounded, civilian"),
        ] {
            assert_eq!(toll(min, max), expected);
        }
    }
}
