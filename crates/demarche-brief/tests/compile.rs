//! Compile: small briefs against small worlds.

#[path = "../src/testing.rs"]
mod testing;

use demarche_brief::edition::{Block, Chart, Edition, Inline};
use demarche_brief::syntax::parse;
use demarche_brief::{EditionOptions, edition, tell};
use demarche_diagnostic::{Code, Diagnostic, Grade, SourceMap};
use demarche_terms::{Evidence, Method};
use testing::world;

const FRONT: &str = "---\ntitle: Norland and Sudland\nproduct: DM-0001\nedition: 2\ndate: 2019-01-29\n---\n";

const SEATS: &str = "
    actor NOR | state | Norland
    actor SUD | state | Sudland
    a.total | seats | count 300 | 2018/.. | 2018-01-01 | law | independent
    a.vacant | vacant | count 2 | 2018/.. | 2018-01-01 | law | independent
    table seats[day=2018-12-31] | party,seats | Red,122 | Blue,123 | Green,53
    table wrong | party,seats | Red,1
    table trade | year,exports,imports | 2016,1.5,2 | 2017,1.6, | 2018,x,3
    table years | year,exports | 2016,1.5 | 2017,1.6
    table gap | year,exports,imports | 2016,1.5,2 | 2017,1.6, | 2018,1.7,3
";

fn compile(body: &str, lines: &str) -> (Edition, Vec<Diagnostic>) {
    compile_with(body, lines, |_| Vec::new())
}

fn compile_with(
    body: &str,
    lines: &str,
    findings: impl Fn(&demarche_brief::prose::Brief) -> Vec<Diagnostic>,
) -> (Edition, Vec<Diagnostic>) {
    let mut map = SourceMap::default();
    let file = map.add("brief.md", format!("{FRONT}{body}"));
    let parsed = parse(file, &map);
    assert_eq!(parsed.diagnostics, [], "{body}");
    let findings = findings(&parsed.value);
    let options = EditionOptions { publisher: "Example".to_owned(), draft: None };
    let mut made = edition(&parsed.value, &world(lines), &map, &options);
    tell(&mut made.value, &parsed.value, &findings);
    (made.value, made.diagnostics)
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|diagnostic| diagnostic.code.0).collect()
}

fn figure(text: &str) -> String {
    format!("```figure\nid = \"f\"\ntitle = \"T\"\nalt = \"A\"\n{text}\n```\n")
}

fn figure_of(text: &str) -> demarche_brief::edition::Figure {
    let (edition, found) = compile(&figure(text), SEATS);
    assert_eq!(found, []);
    let Some(Block::Figure(figure)) = edition.blocks.into_iter().next() else { panic!("no figure") };
    figure
}

#[test]
fn statements_and_sources_are_numbered_by_first_use() {
    let lines = "
        source slstat | dataset
        source memo | document | unseen
        a.b | trade | 9.3e9 USD/a | 2017 | 2018-06-06 | slstat | independent | history=2018-01-01: 9.1e9 USD/a, superseded (revised) | review=2019-06-01
        c.d | trade | 5e9 USD/a | 2016 | 2018-06-06 | memo,slstat | unverified
        e.f | growth | 86 % | 2017 | - | - | unverified | derive=a.b / c.d - 1 | from=a.b c.d
    ";
    let body = "## Trade\n\nIt was [$5 billion](@c.d), then [$9.3 billion](@a.b,c.d). It [grew](@e.f) by much. Unbound.\n\nLost [words](@x.y).\n";
    let (edition, found) = compile(body, lines);
    assert_eq!(found, []);
    let ids: Vec<&str> = edition.bound.iter().map(|bound| bound.id.as_str()).collect();
    assert_eq!(ids, ["c.d", "a.b", "e.f"]);
    let sources: Vec<(u32, &str, bool)> = edition.sources.iter().map(|s| (s.number, s.key.as_str(), s.seen)).collect();
    assert_eq!(sources, [(1, "slstat", true), (2, "memo", false)], "the best source leads, whichever was typed first");
    assert_eq!(edition.bound[0].sources, [1, 2]);
    assert_eq!(edition.bound[2].sources, [1, 2], "a computed figure cites its leaves");
    assert_eq!(edition.bound[1].history.len(), 1);
    assert_eq!(edition.bound[1].review, "2019-06-01");
    assert_eq!(edition.sources[0].short, "Statistics Norland, June 2018");
    let grades = [
        (Evidence::Independent, Method::Stated, 1),
        (Evidence::Unverified, Method::Stated, 2),
        (Evidence::Unverified, Method::Derived, 1),
    ];
    assert_eq!(edition.coverage.bindings, grades);
    assert_eq!((edition.coverage.sentences, edition.coverage.sourced_sentences), (4, 2));
    let Some(Block::Paragraph { text }) = edition.blocks.get(1) else { panic!("no paragraph") };
    let bound: Vec<(usize, bool)> = text
        .iter()
        .filter_map(|inline| match inline {
            Inline::Bound { content, statement } => Some((*statement, content.is_empty())),
            _ => None,
        })
        .collect();
    assert_eq!(bound, [(0, false), (1, false), (0, true), (2, false)]);
    assert_eq!(
        edition.blocks[2],
        Block::Paragraph {
            text: vec![
                Inline::Text { text: "Lost ".to_owned() },
                Inline::Text { text: "words".to_owned() },
                Inline::Text { text: ".".to_owned() }
            ]
        }
    );
    assert_eq!((edition.meta.number, edition.meta.date.to_string().as_str()), (2, "2019-01-29"));
}

#[test]
fn findings_go_to_the_sentences_that_they_touch() {
    let about_the_second = |brief: &demarche_brief::prose::Brief| {
        vec![Diagnostic::new(Code("D0504"), Grade::Due, "look again").at(brief.bindings[0].words_span, "")]
    };
    let (edition, _) =
        compile_with("One. [Two](@a).\n\nThree.\n", "a | t | - | 2018 | 2018-01-01 | s | other", about_the_second);
    let findings: Vec<usize> = edition.sentences.iter().map(|sentence| sentence.findings.len()).collect();
    assert_eq!(findings, [0, 1, 0]);
    assert_eq!(edition.sentences[1].findings, ["due[D0504]: look again"]);
    let lines: Vec<usize> = edition.sentences.iter().map(|sentence| sentence.line).collect();
    assert_eq!(lines, [7, 7, 9]);
    assert_eq!(edition.sentences[1].statements, [0]);
}

#[test]
fn seats_are_counted_and_the_majority_is_of_members_in_office() {
    let body = figure(
        "chart = \"seats\"\ntable = \"seats[day=2018-12-31]\"\nlabel = \"party\"\nvalue = \"seats\"\ntotal = \"a.total\"\nvacant = \"a.vacant\"\n\
         order = [\"Blue\", \"Red\", \"Green\"]\nside = { Blue = \"government\" }",
    );
    let (edition, found) = compile(&body, SEATS);
    assert_eq!(found, []);
    let Some(Block::Figure(figure)) = edition.blocks.first() else { panic!("no figure") };
    let Chart::Seats { parties, vacant, total, majority } = &figure.chart else { panic!("no seats") };
    assert_eq!((*vacant, *total, *majority), (2, 300, 150));
    let names: Vec<(&str, u32, &str)> = parties.iter().map(|p| (p.name.as_str(), p.seats, p.side.as_str())).collect();
    assert_eq!(names, [("Blue", 123, "government"), ("Red", 122, ""), ("Green", 53, "")]);
    assert_eq!(figure.table.rows.last(), Some(&vec!["Vacant".to_owned(), "2".to_owned()]));
    assert!(figure.source.contains("release of 2018-12-31"), "{}", figure.source);
}

#[test]
fn what_does_not_add_up_is_said() {
    let seats = |rest: &str| {
        figure(&format!("chart = \"seats\"\nlabel = \"party\"\nvalue = \"seats\"\ntotal = \"a.total\"\n{rest}"))
    };
    let unchecked = "chart = \"seats\"\ntable = \"seats[day=2018-12-31]\"\nlabel = \"party\"\nvalue = \"seats\"";
    let (edition, found) = compile(&figure(unchecked), SEATS);
    assert_eq!((codes(&found), found[0].grade), (vec!["D0153"], Grade::Query), "a figure without a total");
    assert!(matches!(&edition.blocks[0], Block::Figure(f) if matches!(f.chart, Chart::Seats { total: 298, .. })));
    for (body, expected) in [
        (seats("table = \"seats[day=2018-12-31]\""), vec!["D0153"]),
        (seats("table = \"wrong\""), vec!["D0153"]),
        (seats("table = \"none\""), vec!["D0152"]),
        (seats("table = \"trade\""), vec!["D0152"]),
        (
            seats("table = \"seats[day=2018-12-31]\"\nvacant = \"a.vacant\"\norder = [\"Blue\", \"Gold\"]"),
            vec!["D0156"; 3],
        ),
        (seats("table = \"seats[day=2018-12-31]\"\nvacant = \"a.none\""), vec!["D0152"]),
        (seats("table = \"seats[day=2018-12-31]\"\nvacant = \"a.vacant\"\nsource = \"none\""), vec!["D0154", "D0154"]),
        (figure("chart = \"bars\"\ntable = \"trade\"\nlabel = \"year\"\nvalue = \"exports\""), vec!["D0155"]),
        (
            figure("chart = \"lines\"\ntable = \"seats[day=2018-12-31]\"\nlabel = \"party\"\nvalue = \"seats\""),
            vec!["D0155"],
        ),
    ] {
        assert_eq!(codes(&compile(&body, SEATS).1), expected, "{body}");
    }
}

#[test]
fn lines_leave_gaps_and_bars_do_not() {
    let years =
        figure_of("chart = \"lines\"\ntable = \"years\"\nlabel = \"year\"\nvalue = [\"exports\"]\naxis = \"USD\"");
    let points = vec![("2016".to_owned(), "1.5".to_owned()), ("2017".to_owned(), "1.6".to_owned())];
    assert_eq!(years.chart, Chart::Lines { axis: "USD".to_owned(), series: vec![("exports".to_owned(), points)] });
    assert_eq!((years.number, years.table.anchor.as_str()), (1, "f-table"));
    let gap = figure_of("chart = \"lines\"\ntable = \"gap\"\nlabel = \"year\"\nvalue = [\"exports\", \"imports\"]");
    let Chart::Lines { series, .. } = gap.chart else { panic!("no lines") };
    assert_eq!(series.iter().map(|(_, points)| points.len()).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(gap.table.rows[1], ["2017", "1.6", ""]);
    let bars = figure("chart = \"bars\"\ntable = \"gap\"\nlabel = \"year\"\nvalue = \"imports\"");
    assert_eq!(codes(&compile(&bars, SEATS).1), ["D0155"]);
}

#[test]
fn a_figure_without_words_speaks_its_table() {
    let body =
        "```figure\nid = \"f\"\nchart = \"bars\"\ntable = \"years\"\nlabel = \"year\"\nvalue = \"exports\"\n```\n";
    let (edition, found) = compile(body, SEATS);
    assert_eq!(codes(&found), ["D0154", "D0154"]);
    let Some(Block::Figure(figure)) = edition.blocks.first() else { panic!("no figure") };
    assert_eq!(figure.alt, "year, exports: 2016 1.5; 2017 1.6.");
}

#[test]
fn tables_take_the_columns_that_are_named() {
    let body = "```table\nid = \"t\"\ntitle = \"T\"\ntable = \"years\"\ncolumns = [{ column = \"exports\", head = \"Exports\" }]\n```\n";
    let (edition, found) = compile(body, SEATS);
    assert_eq!(found, []);
    let Some(Block::Table(table)) = edition.blocks.first() else { panic!("no table") };
    assert_eq!((table.header.as_slice(), table.rows.len()), (["Exports".to_owned()].as_slice(), 2));
    assert_eq!(codes(&compile(&body.replace("\"exports\"", "\"none\""), SEATS).1), ["D0152"]);
}

#[test]
fn positions_make_a_matrix() {
    let lines = format!(
        "{SEATS}
        kind wants | position | state | many
        p.1 | wants | text open waters | 2018/.. | 2018-03-01 | s | unverified | by=NOR:said | with.issue=fish
        p.2 | wants | - | 2018/.. | 2018-06-01 | s | other | by=NOR:said | with.issue=fish | says=Norland wants quotas too
        p.3 | wants | text closed waters | 2018/.. | 2018-06-01 | s | other | by=SUD:said | with.issue=fish | dead=superseded:-:2019-01-01:gone"
    );
    let body = "```positions\nid = \"who\"\ntitle = \"Who wants what\"\nholders = [\"NOR\", \"SUD\", \"XXX\"]\nissues = { fish = \"Fishing\" }\n```\n";
    let (edition, found) = compile(body, &lines);
    assert_eq!(codes(&found), ["D0157"; 3]);
    let table = &edition.annexes[0];
    assert_eq!(
        table.rows[0],
        ["Norland", "Norland wants quotas too (2018-06-01); open waters (2018-03-01, unverified)"]
    );
    assert_eq!(table.rows[1], ["Sudland", "none on record"]);
    assert!(edition.blocks.is_empty());
}

#[test]
fn the_same_input_gives_the_same_edition() {
    let body = "## A\n\n[One](@a.total) *and* **[two](@a.vacant)**.\n\n- x\n\n> y\n";
    assert_eq!(compile(body, SEATS).0, compile(body, SEATS).0);
}
