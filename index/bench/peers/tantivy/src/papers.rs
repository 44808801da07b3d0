//! Builds the index.

use std::fs::File;
use std::io::{BufRead, BufReader};

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, TantivyDocument};

use crate::Result;

/// The fields of the index. The text is title and abstract; nothing is stored.
pub struct Fields {
    pub text: Field,
    pub number: Field,
    pub year: Field,
    pub author_count: Field,
    pub author: Field,
}

/// The tokenizer of the text: words in lower case, by the English Snowball stemmer.
pub const TOKENIZER: &str = "en_stem";

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let fields = Fields {
        text: builder.add_text_field("text", text),
        number: builder.add_u64_field("number", NumericOptions::default().set_indexed().set_fast()),
        year: builder.add_u64_field("year", NumericOptions::default().set_indexed().set_fast()),
        author_count: builder.add_u64_field("author_count", NumericOptions::default().set_fast()),
        author: builder.add_text_field("author", TextOptions::default().set_fast("raw")),
    };
    (builder.build(), fields)
}

/// Returns the fields of an opened index.
pub fn fields(index: &Index) -> Result<Fields> {
    let schema = index.schema();
    Ok(Fields {
        text: schema.get_field("text")?,
        number: schema.get_field("number")?,
        year: schema.get_field("year")?,
        author_count: schema.get_field("author_count")?,
        author: schema.get_field("author")?,
    })
}

/// The memory of the writer. With it, 400,000 papers make few segments.
const WRITER_BYTES: usize = 512 << 20;

/// Builds an index of the papers of a file, one a line: number, year, number of authors, authors
/// parted by U+001F, title, abstract. A year or number of authors of 0 is unknown.
pub fn index(papers: &str, folder: &str, threads: usize) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let (schema, fields) = schema();
    let index = Index::create_in_dir(folder, schema)?;
    let mut writer = index.writer_with_num_threads(threads, WRITER_BYTES)?;
    for line in BufReader::with_capacity(1 << 20, File::open(papers)?).lines() {
        let line = line?;
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, year, author_count, authors, title, summary] = columns.as_slice() else {
            return Err(format!("a paper of {} columns", columns.len()).into());
        };
        let mut document = TantivyDocument::new();
        document.add_u64(fields.number, number.parse()?);
        for (field, value) in [(fields.year, year), (fields.author_count, author_count)] {
            match value.parse()? {
                0 => {}
                value => document.add_u64(field, value),
            }
        }
        for author in authors.split('\u{1f}').filter(|author| !author.is_empty()) {
            document.add_text(fields.author, author);
        }
        document.add_text(fields.text, title);
        document.add_text(fields.text, summary);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
