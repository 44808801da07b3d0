//! Reads the queries and answers them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Bound;

use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use tantivy::{Index, Searcher, Term};

use crate::papers::{self, Fields, TOKENIZER};
use crate::Result;

/// The number of hits that each query asks for, and of values of a facet.
const HITS: usize = 10;

/// The queries of a row of the table.
pub struct Row {
    pub name: String,
    pub queries: Vec<Prepared>,
}

/// A query. What `similar` asks is made beforehand, as it is for the other engines.
pub struct Prepared {
    op: String,
    text: String,
    facets: bool,
    year: u64,
    n: usize,
    similar: Option<Box<dyn Query>>,
}

/// Answers queries from an opened index.
pub struct Answerer {
    index: Index,
    searcher: Searcher,
    fields: Fields,
    tokenizer: TextAnalyzer,
    facets: Aggregations,
}

impl Answerer {
    pub fn open(folder: &str) -> Result<Answerer> {
        let index = Index::open_in_dir(folder)?;
        let fields = papers::fields(&index)?;
        let tokenizer = index.tokenizers().get(TOKENIZER).ok_or("no tokenizer")?;
        let terms = |field: &str| serde_json::json!({"terms": {"field": field, "size": HITS}});
        let facets = serde_json::from_value(serde_json::json!({
            "year": {"terms": {"field": "year", "size": 100}},
            "author_count": {"terms": {"field": "author_count", "size": 100}},
            "author": terms("author"),
        }))?;
        let searcher = index.reader()?.searcher();
        Ok(Answerer { index, searcher, fields, tokenizer, facets })
    }

    /// Answers the first query of a file.
    pub fn first(&self, queries: &str) -> Result<usize> {
        let line = BufReader::new(File::open(queries)?).lines().next().ok_or("no queries")??;
        self.found(&self.parse(&line)?.1)
    }

    /// Reads the queries of a file, one a line: row, op, text, facets (0 or 1), year, n and the
    /// number of the paper of a `similar`.
    pub fn read(&self, queries: &str) -> Result<Vec<Row>> {
        let mut rows: Vec<Row> = Vec::new();
        for line in BufReader::new(File::open(queries)?).lines() {
            let (name, query) = self.parse(&line?)?;
            match rows.last_mut() {
                Some(row) if row.name == name => row.queries.push(query),
                _ => rows.push(Row { name, queries: vec![query] }),
            }
        }
        Ok(rows)
    }

    fn parse(&self, line: &str) -> Result<(String, Prepared)> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [row, op, text, facets, year, n, number] = columns.as_slice() else {
            return Err(format!("a query of {} columns", columns.len()).into());
        };
        let mut query = Prepared {
            op: op.to_string(),
            text: text.to_string(),
            facets: *facets == "1",
            year: year.parse()?,
            n: n.parse()?,
            similar: None,
        };
        if query.op == "similar" {
            query.similar = Some(self.similar(text, query.n, number.parse()?)?);
        }
        Ok((row.to_string(), query))
    }

    /// Finds the best papers, counts all matches and, if asked for, three facets. It returns the
    /// number of matches.
    pub fn found(&self, prepared: &Prepared) -> Result<usize> {
        let query = match &prepared.similar {
            Some(similar) => similar.box_clone(),
            None => self.query(prepared)?,
        };
        let top = TopDocs::with_limit(HITS).order_by_score();
        if !prepared.facets {
            return Ok(self.searcher.search(&query, &(top, Count))?.1);
        }
        let context = AggContextParams::new(Default::default(), self.index.tokenizers().clone());
        let facets = AggregationCollector::from_aggs(self.facets.clone(), context);
        Ok(self.searcher.search(&query, &(top, Count, facets))?.1)
    }

    fn query(&self, q: &Prepared) -> Result<Box<dyn Query>> {
        let by = |occur| -> Box<dyn Query> {
            let terms = self.terms(&q.text).into_iter();
            let clause = |term| -> Box<dyn Query> {
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            Box::new(BooleanQuery::new(terms.map(|term| (occur, clause(term))).collect()))
        };
        Ok(match q.op.as_str() {
            "any" => by(Occur::Should),
            "all" => by(Occur::Must),
            "everything" if q.year > 0 => {
                let year = Term::from_field_u64(self.fields.year, q.year);
                let year = TermQuery::new(year, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(year), 1.0))
            }
            "everything" => Box::new(AllQuery),
            "phrase" => {
                let mut terms = self.terms(&q.text);
                match terms.len() {
                    0 => Box::new(EmptyQuery),
                    1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
                    _ => Box::new(PhraseQuery::new(terms)),
                }
            }
            "prefix" => {
                let mut end = q.text.clone().into_bytes();
                *end.last_mut().ok_or("an empty prefix")? += 1;
                let term = |text: &str| Term::from_field_text(self.fields.text, text);
                let end = String::from_utf8(end)?;
                let (from, to) = (Bound::Included(term(&q.text)), Bound::Excluded(term(&end)));
                Box::new(RangeQuery::new(from, to))
            }
            "fuzzy" => {
                let term = Term::from_field_text(self.fields.text, &q.text);
                Box::new(FuzzyTermQuery::new(term, q.n as u8, false))
            }
            op => return Err(format!("unknown op {op:?}").into()),
        })
    }

    /// Returns the terms of a text in order.
    fn terms(&self, text: &str) -> Vec<Term> {
        let mut tokenizer = self.tokenizer.clone();
        let mut stream = tokenizer.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(Term::from_field_text(self.fields.text, &stream.token().text));
        }
        terms
    }

    /// Returns the query for papers like a text except one: those of its terms with the greatest
    /// tf * idf, weighted by that (Tantivy's MoreLikeThis, which is not public, with frequencies).
    fn similar(&self, text: &str, max_terms: usize, except: u64) -> Result<Box<dyn Query>> {
        let mut frequencies: HashMap<Term, f32> = HashMap::new();
        for term in self.terms(text) {
            *frequencies.entry(term).or_default() += 1.0;
        }
        let papers = self.searcher.num_docs() as f32;
        let mut weighted = Vec::new();
        for (term, tf) in frequencies {
            let df = self.searcher.doc_freq(&term)? as f32;
            if df > 1.0 {
                weighted.push((tf * (1.0 + (papers - df + 0.5) / (df + 0.5)).ln(), term));
            }
        }
        weighted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        weighted.truncate(max_terms);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (weight, term) in weighted {
            let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), weight))));
        }
        let except = Term::from_field_u64(self.fields.number, except);
        let except = TermQuery::new(except, IndexRecordOption::Basic);
        clauses.push((Occur::MustNot, Box::new(except)));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }
}
