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
    check("3-5 May 2016", &[When::Range(date(2016, 5, 3), date(2016, 5, 5))]);
}

#[test]
fn relative_dates_are_read() {
    let check = |text: &str, expected: &[When]| assert_eq!(found(text), expected, "{text:?}");
    check("on Sunday evening", &[When::Weekday(7)]);
    check("earlier on Saturday", &[When::Weekday(6)]);
    check("since yesterday evening", &[When::Offset(-1)]);
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
