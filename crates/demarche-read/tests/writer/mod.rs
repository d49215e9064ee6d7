//! Small PDFs from drawing instructions, as tests write them.

/// What comes before `%%tags` or `%%page` in a case, page by page, and the kids of the tag tree.
pub fn pdf(case: &str) -> Vec<u8> {
    let (pages, tags) = match case.split_once("%%tags\n") {
        Some((pages, tags)) => (pages, Some(tags)),
        None => (case, None),
    };
    let pages: Vec<&str> = pages.split("%%page\n").collect();
    write(&pages, tags)
}

/// Objects that every file has: 1 catalogue, 2 pages, 3 to 13 fonts; then two for each page.
///
/// F1 and F2 are upright and bold; F3 has ligatures as `\001` and `\002`; F4 tells no characters; F5 has Hebrew letters
/// from `0001` on; F6 is set from top to bottom. Page one is object 14.
fn write(pages: &[&str], tags: Option<&str>) -> Vec<u8> {
    let first = 14;
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", first + 2 * page)).collect();
    let root = match tags {
        Some(tags) => format!(
            "/MarkInfo << /Marked true >> /StructTreeRoot << /K << /S /Document /Pg {first} 0 R /K [ {tags} ] >> >>"
        ),
        None => String::new(),
    };
    let composite = |encoding: &str, map: &str| {
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /{encoding} /DescendantFonts [8 0 R] {map} >>"
        )
    };
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {root} >>"),
        format!("<< /Type /Pages /Kids [ {} ] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>".to_owned(),
        composite("Identity-H", ""),
        composite("Identity-H", "/ToUnicode 11 0 R"),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /DW2 [880 -1000] /FontDescriptor 13 0 R >>".to_owned(),
        composite("Identity-V", "/ToUnicode 12 0 R"),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream".to_owned(),
        stream(&cmap("<0001> <001B> <05D0>")),
        stream(&cmap("<0001> <0060> <4E00>")),
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_owned(),
    ];
    for (page, content) in pages.iter().enumerate() {
        let own = first + 2 * page;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 6 0 R /F5 7 0 R /F6 9 0 R >> /XObject << /Im 10 0 R >> >> /Contents {} 0 R >>",
            own + 1
        ));
        objects.push(stream(content));
    }
    assemble(&objects, "")
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}endstream", content.len())
}

fn cmap(range: &str) -> String {
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange\n{range}\nendbfrange\nendcmap end end\n"
    )
}

/// A file of numbered objects with its table of places.
pub fn assemble(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
            .bytes(),
    );
    out
}
