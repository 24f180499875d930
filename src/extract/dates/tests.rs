use super::*;
use jiff::civil::date;

fn found(text: &str) -> Vec<When> {
    let layout = Layout::read(text);
    date_mentions(&layout, 0, layout.tokens.len()).iter().map(|m| m.when).collect()
}

#[test]
fn dates_are_read_in_all_usual_orders() {
    let check = |text: &str, expected: &[When]| assert_eq!(found(text), expected, "{text:?}");
    let may = When::Day(date(2016, 5, 14));
    check("on May 14, 2016", &[may]);
    check("on 14 May 2016", &[may]);
    check("the 14th of May 2016", &[may]);
    check("14.5.2016", &[may]);
    check("2016-05-14", &[may]);
    check("14/5/2016", &[may]);
    check("Saturday, May 14, 2016", &[may]);
    check("yesterday the 14th of May 2016", &[may]);
    check("14 أيار 2016", &[may]);
    check("14 أيار/مايو 2016", &[may]);
    check("14 مايو 2016", &[may]);
    check("on 14 May", &[When::DayOfMonth { month: 5, day: 14 }]);
    check("it may 14 times", &[]);
    check("in May 2016", &[When::Month { year: Some(2016), month: 5, part: 0 }]);
    check("mid-January last year 2016", &[When::Month { year: Some(2016), month: 1, part: 2 }]);
    check("in 2014", &[When::Year(2014)]);
    check("the massacre of 2014", &[When::Year(2014)]);
    check("a list of 2014 names", &[]);
    check("in the summer of 2014", &[When::Season { year: 2014, code: 22 }]);
    check("late in the winter, 2015", &[When::Season { year: 2015, code: 24 }]);
    check("خلال صيف عام 2014", &[When::Season { year: 2014, code: 22 }]);
    check("in the fall of the town", &[]);
    check("3-5 May 2016", &[When::Range(date(2016, 5, 3), date(2016, 5, 5))]);
}

#[test]
fn relative_dates_are_read() {
    let check = |text: &str, expected: &[When]| assert_eq!(found(text), expected, "{text:?}");
    check("on Sunday evening", &[When::Weekday(7)]);
    check("earlier on Saturday", &[When::Weekday(6)]);
    check("since yesterday evening", &[When::Offset(-1)]);
    check("the day before", &[When::DayBefore]);
    check("on the evening of that day", &[When::FromAnchor(0)]);
    check("last Friday", &[When::LastWeekday(5)]);
    check("for the third consecutive day", &[When::Offset(-2)]);
    check("just one day after the raid", &[When::FromAnchor(-1)]);
    check("two days ago", &[When::Offset(-2)]);
    check("two years ago", &[When::Past(730)]);
    check("last month", &[When::Past(30)]);
    check("يوم أمس", &[When::Offset(-1)]);
    check("مساء الأحد", &[When::Weekday(7)]);
    check("قبل يومين", &[When::Offset(-2)]);
    check("أحد الأحياء", &[]);
    check("الشهر الماضي", &[When::Past(30)]);
    check("15 رمضان 1437 هـ", &[When::Day(date(2016, 6, 21))]);
}

#[test]
fn since_is_kept() {
    let layout = Layout::read("going on since the dawn of yesterday the 14th of May 2016");
    let mention = date_mentions(&layout, 0, layout.tokens.len())[0];
    assert!(mention.since);
    assert_eq!(mention.offset, Some(-1));
}

/// The days of the claims that are news, in order, of a report of 20 May 2016 (a Friday).
#[track_caller]
fn check_report(text: &str, expected: &str) {
    use crate::extract::{Report, extract};
    let published = "2016-05-20".parse().unwrap();
    let report = Report { published: Some(&published), ..Report::of_text(text) };
    let found = extract(&report, crate::gazetteer::Gazetteer::bundled());
    let news = found.claims.iter().filter(|claim| !claim.draft.background);
    let days: Vec<&str> =
        news.map(|claim| claim.draft.date.as_ref().map_or("", |date| date.edtf.as_str())).collect();
    assert_eq!(days.join(" "), expected, "{text:?}");
}

#[test]
fn days_of_reports() {
    for (text, expected) in [
        ("Warplanes bombed al-Mayadin on 17 and 18 May.", "2016-05-17/2016-05-18"),
        ("Shells fell on al-Joura on the 15th and 16th of May.", "2016-05-15/2016-05-16"),
        ("Between 11 and 14 May, air strikes hit Muhasan.", "2016-05-11/2016-05-14"),
        ("From 11 to 14 May 2016 artillery shelled al-Qusour.", "2016-05-11/2016-05-14"),
        ("After midnight last night, shells fell on al-Joura.", "2016-05-20"),
        ("Late last night warplanes bombed al-Mayadin.", "2016-05-19"),
        (
            "Clashes have been going on in al-Hawiqa since the day before yesterday.",
            "2016-05-18/2016-05-20",
        ),
        ("On Thursday night, regime forces shelled al-Hamidiyah.", "2016-05-19"),
        ("Three days ago gunmen killed a man in Hajin.", "2016-05-17"),
        ("Air strikes hit al-Quriyah on Monday, May 16.", "2016-05-16"),
        ("Air strikes hit al-Quriyah on Monday (16 May).", "2016-05-16"),
        ("An air strike hit al-Bukamal at noon.", "2016-05-20?"),
        ("SDF fighters captured Gharanij on Tuesday after two days of clashes.", "2016-05-17"),
        ("Warplanes bombed al-Ashara on the evening of 18 May.", "2016-05-18"),
        (
            "Warplanes bombed al-Ashara on Wednesday, killing four. A day later ISIS executed two men in al-Mayadin.",
            "2016-05-18 2016-05-19",
        ),
        (
            "Shells hit al-Joura on 18 May. The same day a mine exploded in Hajin.",
            "2016-05-18 2016-05-18",
        ),
        ("Over the past two days, Russian warplanes bombed Khasham.", "2016-05-18/2016-05-20"),
        ("During the last 24 hours warplanes bombed Khasham.", "2016-05-19/2016-05-20"),
        ("Shells fell on al-Qusour on May 3rd.", "2016-05-03"),
        ("Last Friday gunmen killed a man in Hajin.", "2016-05-13"),
        ("The death toll of Sunday's air strike on al-Mayadin has reached 12.", "2016-05-15"),
        (
            "Wednesday's shelling of al-Joura killed three. Warplanes bombed Muhasan.",
            "2016-05-18 2016-05-20?",
        ),
        ("قصف الطيران الحربي مدينة الميادين يومي 17 و18 أيار.", "2016-05-17/2016-05-18"),
        ("سيطرت قوات النظام على قرية الجفرة اليوم بعد ثلاثة أيام من الاشتباكات.", "2016-05-20"),
        ("سيطر تنظيم الدولة أمس على قرية الجفرة بعد يومين من المعارك العنيفة.", "2016-05-19"),
        (
            "قصف الطيران مدينة الميادين يوم الأربعاء. وفي اليوم نفسه سقطت قذائف على حي الجورة.",
            "2016-05-18 2016-05-18",
        ),
        ("سقطت قذائف على حي القصور بعد منتصف ليل أمس.", "2016-05-20"),
        ("الاشتباكات مستمرة في حي الحويقة منذ أول أمس.", "2016-05-18/2016-05-20"),
        ("قتل مدني برصاص قناص في حي الجبيلة قبل ثلاثة أيام.", "2016-05-17"),
        ("استهدف الطيران الروسي قرية حطلة الأربعاء 18 أيار.", "2016-05-18"),
        ("استهدف الطيران الروسي قرية حطلة مساء الأربعاء الماضي.", "2016-05-18"),
        ("استهدف الطيران الروسي قرية حطلة الأربعاء الماضي الموافق 18-5-2016.", "2016-05-18"),
        ("قصفت المدفعية حي الحميدية ليلة الخميس.", "2016-05-19"),
        ("قصفت المدفعية حي الحميدية فجر الجمعة.", "2016-05-20"),
        ("بين 11 و14 أيار قصفت طائرات حربية مدينة موحسن.", "2016-05-11/2016-05-14"),
        ("من 11 إلى 14 أيار 2016 قصفت طائرات حربية مدينة موحسن.", "2016-05-11/2016-05-14"),
        ("قصف الطيران مدينة البوكمال أول من أمس.", "2016-05-18"),
        ("خلال اليومين الماضيين قصف الطيران الروسي بلدة خشام.", "2016-05-18/2016-05-20"),
        ("قصف طيران النظام بلدة موحسن أمس الخميس.", "2016-05-19"),
        ("وفي ذات اليوم انفجر لغم في بلدة هجين.", "2016-05-20"),
        ("اعتقلت قسد ثلاثة شبان في بلدة الشحيل يوم الثلاثاء 17/5.", "2016-05-17"),
    ] {
        check_report(text, expected);
    }
}

#[test]
fn items_of_lists_take_the_day_of_their_heading() {
    check_report(
        "Round-up of Deir ez-Zor\n\nThis page is kept up by volunteers in the city and its \
         countryside, who write for it in turn.\n\nTuesday, 17 May 2016\n\nShells fell on \
         al-Joura, killing two civilians.\n\nWarplanes bombed al-Mayadin.\n\nWednesday, 18 May \
         2016\n\nA mine exploded in Hajin.",
        "2016-05-17 2016-05-17 2016-05-18",
    );
    check_report(
        "Round-up of the day\n\nHama: The death toll of Sunday's bombing in Hama has reached \
         43.\n\nDeir Ezzor: Shells fell on al-Joura, killing two civilians.",
        "2016-05-15 2016-05-20?",
    );
}
