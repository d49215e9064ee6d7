//! Hostile words: whatever people and sources write, a page stays a page.

mod fixture;
mod support;

use demarche_brief::edition::{Block, Chart, Edition, Inline, Table};
use demarche_publish::{charts, csv, html, json, packet};
use demarche_terms::Lineage;
use proptest::prelude::*;
use support::Page;

/// Puts the words wherever an edition takes words.
fn poison(mut edition: Edition, words: &str) -> Edition {
    let put = |place: &mut String| *place = words.to_owned();
    let meta = &mut edition.meta;
    for place in [&mut meta.title, &mut meta.product, &mut meta.publisher, &mut meta.summary, &mut meta.disclaimer] {
        put(place);
    }
    put(&mut meta.language);
    meta.draft = Some(words.to_owned());
    meta.keywords.push(words.to_owned());
    for author in &mut meta.authors {
        put(&mut author.name);
        put(&mut author.role);
    }
    edition.blocks.iter_mut().for_each(|block| poison_block(block, words));
    for bound in &mut edition.bound {
        put(&mut bound.kind);
        put(&mut bound.review);
        bound.history.push(words.to_owned());
        poison_lineage(&mut bound.lineage, words);
    }
    for source in &mut edition.sources {
        put(&mut source.reference);
        put(&mut source.short);
        put(&mut source.url);
    }
    for sentence in &mut edition.sentences {
        put(&mut sentence.text);
        put(&mut sentence.section);
        sentence.findings.push(words.to_owned());
        sentence.statements.push(usize::MAX);
    }
    edition.annexes.iter_mut().for_each(|table| poison_table(table, words));
    edition
}

fn poison_block(block: &mut Block, words: &str) {
    match block {
        Block::Heading { anchor, text, .. } => {
            *anchor = words.to_owned();
            poison_inlines(text, words);
        }
        Block::Paragraph { text } => poison_inlines(text, words),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(|block| poison_block(block, words)),
        Block::Quote { blocks } => blocks.iter_mut().for_each(|block| poison_block(block, words)),
        Block::Figure(figure) => {
            for place in [&mut figure.anchor, &mut figure.title, &mut figure.alt, &mut figure.source, &mut figure.note]
            {
                *place = words.to_owned();
            }
            match &mut figure.chart {
                Chart::Seats { parties, .. } => parties.iter_mut().for_each(|party| {
                    party.name = words.to_owned();
                    party.side = words.to_owned();
                }),
                Chart::Bars { axis, bars } => {
                    *axis = words.to_owned();
                    bars.push((words.to_owned(), words.to_owned()));
                }
                Chart::Lines { axis, series } => {
                    *axis = words.to_owned();
                    series.push((words.to_owned(), vec![(words.to_owned(), words.to_owned())]));
                }
            }
            poison_table(&mut figure.table, words);
        }
        Block::Table(table) => poison_table(table, words),
    }
}

fn poison_inlines(inlines: &mut Vec<Inline>, words: &str) {
    let text = || vec![Inline::Text { text: words.to_owned() }];
    inlines.push(Inline::Link { href: words.to_owned(), content: text() });
    inlines.push(Inline::Link {
        href: "https://x.example/".into(),
        content: vec![Inline::Bound { content: text(), statement: 0 }],
    });
    inlines.push(Inline::Bound { content: vec![Inline::Bound { content: text(), statement: 1 }], statement: 0 });
    inlines.push(Inline::Bound { content: text(), statement: usize::MAX });
}

fn poison_table(table: &mut Table, words: &str) {
    table.anchor = words.to_owned();
    table.title = words.to_owned();
    table.source = words.to_owned();
    table.header.push(words.to_owned());
    table.rows.push(vec![words.to_owned(); table.header.len() + 2]);
    table.rows.push(Vec::new());
}

fn poison_lineage(lineage: &mut Lineage, words: &str) {
    for place in [
        &mut lineage.says,
        &mut lineage.value,
        &mut lineage.interval,
        &mut lineage.valid,
        &mut lineage.formula,
        &mut lineage.attribution,
    ] {
        *place = words.to_owned();
    }
    for citation in &mut lineage.citations {
        for place in [
            &mut citation.reference,
            &mut citation.url,
            &mut citation.place,
            &mut citation.quote,
            &mut citation.release,
        ] {
            *place = words.to_owned();
        }
    }
    lineage.from.iter_mut().for_each(|node| poison_lineage(node, words));
}

fn assert_harmless(words: &str) {
    let edition = poison(fixture::edition(), words);
    let page = Page::parse(&html(&edition));
    page.assert_sound();
    page.assert_closed(2);
    let packet = Page::parse(&packet(&edition));
    packet.assert_sound();
    packet.assert_closed(0);
    for bound in &edition.bound {
        assert!(page.ids().contains(&format!("s:{}", bound.id).as_str()));
    }
    for block in &edition.blocks {
        if let Block::Figure(figure) = block {
            let svg = charts::svg(figure);
            let mut reader = quick_xml::Reader::from_str(&svg);
            while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
        }
    }
    let data: serde_json::Value = serde_json::from_str(&json(&edition)).expect("JSON");
    assert_eq!(data["meta"]["title"], words);
    assert_eq!(data["version"], demarche_publish::FORMAT_VERSION);
    let table = csv(&edition);
    assert_eq!(
        csv::Reader::from_reader(table.as_bytes()).records().filter_map(Result::ok).count(),
        edition.bound.len()
    );
}

#[test]
fn known_attacks_stay_words() {
    for words in [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "<!--<script>",
        "\"]]>",
        "\" onmouseover=\"alert(1)",
        "' autofocus onfocus='alert(1)",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "&lt;b&gt; &amp; &#0; &#x110000;",
        "\u{0}\u{1}\u{b}\u{7f}\u{85}\u{fffe}\u{fdd0}",
        "</title></textarea></noscript>",
        "}</style>{ content: \"\\\"; }",
        "\u{202e}txt.exe\u{2066}",
        "한국 — ‘é’ 🐚",
        "s:no-su.exports.2030",
        "brief",
        " ",
        "",
        "\r\n\t",
        "9e999999999999 USD/a",
        "-",
        "=cmd|'/C calc'!A0",
    ] {
        assert_harmless(words);
    }
}

#[test]
fn the_words_themselves_are_kept() {
    let page = Page::parse(&html(&poison(fixture::edition(), "<b>& \"</script>")));
    assert_eq!(page.all("h1").next().map(|title| title.text.as_str()), Some("<b>& \"</script>"));
}

#[test]
fn depth_is_bounded_and_said() {
    let mut edition = fixture::edition();
    let mut deep = edition.bound[0].lineage.clone();
    let mut inline = Inline::Text { text: "core".into() };
    let mut block = Block::Paragraph { text: Vec::new() };
    for _ in 0..2000 {
        deep = Lineage { from: vec![deep], ..edition.bound[0].lineage.clone() };
        inline = Inline::Emphasis { content: vec![inline] };
        block = Block::Quote { blocks: vec![block] };
    }
    edition.bound[0].lineage = deep;
    edition.blocks.push(Block::Paragraph { text: vec![inline] });
    edition.blocks.push(block);
    let text = html(&edition);
    assert!(text.contains("Deeper levels are left out here") && text.contains("nested too deep"));
    assert!(packet(&edition).contains("Deeper levels are left out here"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_words_are_harmless(words in "\\PC{0,24}|[<>&\"'/\\\\a-z=:;{}!\\-\\x00-\\x1f]{0,40}") {
        assert_harmless(&words);
    }
}
