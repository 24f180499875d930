//! Arabic words that only join, point or measure, and so never name a place, whatever
//! stands beside them.
//!
//! Arabic has no capitals, and loose spelling writes "on" like the name Ali, so a word
//! behind "the village of A" may look like another member of the list. The classes are
//! closed: prepositions, pronouns, demonstratives, conjunctions, particles, question
//! words and words of quantity. They are compared as written but for the hamza and a
//! conjunction in front, because folding is what makes them look like names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// One class a line; words as written, without hamza on alef.
const CLASSES: [&str; 8] = [
    // Prepositions and adverbs of place and time.
    "في من الى على عن مع بين عند لدى حتى منذ خلال ضد نحو حول قرب فوق تحت امام خلف وراء دون بدون \
     سوى غير عبر قبل بعد بعيد قبيل عقب اثر جراء ضمن داخل خارج وسط لدن رغم طوال طيلة تجاه ازاء باتجاه \
     حيال بشان عدا مثل ابان اثناء حوالي قرابة زهاء",
    // The same with a pronoun written on.
    "عليه عليها عليهم عليهما علينا عليك عليكم فيه فيها فيهم فيهما فينا منه منها منهم منهما منا اليه \
     اليها اليهم الينا عنه عنها عنهم عنا معه معها معهم معنا له لها لهم لهما لنا لك لكم به بها بهم بهما \
     بنا بينه بينها بينهم بينهما بيننا عندها عندهم عنده لديه لديها لديهم حوله حولها فوقه فوقها تحته \
     تحتها خلفه خلفها امامه امامها بعده بعدها قبله قبلها خلاله خلالها دونه دونها ضده ضدها ضدهم",
    // Pronouns and demonstratives.
    "هو هي هم هن هما انا نحن انت انتم اياه اياها هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك ذاك تلك \
     اولئك هنا هناك هنالك كذلك لذلك بذلك هكذا",
    // Relatives and conjunctions.
    "الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللاتي ما مما فيما عما بما لما كما حيث حين \
     حينما عندما بينما ريثما طالما كلما مهما اينما ان انه انها انهم انهما ان اذ اذا لو لولا لوما لكن لكنه \
     لكنها ثم بل او ام اما الا كي لكي لان لانه لانها كان كانه بحيث",
    // Negation, particles and helping verbs.
    "لا لم لن ليس ليست ليسوا قد لقد سوف كانت كانوا يكون تكون سيكون ستكون مازال لازال يزال تزال ظل \
     ظلت بات باتت اصبح اصبحت تم تمت يتم جرى جرت هل",
    // Quantity and identity.
    "كل كلا كلتا بعض جميع جميعهم كافة معظم اغلب غالبية عدة عدد بضع بضعة اي اية نفس نفسه نفسها ذات \
     ذاته ذاتها كم كثير قليل اكثر اقل احد احدى احدهم احدها اخر اخرى اخرين اخرون",
    // Questions.
    "متى اين كيف لماذا ماذا لمن ممن",
    // Days that point.
    "اليوم امس البارحة غدا الان حاليا ايضا فقط جدا تقريبا سابقا لاحقا مؤخرا يوميا",
];

static WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| CLASSES.iter().flat_map(|class| class.split_ascii_whitespace()).collect());

/// Whether `word`, as written in a text, is such a word, with or without a
/// conjunction in front.
#[must_use]
pub fn is_function_word(word: &str) -> bool {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => plain.push('ا'),
            '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' => {}
            _ => plain.push(c),
        }
    }
    WORDS.contains(plain.as_str())
        || plain.strip_prefix(['و', 'ف']).is_some_and(|bare| WORDS.contains(bare))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::names::names;
    use crate::extract::text::Layout;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn they_are_known_as_written() {
        let check =
            |word: &str, expected: bool| assert_eq!(is_function_word(word), expected, "{word}");
        check("على", true);
        check("علي", false);
        check("وعلى", true);
        check("إلى", true);
        check("أمس", true);
        check("وإنّه", true);
        check("والميادين", false);
        check("الباب", false);
    }

    #[test]
    fn none_is_a_place_wherever_it_stands() {
        let gazetteer = Gazetteer::bundled();
        for word in CLASSES.iter().flat_map(|class| class.split_ascii_whitespace()) {
            for text in [
                format!("قصف عنيف في دير الزور، وفي حي الجورة {word} سيارة مدنية"),
                format!("قصف عنيف في دير الزور قرب قرية {word} الميادين"),
                format!("قصف عنيف في دير الزور و{word} أهالي البلدة"),
            ] {
                let layout = Layout::read(&text);
                for name in names(&layout, gazetteer) {
                    let found = layout.span(name.first, name.end).of(&layout.text);
                    assert!(
                        found != word && found.strip_prefix('و') != Some(word),
                        "{text}: {found}"
                    );
                }
            }
        }
    }
}
