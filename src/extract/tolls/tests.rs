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
