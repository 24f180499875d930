//! Whatever the text: no panic, spans inside the text and on character
//! boundaries, and work in proportion to its length.

use std::time::{Duration, Instant};

use deir_atlas::extract::{ExtractionFile, Report, extract};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::Edtf;
use proptest::prelude::*;

fn check(text: &str) {
    let gazetteer = Gazetteer::bundled();
    let published: Edtf = "2016-05-15".parse().unwrap();
    for published in [None, Some(&published)] {
        let report = Report { published, ..Report::of_text(text) };
        let found = extract(&report, gazetteer);
        let inside = |span: deir_atlas::extract::span::Span| {
            assert!(
                span.start <= span.end && text.get(span.start..span.end).is_some(),
                "{span:?} in {text:?}"
            );
        };
        for mention in &found.mentions {
            inside(mention.span);
            assert!(!mention.span.is_empty());
        }
        for claim in &found.claims {
            inside(claim.draft.excerpt);
            claim.draft.actors.iter().for_each(|actor| inside(actor.span));
            claim.draft.tolls.iter().for_each(|toll| inside(toll.span));
            claim.draft.date.iter().filter_map(|date| date.span).for_each(inside);
            claim.draft.attribution.iter().for_each(|said| inside(said.name));
            claim.support.iter().copied().for_each(inside);
            assert!(claim.draft.places.iter().all(|&place| place < found.mentions.len()));
            if let Some(date) = &claim.draft.date {
                assert!(date.edtf.parse::<Edtf>().is_ok(), "{:?}", date.edtf);
            }
        }
        found.boilerplate.iter().copied().for_each(inside);
        let json = ExtractionFile::new(vec![found.to_json(&report, gazetteer)]);
        serde_json::to_string(&json).unwrap();
    }
}

/// Pieces that reports are made of, to be put together in any order.
const PIECES: [&str; 46] = [
    "ISIS",
    " shelled ",
    "al-Qusour",
    " and ",
    "Hatla",
    ", ",
    ". ",
    "\n",
    "\n\n",
    "“",
    "”",
    "killed ",
    "12 ",
    "civilians",
    "more than ",
    "dozens of ",
    "on Monday",
    " yesterday",
    "the 14th of May 2016",
    "since ",
    "Deir ez-Zor",
    " – ",
    ":",
    "(",
    ")",
    "<p>",
    "</p>",
    "&nbsp;",
    "قصفت ",
    "قوات النظام ",
    "حي الجورة",
    "، ",
    "مقتل ",
    "ثلاثة مدنيين",
    "أمس",
    "after ",
    "while ",
    "the clashes ",
    "were killed",
    "30.1.2016",
    "31 February",
    "0-0-0",
    "’s ",
    "including ",
    "99999999999999999999 ",
    "\u{200f}",
];

/// Every phrase that the extractor knows, in both languages.
fn phrases() -> Vec<&'static str> {
    let tables = [
        include_str!("../../src/extract/lexicon/en.tsv"),
        include_str!("../../src/extract/lexicon/ar.tsv"),
    ];
    let of_line = |line: &'static str| line.rsplit('\t').next().unwrap_or_default().split('|');
    tables.iter().flat_map(|table| table.lines()).flat_map(of_line).collect()
}

/// [`check`], which fails when it does not end.
fn check_in_time(text: String) {
    let (done, ended) = std::sync::mpsc::channel();
    let shown = text.clone();
    std::thread::spawn(move || {
        check(&text);
        done.send(()).ok();
    });
    let outcome = ended.recv_timeout(Duration::from_secs(30));
    assert!(outcome.is_ok(), "panicked or did not end ({outcome:?}): {shown:?}");
}

#[test]
fn a_count_behind_its_noun_ends() {
    check_in_time("قتل الجنود الأربعة عناصر النظام في مدينة دير الزور.".to_owned());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_words_in_any_order_are_read(
        words in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0..8usize), 0..40),
    ) {
        let phrases = phrases();
        let mut text = String::new();
        for (word, has_article, joint) in words {
            let word = *word.get(&phrases[..]);
            // The table gives Arabic words without the article.
            let is_arabic = word.starts_with(|c: char| ('\u{621}'..='\u{64a}').contains(&c));
            text.push_str(if has_article && is_arabic { "ال" } else { "" });
            text.push_str(word);
            text.push_str([" ", " ", " ", " ", ", ", ". ", " 12 ", " al-Qusour "][joint]);
        }
        check_in_time(text);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_mixture_of_report_pieces_is_read(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        check(&text);
    }
}

/// Time to read one sentence of `n` clauses.
fn time(n: usize) -> Duration {
    let text = "ISIS fighters shelled Hatla and killed three civilians in Deir ez-Zor, ".repeat(n);
    let report = Report::of_text(&text);
    let start = Instant::now();
    let found = extract(&report, Gazetteer::bundled());
    assert!(!found.mentions.is_empty());
    start.elapsed()
}

#[test]
fn time_grows_with_length_and_no_faster() {
    time(10);
    let (short, long) = (time(400), time(3200));
    // Eight times the text; allow twice that for noise on a busy machine.
    assert!(
        long < short * 16 + Duration::from_millis(200),
        "{short:?} for 400 clauses, {long:?} for 3200"
    );
}
