//! SVG as PDF: vectors, faces embedded as subsets, words that can be searched and copied.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, TextStr};
use thiserror::Error;

use super::embed::view_element;
use super::png::{PngError, tree};
use super::svg::{SvgMeta, escaped};

/// Points of PDF (1/72 inch) to one unit of SVG (1/96 inch).
const POINTS_PER_UNIT: f32 = 0.75;

/// Why no PDF could be made.
#[derive(Debug, Error)]
pub enum PdfError {
    /// The SVG cannot be read.
    #[error("the drawing cannot be read back")]
    Svg(#[source] Box<PngError>),
    /// The drawing cannot be written, for example because a face cannot be embedded.
    #[error("the drawing cannot be written as PDF: {0}")]
    Convert(String),
}

/// One page of the size of the drawing, with title, language and metadata. No clock is read, so
/// the same drawing gives the same bytes.
///
/// # Errors
/// [`PdfError`], one variant for each reason.
pub fn pdf(svg: &str, meta: &SvgMeta) -> Result<Vec<u8>, PdfError> {
    let tree = tree(svg).map_err(|e| PdfError::Svg(Box::new(e)))?;
    let options = svg2pdf::ConversionOptions::default();
    let (chunk, drawing) =
        svg2pdf::to_chunk(&tree, options).map_err(|e| PdfError::Convert(e.to_string()))?;

    let mut next = Ref::new(1);
    let (catalog_ref, pages_ref, page_ref) = (next.bump(), next.bump(), next.bump());
    let (content_ref, info_ref, xmp_ref) = (next.bump(), next.bump(), next.bump());
    let mut renumbered: BTreeMap<i32, Ref> = BTreeMap::new();
    let chunk = chunk.renumber(|old| *renumbered.entry(old.get()).or_insert_with(|| next.bump()));
    let drawing = renumbered.get(&drawing.get()).copied().unwrap_or(drawing);

    let (width, height) =
        (tree.size().width() * POINTS_PER_UNIT, tree.size().height() * POINTS_PER_UNIT);
    let name = Name(b"Drawing");
    let mut file = Pdf::new();
    let mut catalog = file.catalog(catalog_ref);
    catalog.pages(pages_ref);
    if !meta.language.is_empty() {
        catalog.lang(TextStr(&meta.language));
    }
    catalog.metadata(xmp_ref);
    catalog.viewer_preferences().display_doc_title(!meta.title.is_empty());
    catalog.finish();
    file.pages(pages_ref).kids([page_ref]).count(1);
    let mut page = file.page(page_ref);
    page.media_box(Rect::new(0.0, 0.0, width, height));
    page.parent(pages_ref);
    page.contents(content_ref);
    page.resources().x_objects().pair(name, drawing);
    page.finish();
    let mut content = Content::new();
    // The drawing is one unit wide and high.
    content.transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(name);
    file.stream(content_ref, &content.finish());
    let mut info = file.document_info(info_ref);
    info.title(TextStr(&meta.title)).creator(TextStr("Deir Atlas")).producer(TextStr("Deir Atlas"));
    if !meta.description.is_empty() {
        info.subject(TextStr(&meta.description));
    }
    info.finish();
    // Not compressed, as ISO 16684-1 asks for, so that it can be found by whoever looks.
    let words = xmp(meta);
    let mut packet = file.stream(xmp_ref, words.as_bytes());
    packet.pair(Name(b"Type"), Name(b"Metadata")).pair(Name(b"Subtype"), Name(b"XML"));
    packet.finish();
    file.extend(&chunk);
    Ok(file.finish())
}

/// Title, description, language and view as an XMP packet (ISO 16684-1).
fn xmp(meta: &SvgMeta) -> String {
    let mut words = String::from(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <xmp:CreatorTool>Deir Atlas</xmp:CreatorTool>\n",
    );
    for (name, value) in [("dc:title", &meta.title), ("dc:description", &meta.description)] {
        if !value.is_empty() {
            let value = escaped(value);
            // Writing to a string cannot fail.
            let _ = writeln!(
                words,
                "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{name}>"
            );
        }
    }
    if !meta.language.is_empty() {
        let language = escaped(&meta.language);
        let _ = writeln!(
            words,
            "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        );
    }
    if !meta.metadata.is_empty() {
        let _ = writeln!(words, "{}", view_element(&meta.metadata));
    }
    words.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_drawing_gives_the_same_bytes_with_title_and_language() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\">\
                   <text x=\"10\" y=\"20\" font-family=\"Noto Sans\">Deir ez-Zor</text></svg>";
        let meta = SvgMeta {
            title: "Winter".to_owned(),
            language: "en".to_owned(),
            metadata: "{\"from\":\"2016\"}".to_owned(),
            ..SvgMeta::default()
        };
        let bytes = pdf(svg, &meta).unwrap();
        assert_eq!(bytes, pdf(svg, &meta).unwrap());
        let holds = |words: &[u8]| bytes.windows(words.len()).any(|w| w == words);
        assert!(bytes.starts_with(b"%PDF-"));
        for words in
            [b"(Winter)".as_slice(), b"/Lang (en)", b"/MediaBox [0 0 150 75]", b"/Type /Metadata"]
        {
            assert!(holds(words), "{}", String::from_utf8_lossy(words));
        }
        assert!(matches!(pdf("nothing", &meta), Err(PdfError::Svg(_))));
    }
}
