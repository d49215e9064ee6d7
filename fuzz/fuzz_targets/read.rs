//! Foreign documents: PDF, HTML, Markdown, DOCX or text, as the bytes look.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let document = demarche_read::read(data, "a").value;
    let within = |range: &std::ops::Range<usize>| document.text.get(range.clone()).is_some();
    for block in &document.blocks {
        assert!(within(&block.text), "{block:?} is not in the text");
        assert!(
            block.lines.start <= block.lines.end && block.lines.end <= document.lines.len(),
            "{block:?} has no lines"
        );
        let cells = block.table.iter().flat_map(|table| table.rows.iter().flatten());
        assert!(cells.map(|cell| &cell.text).all(within), "a cell of {block:?} is not in the text");
    }
    let mut last = 0;
    for sentence in &document.sentences {
        assert!(within(&sentence.text) && sentence.block < document.blocks.len(), "{sentence:?} is nowhere");
        assert!(sentence.text.start >= last, "{sentence:?} begins inside the one before");
        last = sentence.text.end;
        let _ = (document.places(&sentence.text), document.page(&sentence.text));
    }
    let _ = (document.to_text(), document.to_markdown(), document.to_json());
});
