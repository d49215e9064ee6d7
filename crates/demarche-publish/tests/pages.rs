//! The pages of the fixture: sound, closed, complete, the same every time.

mod fixture;
mod support;

use demarche_brief::edition::{Block, Edition};
use demarche_publish::{charts, html, packet};
use support::Page;

#[test]
fn the_page_is_sound_and_asks_no_one_for_anything() {
    let mut edition = fixture::edition();
    for draft in [None, Some("2 queries are open".to_owned())] {
        edition.meta.draft = draft;
        let page = Page::parse(&html(&edition));
        page.assert_sound();
        page.assert_closed(2);
        let packet = Page::parse(&packet(&edition));
        packet.assert_sound();
        packet.assert_closed(0);
    }
}

#[test]
fn every_bound_word_opens_its_card_and_every_card_leads_back() {
    let edition = fixture::edition();
    let page = Page::parse(&html(&edition));
    let words: Vec<_> =
        page.all("a").filter(|link| link.get("class").is_some_and(|class| class.starts_with("bound"))).collect();
    for bound in &edition.bound {
        let card = format!("s:{}", bound.id);
        assert!(page.ids().contains(&card.as_str()), "{card}");
        let uses: Vec<_> = words.iter().filter(|link| link.get("href") == Some(&format!("#{card}"))).collect();
        assert!(!uses.is_empty(), "no word opens {card}");
        for used in uses {
            let back = format!("#{}", used.get("id").expect("a bound word has an anchor"));
            assert!(page.links().contains(&back.as_str()), "no way back to {back}");
        }
    }
}

#[test]
fn a_card_shows_all_there_is_about_a_statement() {
    let edition = fixture::edition();
    let page = Page::parse(&html(&edition));
    let card = |id: &str| {
        let anchor = format!("s:{id}");
        &page.all("article").find(|card| card.get("id") == Some(&anchor)).expect("the card").text
    };
    let surplus = card("no-su.trade-surplus.2030");
    for words in [
        "Norland's surplus in goods trade with Sudland, 2030",
        "8.6 billion NOC a year",
        "stands for 8.5 billion to 8.7 billion NOC a year",
        "Independent: the producer of the fact",
        "Derived: computed from",
        "no-su.exports.2030 - no-su.imports.2030",
        "February 18, 2031",
        "February 18, 2032",
        "Lineage: 1 level down to 2 leaves",
        "32.6 billion NOC a year",
        "table 4, row Sudland, column imports",
        "Release 2031-02, sha256 9c1f04d2",
        "superseded (the producer revised imports upward)",
    ] {
        assert!(surplus.contains(words), "{words:?} is missing from {surplus}");
    }
    assert!(card("no-su.strait-accord.in-force").contains("since November 1, 1998, still open"));
    assert!(card("su.timber-licences.2029").contains("not seen"));
    assert!(card("no-su.ferry-talks.status").contains("reported by the Harbour Gazette"));
    assert!(card("no-su.mood").contains("No source is named."));
}

#[test]
fn the_language_decides_how_days_are_written() {
    let mut edition = fixture::edition();
    let american = html(&edition);
    edition.meta.language = "en-GB".to_owned();
    let british = html(&edition);
    assert!(american.contains("February 18, 2031") && !american.contains("18 February 2031"));
    assert!(british.contains("18 February 2031") && !british.contains("February 18, 2031"));
}

#[test]
fn headings_descend_one_level_at_a_time_from_one_title() {
    for text in [html(&fixture::edition()), packet(&fixture::edition())] {
        let page = Page::parse(&text);
        let levels: Vec<u8> = page
            .elements
            .iter()
            .filter_map(|element| element.name.strip_prefix('h')?.parse().ok())
            .filter(|level| (1..=6).contains(level))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    }
}

#[test]
fn the_packet_holds_every_sentence_with_its_boxes_and_findings() {
    let edition = fixture::edition();
    let text = packet(&edition);
    let page = Page::parse(&text);
    for sentence in &edition.sentences {
        let article = page.all("article").find(|article| article.text.contains(&sentence.text)).expect("the sentence");
        assert!(article.text.contains("Initials"));
        for finding in &sentence.findings {
            assert!(article.text.contains(finding));
        }
        for &statement in &sentence.statements {
            let bound = &edition.bound[statement];
            assert!(article.text.contains(bound.id.as_str()) && article.text.contains(&bound.lineage.says));
            for citation in &bound.lineage.citations {
                assert!(article.text.contains(&citation.quote) && article.text.contains(&citation.place));
            }
        }
    }
    assert!(text.contains("not seen"));
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let edition = fixture::edition();
    assert_eq!(html(&edition), html(&fixture::edition()));
    assert_eq!(packet(&edition), packet(&fixture::edition()));
    assert_eq!(demarche_publish::json(&edition), demarche_publish::json(&fixture::edition()));
}

#[test]
fn a_chart_is_a_well_formed_file_with_title_and_description() {
    let edition = fixture::edition();
    let figures: Vec<_> = edition
        .blocks
        .iter()
        .filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None })
        .collect();
    assert_eq!(figures.len(), 3);
    for figure in figures {
        let svg = charts::svg(figure);
        let mut reader = quick_xml::Reader::from_str(&svg);
        reader.config_mut().check_end_names = true;
        while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
        assert!(svg.contains(&format!("<desc id=\"desc\">{}</desc>", figure.alt)));
        assert!(svg.contains("role=\"img\"") && svg.contains(&figure.title));
    }
}

#[test]
fn an_edition_without_anything_is_still_a_page() {
    let full = fixture::edition();
    let mut meta = full.meta;
    meta.title.clear();
    meta.language.clear();
    meta.authors.clear();
    let empty = Edition {
        meta,
        blocks: Vec::new(),
        bound: Vec::new(),
        sources: Vec::new(),
        sentences: Vec::new(),
        coverage: Default::default(),
        annexes: Vec::new(),
        printed: Vec::new(),
    };
    let page = Page::parse(&html(&empty));
    page.assert_sound();
    assert_eq!(page.all("html").next().and_then(|html| html.get("lang")), Some("en"));
    Page::parse(&packet(&empty)).assert_sound();
}

#[test]
fn linked_data_names_the_report() {
    let page = Page::parse(&html(&fixture::edition()));
    let script = page.all("script").find(|script| script.get("type") == Some("application/ld+json")).expect("JSON-LD");
    let data: serde_json::Value = serde_json::from_str(&script.text).expect("JSON");
    assert_eq!(data["@type"], "Report");
    assert_eq!(data["datePublished"], "2031-03-14");
    assert_eq!(data["citation"].as_array().map(Vec::len), Some(6));
}
