//! PDFs made by hand, and from broken bytes.

use proptest::prelude::*;

use super::*;
use crate::extract::{Report, extract};
use crate::gazetteer::Gazetteer;

/// A PDF of one page for each content, with Helvetica as `/F1`; `trailer` goes into the trailer.
fn pdf(contents: &[&str], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", contents.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
    ];
    for (n, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n")
            .bytes(),
    );
    out
}

const RAID: &str = "BT /F1 11 Tf 14 TL 60 780 Td (Warplanes bombed al-Qusour neighbourhood by day) Tj \
    T* (on 16 January 2016, killing seven civilians.) Tj \
    0 -40 Td [(T)80(w)10(o)-400(shells fell.)] TJ ET";

#[test]
fn lines_and_pages_are_read_in_order() {
    let found = text(&pdf(&[RAID, "BT /F1 11 Tf 60 780 Td (The end.) Tj ET"], "")).unwrap();
    assert_eq!(
        found,
        "Warplanes bombed al-Qusour neighbourhood by day on 16 January 2016, killing seven civilians.\n\n\
         Two shells fell.\n\nThe end.\n"
    );
}

#[test]
fn the_text_of_a_pdf_is_a_report() {
    let found = text(&pdf(&[RAID], "")).unwrap();
    let extraction = extract(&Report::of_text(&found), Gazetteer::bundled());
    let draft = &extraction.claims[0].draft;
    assert_eq!(draft.date.as_ref().unwrap().edtf, "2016-01-16");
    assert_eq!(extraction.mentions[draft.places[0]].span.of(&found), "al-Qusour");
}

#[test]
fn a_pdf_without_text_says_why() {
    let picture = pdf(&["q 0 0 m 10 10 l S Q", ""], "");
    assert_eq!(text(&picture), Err(PdfTextError::NoText { n_pages: 2 }));
    let encryption = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 \
        /O <00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff> \
        /U <00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff> >> \
        /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]";
    assert_eq!(text(&pdf(&[RAID], encryption)), Err(PdfTextError::Encrypted));
    assert_eq!(text(b"A report."), Err(PdfTextError::NotPdf));
    assert!(matches!(text(b"%PDF-1.7\nnothing"), Err(PdfTextError::Damaged(_))));
}

proptest! {
    #[test]
    fn any_bytes_give_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = text(&bytes);
        let _ = text(&[b"%PDF-1.4\n", &bytes[..]].concat());
    }

    #[test]
    fn a_cut_or_changed_pdf_gives_text_or_an_error(
        cut in 0usize..1_500,
        changes in prop::collection::vec((0usize..1_500, any::<u8>()), 0..8),
    ) {
        let mut bytes = pdf(&[RAID], "");
        for (at, byte) in changes {
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
        }
        bytes.truncate(cut.max(9));
        let _ = text(&bytes);
    }

    #[test]
    fn any_content_gives_text_or_an_error(content in "[ -~]{0,200}") {
        let _ = text(&pdf(&[&content, &format!("BT /F1 1 Tf {content}")], ""));
    }
}
