use super::super::actors::actor_mentions;
use super::*;

#[test]
fn tolls_are_read() {
    let check = |text: &str, expected: &[(&str, &str, u32, Option<u32>)]| {
        let layout = Layout::read(text);
        let n = layout.tokens.len();
        let actors = actor_mentions(&layout, 0, n);
        let context = TollContext { militants: Some(Side::Isis) };
        let found: Vec<_> = tolls(&layout, 0, n, &actors, context)
            .iter()
            .map(|toll| (toll.who, toll.harm.outcome(), toll.min.unwrap_or(0), toll.max))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    };
    check("Shells killed 3 civilians.", &[("civilian", "killed", 3, Some(3))]);
    check(
        "At least nine ISIS militants were killed and a number of others wounded",
        &[("isis", "killed", 9, None), ("isis", "wounded", 1, None)],
    );
    check(
        "More than ten people were killed, including at least four civilians and six army soldiers",
        &[
            ("total", "killed", 11, None),
            ("civilian", "killed", 4, None),
            ("government", "killed", 6, Some(6)),
        ],
    );
    check(
        "The shelling killed and wounded over 20 people",
        &[("total", "killed_or_wounded", 21, None)],
    );
    check(
        "caused the death of 10 civilians while five others were wounded",
        &[("civilian", "killed", 10, Some(10)), ("civilian", "wounded", 5, Some(5))],
    );
    check(
        "clashes killed 12 members of the regime forces and 20 fighters of the organization",
        &[("government", "killed", 12, Some(12)), ("isis", "killed", 20, Some(20))],
    );
    check(
        "At least 40 soldiers and 130 civilians were brutally killed by ISIS",
        &[("government", "killed", 40, None), ("civilian", "killed", 130, Some(130))],
    );
    check(
        "killing six people, including two women and a child, and wounding fifteen",
        &[
            ("total", "killed", 6, Some(6)),
            ("civilian", "killed", 6, Some(6)),
            ("civilian", "wounded", 15, Some(15)),
        ],
    );
    check("in addition to kidnapping more than 400 people", &[("total", "kidnapped", 401, None)]);
    check("targeted the area with dozens of mortar shells", &[]);
    check("more than 10 air raids hit two villages", &[]);
    check(
        "قتل 3 مدنيين وأصيب خمسة آخرون",
        &[("civilian", "killed", 3, Some(3)), ("civilian", "wounded", 5, Some(5))],
    );
    check("أدى إلى مقتل سبعة عناصر على الأقل من قوات النظام", &[("government", "killed", 7, None)]);
    check("ما أدى إلى جرح خمسة مدنيين", &[("civilian", "wounded", 5, Some(5))]);
    check("استشهاد مدنيين اثنين", &[("civilian", "killed", 2, Some(2))]);
}

/// Killed, wounded and the rest as the whole report is read: side, outcome, lowest, highest.
#[track_caller]
fn check_report(text: &str, expected: &[(&str, &str, u32, Option<u32>)]) {
    let found = crate::extract::extract(
        &crate::extract::Report::of_text(text),
        crate::gazetteer::Gazetteer::bundled(),
    );
    let tolls: Vec<_> = found
        .claims
        .iter()
        .flat_map(|claim| &claim.draft.tolls)
        .map(|toll| (toll.who, toll.harm.outcome(), toll.min.unwrap_or(0), toll.max))
        .collect();
    for toll in expected {
        assert!(tolls.contains(toll), "{text:?}: wanted {toll:?}, got {tolls:?}");
    }
}

#[test]
fn ways_of_telling_the_dead_in_english() {
    let killed = |who, min, max| (who, "killed", min, max);
    for (text, expected) in [
        (
            "An air raid on al-Mayadin left 3 dead and others injured.",
            killed("civilian", 3, Some(3)),
        ),
        (
            "Warplanes bombed the town of al-Quriyah. The death toll rose to 21, 4 of them children.",
            killed("civilian", 21, Some(21)),
        ),
        (
            "Coalition strikes on Hajin claimed the lives of nine civilians.",
            killed("civilian", 9, Some(9)),
        ),
        (
            "Five people of one family lost their lives when shells fell on al-Joura.",
            killed("civilian", 5, Some(5)),
        ),
        (
            "The Syrian army ambushed ISIS militants near al-Bukamal and killed 25 of them.",
            killed("isis", 25, Some(25)),
        ),
        (
            "At least 30 people were reported killed in air strikes on the town of al-Ashara.",
            killed("civilian", 30, None),
        ),
        (
            "The organization lost at least 13 of its members in coalition raids on Hajin.",
            killed("isis", 13, None),
        ),
        (
            "The regime forces lost 9 members in the attack on al-Mariiyah.",
            killed("government", 9, Some(9)),
        ),
        (
            "Clashes in al-Hawiqa killed more than 15 on the regime's side.",
            killed("government", 16, None),
        ),
        (
            "Rocket fire on al-Joura killed a father, his wife and two of their sons.",
            killed("civilian", 4, Some(4)),
        ),
        (
            "Two pro-Iranian fighters were killed in a drone strike near al-Bukamal.",
            killed("government", 2, Some(2)),
        ),
        (
            "A senior ISIS commander, Abu Ahmad al-Iraqi, was killed in a strike near al-Mayadin.",
            killed("isis", 1, Some(1)),
        ),
        (
            "Warplanes hit Hatla where a whole family of six was killed.",
            killed("civilian", 6, Some(6)),
        ),
        (
            "Unknown gunmen opened fire on a member of the Asayish in Gharanij, killing him.",
            killed("sdf", 1, Some(1)),
        ),
        (
            "ISIS attacked SDF positions near Hajin, killing 14 fighters and wounding 20 others.",
            killed("sdf", 14, Some(14)),
        ),
        (
            "Warplanes hit a shelter in al-Quriyah; 14 civilians (6 children, 3 women) were killed.",
            killed("civilian", 14, Some(14)),
        ),
        ("Gunmen killed a Russian adviser near al-Mayadin.", killed("russian", 1, Some(1))),
    ] {
        check_report(text, &[expected]);
    }
    check_report(
        "ISIS captured 7 regime soldiers during the attack on al-Baghiliyah.",
        &[("government", "captured", 7, Some(7))],
    );
    check_report(
        "Shelling on al-Qusour killed and injured dozens.",
        &[("total", "killed_or_wounded", 12, None)],
    );
}

#[test]
fn ways_of_telling_the_dead_in_arabic() {
    let killed = |who, min, max| (who, "killed", min, max);
    for (text, expected) in [
        ("قضى 4 أشخاص وأصيب آخرون جراء انفجار لغم في بلدة التبني.", killed("civilian", 4, Some(4))),
        (
            "ارتفعت حصيلة القتلى في القصف على بلدة الشعفة إلى 33 مدنياً بينهم 12 طفلاً.",
            killed("civilian", 33, Some(33)),
        ),
        ("قتلت امرأة وثلاثة من أطفالها بغارة جوية على قرية حطلة.", killed("civilian", 4, Some(4))),
        (
            "استشهاد رجل وزوجته وثلاثة من أطفالهما بغارات على قرية الحسينية.",
            killed("civilian", 5, Some(5)),
        ),
        ("ارتقى شهيدان في قصف على بلدة مراط.", killed("civilian", 2, Some(2))),
        ("مقتل عنصرين من قوات النظام في اشتباكات بحي الموظفين.", killed("government", 2, Some(2))),
        ("مقتل ما يزيد على 40 عنصراً لداعش بغارات على البوكمال.", killed("isis", 41, None)),
        (
            "قتل نحو عشرين عنصراً من الميليشيات الإيرانية بغارات على مدينة البوكمال.",
            killed("government", 20, Some(20)),
        ),
        ("قتل قيادي في تنظيم الدولة بغارة للتحالف على مدينة الميادين.", killed("isis", 1, Some(1))),
        (
            "قال ناشطون إن 18 عنصراً من قوات النظام قتلوا في تفجير قرب المريعية.",
            killed("government", 18, Some(18)),
        ),
        ("راح ضحية القصف على بلدة صبيخان خمسة وعشرون مدنياً.", killed("civilian", 25, Some(25))),
        (
            "وحدات الجيش تقضي على 20 إرهابياً من داعش في حي الرشدية بدير الزور.",
            killed("isis", 20, Some(20)),
        ),
    ] {
        check_report(text, &[expected]);
    }
    check_report(
        "سقط عشرات القتلى والجرحى جراء غارات على مدينة البوكمال.",
        &[("total", "killed_or_wounded", 10, None)],
    );
}

#[test]
fn people_are_not_made_civilians_where_fighters_are_hit() {
    let text = "Warplanes bombed ISIS positions in Hatla, and 12 people were killed.";
    let found = crate::extract::extract(
        &crate::extract::Report::of_text(text),
        crate::gazetteer::Gazetteer::bundled(),
    );
    let sides: Vec<_> =
        found.claims.iter().flat_map(|c| &c.draft.tolls).map(|toll| toll.who).collect();
    assert_eq!(sides, ["total"]);
}
