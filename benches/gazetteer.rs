//! How fast names are found, how long the index takes to build, what it holds in memory.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deir_atlas::gazetteer::{Context, Gazetteer, Overlay};

/// Every spelling of the gazetteer.
fn spellings(gaz: &Gazetteer) -> Vec<String> {
    gaz.places()
        .flat_map(|(_, p)| p.names().map(|(n, _)| n.to_owned()).collect::<Vec<_>>())
        .collect()
}

/// Spellings with one vowel changed, so that none is found exactly.
fn misspelt(gaz: &Gazetteer) -> Vec<String> {
    let swap = |c: char| match c {
        'a' => 'e',
        'i' => 'e',
        'u' => 'o',
        'ي' => 'ى',
        c => c,
    };
    let all = spellings(gaz).into_iter().map(|name| name.chars().map(swap).collect::<String>());
    all.filter(|name| gaz.lookup_exact(name).is_empty()).collect()
}

fn lookups(c: &mut Criterion) {
    let gaz = Gazetteer::bundled();
    println!(
        "gazetteer: {} places, {} spellings, about {:.2} MB in memory",
        gaz.places().len(),
        gaz.n_spellings(),
        gaz.bytes() as f64 / 1e6
    );
    let known = spellings(gaz);
    let folded: Vec<String> = known.iter().map(|n| n.to_uppercase()).collect();
    let unknown = misspelt(gaz);
    let mut group = c.benchmark_group("lookup");
    group.throughput(Throughput::Elements(known.len() as u64));
    group.bench_function("exact", |b| {
        b.iter(|| known.iter().map(|n| gaz.lookup_exact(black_box(n)).len()).sum::<usize>());
    });
    group.bench_function("folded", |b| {
        b.iter(|| folded.iter().map(|n| gaz.lookup_exact(black_box(n)).len()).sum::<usize>());
    });
    group.throughput(Throughput::Elements(unknown.len() as u64));
    group.bench_function("similar", |b| {
        let context = Context::default();
        b.iter(|| {
            unknown
                .iter()
                .map(|n| gaz.lookup(black_box(n), &context).candidates.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

fn building(c: &mut Criterion) {
    let overlay = Overlay::default();
    c.bench_function("read and index all places", |b| {
        b.iter(|| Gazetteer::built_anew().n_spellings())
    });
    c.bench_function("layer an empty overlay", |b| {
        b.iter(|| Gazetteer::bundled().with_overlay(black_box(&overlay)).0.n_spellings());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = lookups, building
}
criterion_main!(benches);
