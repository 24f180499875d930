//! Speed of reading: reports of about 2,000 characters, one core. The bar is
//! 1,000 reports a second.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deir_atlas::extract::{Report, extract};
use deir_atlas::gazetteer::Gazetteer;

const ENGLISH: &str = "DEIR EZ-ZOR – Islamic State (ISIS) militants on Monday shelled the neighbourhoods of al-Qusour and al-Joura in the city of Deir ez-Zor, killing at least four civilians and wounding a dozen others, local sources said.\n\n“The mortar rounds fell on a market near the municipal stadium,” a witness told the agency by telephone. “People were running in all directions.”\n\nIn response, warplanes carried out several airstrikes on Hatla and Marrat, east of the city. No information about casualties was available.\n\n";

const ARABIC: &str = "قصفت طائرات حربية أمس الاثنين بلدة الشميطية في ريف دير الزور الغربي، ما أدى إلى مقتل ثلاثة مدنيين بينهم طفل وإصابة عشرة آخرين بجروح، بحسب مصادر محلية.\n\nفي حين اندلعت اشتباكات عنيفة بين قوات النظام وتنظيم الدولة في محيط مطار دير الزور العسكري.\n\n";

/// A report of at least 2,000 characters from repeated paragraphs.
fn report_of(paragraphs: &str) -> String {
    let mut text = String::from("Shells fall on Deir ez-Zor\n\n");
    while text.chars().count() < 2000 {
        text.push_str(paragraphs);
    }
    text.chars().take(2000).collect()
}

fn reading(c: &mut Criterion) {
    let gazetteer = Gazetteer::bundled();
    let mut group = c.benchmark_group("extract");
    group.throughput(Throughput::Elements(1));
    for (name, text) in [("english_2000", report_of(ENGLISH)), ("arabic_2000", report_of(ARABIC))] {
        group.bench_function(name, |b| {
            b.iter(|| extract(black_box(&Report::of_text(&text)), gazetteer));
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
