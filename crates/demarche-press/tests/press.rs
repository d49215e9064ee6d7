//! The printed page, read back from its bytes.

mod extract;
mod fixture;

use demarche_brief::edition::{Block, Chart, Edition, Inline, Party};
use demarche_press::{PAGES, PressError, Pressed, SETTINGS, press};
use extract::{text, tight};
use fixture::{edition, every_block, inlines};

fn pressed(edition: &Edition) -> Pressed {
    press(edition).unwrap_or_else(|error| panic!("{error}"))
}

/// All tagged words, page after page.
fn content(pressed: &Pressed) -> String {
    text(&pressed.pdf).into_iter().map(|page| page.content).collect()
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph { text: vec![Inline::Text { text: words.into() }] }
}

fn with_words(words: &str) -> Edition {
    Edition { blocks: vec![paragraph(words)], sentences: vec![], ..edition() }
}

#[test]
fn a_brief_is_two_pages_that_archive_and_read_aloud() {
    let pressed = pressed(&edition());
    assert_eq!((pressed.pages, text(&pressed.pdf).len()), (PAGES, PAGES));
    assert_eq!(pressed.fill.overflow, 0);
    let raw = String::from_utf8_lossy(&pressed.pdf);
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Sudland: Background and Relations with Norland",
        "2019-01-29",
    ] {
        assert!(raw.contains(claim), "{claim}");
    }
}

#[test]
fn words_come_out_in_reading_order() {
    let edition = edition();
    let out = content(&pressed(&edition));
    let marks = |c: char| matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    let plain: String = out.chars().filter(|&c| !marks(c)).collect();
    let mut from = plain.find(&tight(&edition.meta.title)).unwrap();
    for block in &edition.blocks {
        let (Block::Paragraph { text } | Block::Heading { text, .. }) = block else { continue };
        // Commas between source numbers may follow any sentence, and a paragraph may break around a figure.
        for word in fixture::plain(text).split_whitespace() {
            let word = tight(word);
            let at = plain[from..].find(&word).unwrap_or_else(|| panic!("{word:?} is out of order"));
            from += at + word.len();
        }
    }
    let notes = tight(&edition.sources[0].short);
    assert!(plain[from..].contains(&notes), "the sources follow the prose");
    assert!(!out.contains('\u{fffd}'), "every glyph says which character it is");
}

#[test]
fn source_numbers_follow_the_sentence() {
    let mut edition = edition();
    edition.blocks = vec![Block::Paragraph { text: inlines("One [rests](0) on [both](36). Two does not.") }];
    edition.sentences.truncate(2);
    for (sentence, words) in edition.sentences.iter_mut().zip(["One rests on both.", "Two does not."]) {
        sentence.text = words.into();
    }
    assert!(content(&pressed(&edition)).contains("Onerestsonboth.¹,¹⁶Twodoesnot."));
}

#[test]
fn every_kind_of_block_is_set() {
    let mut edition = edition();
    edition.blocks = every_block();
    edition.blocks.extend(fixture::wide_table());
    let out = content(&pressed(&edition));
    for words in [
        "nested and numbered,",
        "wheels comes off.",
        "Million crowns a year",
        "Goods and services",
        "Exports",
        "Stay until sites are open",
    ] {
        assert!(out.contains(&tight(words)), "{words}");
    }
}

#[test]
fn text_alternatives_stand_in_the_file() {
    let mut edition = edition();
    for block in &mut edition.blocks {
        if let Block::Figure(figure) = block {
            figure.alt.clear();
        }
    }
    assert!(matches!(press(&edition), Err(PressError::Standard(_) | PressError::Typesetting(_))));
}

#[test]
fn a_draft_says_so_on_every_page_as_an_artifact() {
    let mut edition = edition();
    let clean = pressed(&edition);
    edition.meta.draft = Some("Built over 2 open errors.".into());
    let draft = pressed(&edition);
    for (page, before) in text(&draft.pdf).iter().zip(text(&clean.pdf)) {
        assert!(page.artifacts.matches("DRAFT").count() >= 2, "stamp and header line");
        assert!(page.artifacts.contains(&tight("Built over 2 open errors.")));
        assert!(!before.artifacts.contains("DRAFT"));
        assert_eq!(page.content, before.content, "the stamp moves nothing");
    }
}

#[test]
fn footers_name_edition_date_change_and_page() {
    for (page, number) in text(&pressed(&edition()).pdf).iter().zip(1..) {
        let footer = tight(&format!(
            "NS-0007 · Edition 3 · January 29, 2019 · substantive changes since November 30, 2018 Page {number} of 2"
        ));
        assert!(page.artifacts.contains(&footer), "{}", page.artifacts);
    }
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let first = pressed(&edition());
    typst::comemo::evict(0);
    assert!(first == pressed(&edition()));
    let mut later = edition();
    later.meta.date = later.meta.date.tomorrow().unwrap();
    later.meta.known_by = later.meta.date;
    assert!(first.pdf != pressed(&later).pdf);
}

#[test]
fn a_missing_glyph_is_named_with_its_place() {
    let cases = [
        ("the word 漢字 here", '漢'),
        ("שלום", 'ש'),
        ("a\u{202e}b", '\u{202e}'),
        ("bell \u{7}", '\u{7}'),
        ("🙂", '🙂'),
    ];
    for (words, expected) in cases {
        match press(&with_words(words)) {
            Err(PressError::MissingGlyph { character, place, .. }) => {
                assert_eq!((character, place.as_str()), (expected, "paragraph 1"));
            }
            other => panic!("{words:?}: {:?}", other.map(|pressed| pressed.fill)),
        }
    }
    let message = press(&with_words("漢")).unwrap_err().to_string();
    assert!(message.contains("'漢' (U+6F22)"), "{message}");
}

#[test]
fn hangul_is_set_and_comes_out_as_hangul() {
    assert!(content(&pressed(&with_words("The name 대한 stands."))).contains("Thename대한stands."));
}

#[test]
fn too_long_shrinks_first_and_then_says_by_how_much() {
    let mut edition = edition();
    let largest = pressed(&edition);
    let prose = edition.blocks.clone();
    edition.blocks.extend(prose[1..5].iter().cloned());
    let fuller = pressed(&edition);
    assert!(fuller.setting.size < largest.setting.size, "{:?}", fuller.setting);
    assert_eq!((fuller.pages, fuller.fill.overflow), (PAGES, 0), "{}", fuller.fill);
    let mut beyond = 0;
    for _ in 0..2 {
        edition.blocks.extend(prose[1..9].iter().cloned());
        let over = pressed(&edition);
        assert!(over.pages > PAGES && over.fill.overflow > beyond, "{}", over.fill);
        assert_eq!(over.setting, SETTINGS[SETTINGS.len() - 1]);
        beyond = over.fill.overflow;
    }
}

#[test]
fn the_overflow_is_the_number_of_lines_to_cut() {
    let mut edition = edition();
    edition.blocks.retain(|block| !matches!(block, Block::Figure(_)));
    edition.sources.clear();
    edition.bound.clear();
    edition.sentences.clear();
    let lines = |count: usize| -> Vec<Block> { (0..count).map(|line| paragraph(&format!("Line {line}."))).collect() };
    let mut fill_of = |count: usize| {
        edition.blocks = lines(count);
        pressed(&edition).fill
    };
    for count in [213, 236] {
        let overflow = fill_of(count).overflow as usize;
        assert!(overflow > 0);
        assert_eq!(fill_of(count - overflow).overflow, 0, "{count} less {overflow} fit");
        // A column holds whole lines, so each of the four may lose a part of one.
        assert!(fill_of(count - overflow + 4).overflow > 0, "{count} less {overflow} is not too little");
    }
}

#[test]
fn a_short_or_empty_edition_still_has_two_pages() {
    let mut edition = edition();
    edition.blocks.truncate(2);
    let short = pressed(&edition);
    assert_eq!(short.pages, PAGES);
    assert!(short.fill.lines_left > 100, "{}", short.fill);
    let empty = Edition { blocks: vec![], bound: vec![], sources: vec![], sentences: vec![], ..edition };
    assert_eq!(pressed(&empty).pages, PAGES);
}

#[test]
fn words_that_look_like_markup_are_words() {
    let hostile = [
        "#eval(\"1\") #panic() #read(\"/etc/passwd\") #sys.inputs",
        "$x^2$ `code` _a_ *b* = Heading @label <label> // comment /* open",
        "\\ \\u{41} \\# [content] {code} ~ -- --- ... 'q' \"q\"",
        "\\0 %s ${HOME} {{x}} </script> &amp; <!-- --> ]]>",
    ];
    for words in hostile {
        assert!(content(&pressed(&with_words(words))).contains(&tight(words)), "{words}");
        let mut edition = edition();
        edition.blocks.truncate(1);
        edition.meta.title = words.into();
        edition.meta.summary = words.into();
        edition.meta.keywords = vec![words.into()];
        edition.meta.publisher = words.into();
        edition.meta.authors[0].name = words.into();
        edition.sources[0].short = words.into();
        let out = content(&pressed(&edition));
        assert_eq!(out.matches(&tight(words)).count(), 4, "{words}: title, publisher, author, source");
    }
}

#[test]
fn odd_editions_are_set_or_refused_and_never_panic() {
    let long = "abcdefghij".repeat(600);
    let deep = (0..200).fold(vec![paragraph("deep")], |blocks, _| vec![Block::Quote { blocks }]);
    let nested = (0..200).fold(inlines("deep"), |content, _| vec![Inline::Strong { content }]);
    assert!(content(&pressed(&with_words(&long))).contains(&long));
    let refused: Vec<(Vec<Block>, PressError)> = vec![
        (deep, PressError::TooDeep),
        (vec![Block::Paragraph { text: nested }], PressError::TooDeep),
        (vec![Block::Paragraph { text: inlines("[x](99)") }], PressError::UnknownStatement(99)),
        (
            vec![Block::Paragraph { text: vec![Inline::Link { href: "javascript:x".into(), content: vec![] }] }],
            PressError::Link("javascript:x".into()),
        ),
        (vec![paragraph(&"word ".repeat(30_000))], PressError::TooLong { characters: 149_999 }),
    ];
    for (blocks, error) in refused {
        assert_eq!(press(&Edition { blocks, ..edition() }).unwrap_err(), error);
    }
    let skipping = Block::Heading { level: 5, anchor: "x".into(), text: inlines("Skips") };
    assert!(matches!(press(&Edition { blocks: vec![skipping], ..edition() }), Err(PressError::Standard(_))));
    for level in [0, 1, 7, 255] {
        let heading = Block::Heading { level, anchor: "x".into(), text: inlines("Odd") };
        let _ = press(&Edition { blocks: vec![heading, paragraph("x")], ..edition() });
    }
    for blocks in [
        vec![Block::Paragraph { text: vec![] }],
        vec![Block::List { ordered: true, items: vec![] }],
        vec![Block::List { ordered: false, items: vec![vec![], vec![paragraph("x")]] }],
        vec![Block::Quote { blocks: vec![] }],
        vec![Block::Paragraph { text: vec![Inline::Break, Inline::Break] }],
        vec![Block::Heading { level: 2, anchor: String::new(), text: vec![] }],
    ] {
        if let Ok(pressed) = press(&Edition { blocks, ..edition() }) {
            assert_eq!(pressed.pages, PAGES);
        }
    }
    for language in ["", "x", "english", "en-USA-x", "zz-ZZ", "ko", "ar"] {
        let mut edition = with_words("Short.");
        edition.meta.language = language.into();
        if let Err(error) = press(&edition) {
            assert!(matches!(error, PressError::Language(_)), "{language}: {error}");
        }
    }
}

#[test]
fn charts_that_cannot_be_drawn_are_refused_with_their_number() {
    let charts = [
        Chart::Seats {
            parties: vec![Party { name: "A".into(), seats: 3, side: String::new() }],
            vacant: 0,
            total: 4,
            majority: 2,
        },
        Chart::Bars { axis: "m".into(), bars: vec![("a".into(), "about 3".into())] },
        Chart::Lines { axis: "m".into(), series: vec![("a".into(), vec![("soon".into(), "3".into())])] },
        Chart::Lines { axis: "m".into(), series: vec![] },
    ];
    for chart in charts {
        let figure = demarche_brief::edition::Figure { chart, number: 7, ..fixture::chamber() };
        let result = press(&Edition { blocks: vec![Block::Figure(figure)], ..edition() });
        assert!(matches!(result, Err(PressError::Chart { figure: 7, .. })), "{:?}", result.map(|pressed| pressed.fill));
    }
}
