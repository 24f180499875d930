//! A scene as PDF: vectors, faces embedded as subsets, words that can be searched, read aloud and
//! copied in their order.
//!
//! The file is tagged (ISO 32000-1, 14.8): title, figures with a description, and paragraphs. Every
//! glyph stands for exactly one character, see [`fonts`]; so readers get numbers, brackets and
//! joined Arabic letters as they were written. No clock is read: the same scene gives the same
//! bytes.

mod canvas;
mod fonts;

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};
use thiserror::Error;

use self::canvas::{Canvas, Tag};
use super::embed::view_element;
use super::svg::{SvgMeta, escaped};
use crate::scene::Scene;

/// Points of PDF (1/72 inch) to one logical pixel (1/96 inch).
const POINTS_PER_PIXEL: f32 = 0.75;

/// Why no PDF could be made.
#[derive(Debug, Error)]
pub enum PdfError {
    /// A face cannot be cut down to what is used of it.
    #[error("a face cannot be embedded: {0}")]
    Font(String),
    /// A picture on the page cannot be decoded.
    #[error("the logo cannot be drawn: {0}")]
    Logo(String),
}

/// Numbers of objects, one after the other.
struct Refs(Ref);

impl Refs {
    fn bump(&mut self) -> Ref {
        self.0.bump()
    }
}

/// One page of the size of the scene times [`SvgMeta::scale`], with title, language and view.
///
/// # Errors
/// [`PdfError`], one variant for each reason.
pub fn pdf(scene: &Scene, meta: &SvgMeta) -> Result<Vec<u8>, PdfError> {
    let scale = meta.scale * POINTS_PER_PIXEL;
    let (width, height) = (scene.width * scale, scene.height * scale);
    let mut canvas = Canvas::new([scale, 0.0, 0.0, -scale, 0.0, height]);
    canvas.page(scene);

    let mut refs = Refs(Ref::new(1));
    let (catalog_ref, pages_ref, page_ref) = (refs.bump(), refs.bump(), refs.bump());
    let (content_ref, info_ref, xmp_ref) = (refs.bump(), refs.bump(), refs.bump());
    let root_ref = refs.bump();

    let mut file = Pdf::new();
    let mut catalog = file.catalog(catalog_ref);
    catalog.pages(pages_ref);
    if !meta.language.is_empty() {
        catalog.lang(TextStr(&meta.language));
    }
    catalog.metadata(xmp_ref);
    catalog.mark_info().marked(true);
    catalog.pair(Name(b"StructTreeRoot"), root_ref);
    catalog.viewer_preferences().display_doc_title(!meta.title.is_empty());
    catalog.finish();
    file.pages(pages_ref).kids([page_ref]).count(1);

    let content = canvas.content.finish();
    let fonts = canvas.fonts.write(&mut file, &mut refs)?;
    let images = canvas::write_logos(&canvas.logos, &mut file, &mut refs)?;
    let mut page = file.page(page_ref);
    page.media_box(Rect::new(0.0, 0.0, width, height));
    page.parent(pages_ref);
    page.contents(content_ref);
    page.struct_parents(0);
    page.pair(Name(b"Tabs"), Name(b"S"));
    let mut resources = page.resources();
    let mut dict = resources.fonts();
    for (name, font) in &fonts {
        dict.pair(Name(name.as_bytes()), *font);
    }
    dict.finish();
    let mut dict = resources.x_objects();
    for (name, image) in &images {
        dict.pair(Name(name.as_bytes()), *image);
    }
    dict.finish();
    let mut states = resources.ext_g_states();
    for alpha in &canvas.alphas {
        let share = f32::from(*alpha) / 255.0;
        let name = canvas::alpha_name(*alpha);
        let mut state = states.insert(Name(name.as_bytes())).dict();
        state.pair(Name(b"ca"), share).pair(Name(b"CA"), share);
    }
    states.finish();
    resources.finish();
    page.finish();
    file.stream(content_ref, &deflated(&content)).filter(Filter::FlateDecode);

    tree(&mut file, &canvas.tags, root_ref, page_ref, meta, &mut refs);
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
    Ok(file.finish())
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// What the parts of the page are, for readers that do not see it.
fn tree(
    file: &mut Pdf,
    tags: &[Tag],
    root_ref: Ref,
    page_ref: Ref,
    meta: &SvgMeta,
    refs: &mut Refs,
) {
    let (document_ref, parents_ref) = (refs.bump(), refs.bump());
    let elements: Vec<Ref> = tags.iter().map(|_| refs.bump()).collect();
    let mut root = file.indirect(root_ref).dict();
    root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
    root.pair(Name(b"K"), document_ref);
    root.pair(Name(b"ParentTree"), parents_ref);
    root.pair(Name(b"ParentTreeNextKey"), 1);
    root.finish();
    let mut parents = file.indirect(parents_ref).dict();
    let mut numbers = parents.insert(Name(b"Nums")).array();
    numbers.item(0);
    numbers.push().array().items(elements.iter().copied());
    numbers.finish();
    parents.finish();
    let mut document = file.indirect(document_ref).dict();
    document.pair(Name(b"Type"), Name(b"StructElem"));
    document.pair(Name(b"S"), Name(b"Document"));
    document.pair(Name(b"P"), root_ref);
    if !meta.language.is_empty() {
        document.pair(Name(b"Lang"), TextStr(&meta.language));
    }
    document.insert(Name(b"K")).array().items(elements.iter().copied());
    document.finish();
    for (i, (tag, element)) in tags.iter().zip(&elements).enumerate() {
        let mut dict = file.indirect(*element).dict();
        dict.pair(Name(b"Type"), Name(b"StructElem"));
        dict.pair(Name(b"S"), Name(tag.role));
        dict.pair(Name(b"P"), document_ref);
        dict.pair(Name(b"Pg"), page_ref);
        dict.pair(Name(b"K"), i as i32);
        if tag.role == b"Figure" {
            let words = if tag.title.is_empty() { &meta.description } else { &tag.title };
            dict.pair(Name(b"Alt"), TextStr(words));
        }
    }
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
    use crate::scene::colour::Colour;
    use crate::scene::geometry::Pos;
    use crate::scene::shape::{Font, Layer, Text};

    #[test]
    fn the_same_scene_gives_the_same_bytes_with_title_and_language() {
        let mut scene = Scene::new(200.0, 100.0);
        let mut layer = Layer::default();
        let words = "Deir ez-Zor (IS) دير الزور لا (12)";
        layer.push(Text::new(words, Pos::new(10.0, 20.0), Font::Sans, 12.0, Colour::hex(0)));
        scene.push_group("title", None, layer);
        let meta = SvgMeta {
            title: "Winter".to_owned(),
            language: "en".to_owned(),
            metadata: "{\"from\":\"2016\"}".to_owned(),
            ..SvgMeta::default()
        };
        let bytes = pdf(&scene, &meta).unwrap();
        assert_eq!(bytes, pdf(&scene, &meta).unwrap());
        let holds = |words: &[u8]| bytes.windows(words.len()).any(|w| w == words);
        assert!(bytes.starts_with(b"%PDF-"));
        for words in [
            b"(Winter)".as_slice(),
            b"/Lang (en)",
            b"/MediaBox [0 0 150 75]",
            b"/Type /Metadata",
            b"/S /H1",
        ] {
            assert!(holds(words), "{}", String::from_utf8_lossy(words));
        }
    }
}
