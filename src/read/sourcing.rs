//! Which document the row of a table rests on.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};

use crate::model::{BuildError, Document, DocumentKind, Edtf, Excerpt, TableBuilder};

use super::columns::Source;
use super::dates::read_date;
use super::plan::Plan;
use super::record::{RecordReader, cell};

impl<'a, 'p> RecordReader<'a, 'p>
where
    'p: 'a,
{
    /// The row's document, which is added when it is new; returns its identifier.
    pub(super) fn document(
        &mut self,
        fields: &[Cow<'a, str>],
        line: u64,
        builder: &mut TableBuilder,
        excerpt: &mut Excerpt<Cow<'a, str>>,
    ) -> Result<Cow<'a, str>, BuildError> {
        let plan: &'p Plan<'p> = self.plan;
        let columns = &plan.columns;
        let mut document = Document {
            publisher: cell(fields, columns.publisher),
            url: cell(fields, columns.url),
            ..Document::default()
        };
        let words = cell(fields, columns.excerpt);
        let summary = cell(fields, columns.digest);
        if words.is_empty() {
            *excerpt = if summary.is_empty() { Excerpt::Absent } else { Excerpt::Text(summary) };
        } else {
            document.kind = DocumentKind::Verbatim;
            if !summary.is_empty()
                && let Some(index) = columns.digest
            {
                self.event.properties.push((self.key(index), summary));
            }
            *excerpt = Excerpt::Text(words);
        }
        if columns.has_rare_document() {
            document.id = cell(fields, plan.columns.document_id);
            document.title = cell(fields, plan.columns.document_title);
            document.author = cell(fields, plan.columns.author);
            document.language = cell(fields, plan.columns.language);
            document.sha256 = cell(fields, plan.columns.sha256);
            let kind = DocumentKind::from_name(&cell(fields, columns.document_kind));
            document.kind = kind.unwrap_or(document.kind);
            if let Some(index) = plan.columns.published {
                let text = cell(fields, Some(index));
                match read_date(&text, plan.order) {
                    Ok(reading) => document.published = Some(reading.edtf),
                    Err(_) if text.is_empty() => {}
                    Err(problem) => {
                        self.refuse(index, line, &text, problem.to_string(), problem.advice());
                    }
                }
            }
        }
        if document.id.is_empty() {
            document.id = self.document_id(&document, excerpt);
        }
        if document.id.is_empty() {
            return Ok(document.id);
        }
        if document.id == plan.file && document.publisher.is_empty() && document.url.is_empty() {
            document.title = Cow::Borrowed(plan.file);
        }
        let content = self.hash_of(&document);
        let renamed = |document: &Document<Cow<'_, str>>| {
            Cow::Owned(format!("{} [{:08x}]", document.id, content as u32))
        };
        match self.documents.get(&content) {
            Some(false) => {}
            Some(true) => document.id = renamed(&document),
            None => {
                let taken = builder.has_document(&document.id);
                if taken {
                    document.id = renamed(&document);
                }
                builder.add_document(&document)?;
                self.documents.insert(content, taken);
            }
        }
        Ok(document.id)
    }

    /// The link where there is one; otherwise publisher, title and date; the
    /// file itself for words whose source the row does not name.
    fn document_id(
        &self,
        document: &Document<Cow<'a, str>>,
        excerpt: &Excerpt<Cow<'a, str>>,
    ) -> Cow<'a, str> {
        let plan: &'p Plan<'p> = self.plan;
        if !document.url.is_empty() {
            return document.url.clone();
        }
        let published = document.published.as_ref().map_or("", Edtf::as_str);
        let parts = [&*document.publisher, &document.author, &document.title, published];
        let mut filled = parts.into_iter().filter(|part| !part.is_empty());
        match (filled.next(), filled.next()) {
            (None, _) if *excerpt == Excerpt::Absent => Cow::Borrowed(""),
            (None, _) if plan.source == Source::DeirAtlas => Cow::Borrowed(""),
            (None, _) => Cow::Borrowed(plan.file),
            (Some(_), None) if !document.publisher.is_empty() => document.publisher.clone(),
            (Some(only), None) => Cow::Owned(only.to_owned()),
            (Some(first), Some(second)) => Cow::Owned(
                [first, second].into_iter().chain(filled).collect::<Vec<_>>().join(" · "),
            ),
        }
    }

    fn hash_of(&self, document: &Document<Cow<'_, str>>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        document.kind.hash(&mut hasher);
        for text in [
            &document.id,
            &document.publisher,
            &document.url,
            &document.title,
            &document.author,
            &document.language,
            &document.sha256,
        ] {
            text.hash(&mut hasher);
        }
        document.published.as_ref().map(Edtf::as_str).hash(&mut hasher);
        hasher.finish()
    }
}
