// Package stock is Bleve as it comes: the opponent that benchmarks compare the
// embedded engine with, in the same run on the same papers.
//
// Nothing is handicapped. Title and abstract are indexed once each with the `en`
// analyzer and positions, not stored and without _all or doc values, which would
// cost and serve nothing; the scoring is Bleve's bm25; the year, the bucket of the
// author count and the authors are keyword fields with term facets. (Numeric fields
// with ranges, Bleve's other way, are slower: the two facets added 63 ms to title
// words on the ACL Anthology, where terms added 9.) The index has scorch's defaults:
// durable batches, which take as many callers as one likes. Searches too: a caller
// that wants answers in parallel asks in parallel, of either engine.
//
// An Index answers the requests of package index, with the match sets that they
// mean as far as another tokenizer and stemmer can give them: benchmarks report
// the sizes side by side. A facet whose own filter is on is counted by a second
// search without that filter, as Bleve has no other way. What has no stock
// counterpart (pairs, unstemmed words, sorts, explanations, exclusions, fields of
// the query language) is left out or refused, never imitated at Bleve's expense;
// papers that lack a date or a count are in no bucket, and ties stand in Bleve's
// order. The similar papers are a disjunction of the 25 heaviest terms, boosted by
// tf*idf; the choice of the terms is not part of Similar.
package stock

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"paperboy/data"
	"paperboy/index"
)

const (
	titleField    = "title"
	abstractField = "abstract"
	yearField     = "year"
	countField    = "author_count" // the bucket
	authorField   = "author"
)

// Index is a stock Bleve index. Its methods may be called concurrently.
type Index struct {
	dir      string
	bleve    bleve.Index
	analyzer analysis.Analyzer // en
}

var _ index.Searcher = (*Index)(nil)

// Open opens the index in dir, or makes an empty one where there is nothing.
func Open(dir string) (*Index, error) {
	opened, err := bleve.Open(dir)
	if errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		opened, err = bleve.New(dir, newMapping())
	}
	if err != nil {
		return nil, fmt.Errorf("open stock index: %w", err)
	}
	return &Index{dir: dir, bleve: opened, analyzer: opened.Mapping().AnalyzerNamed(en.AnalyzerName)}, nil
}

func newMapping() *mapping.IndexMappingImpl {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = en.AnalyzerName
	text.Store, text.IncludeInAll, text.DocValues = false, false, false
	name := bleve.NewTextFieldMapping()
	name.Analyzer = keyword.Name
	name.Store, name.IncludeInAll, name.IncludeTermVectors, name.SkipFreqNorm = false, false, false, true

	paper := bleve.NewDocumentStaticMapping()
	paper.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping())
	paper.AddFieldMappingsAt(titleField, text)
	paper.AddFieldMappingsAt(abstractField, text)
	paper.AddFieldMappingsAt(yearField, name)
	paper.AddFieldMappingsAt(countField, name)
	paper.AddFieldMappingsAt(authorField, name)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = paper
	m.ScoringModel = bleveindex.BM25Scoring
	return m
}

// Add writes changes as one durable batch.
func (x *Index) Add(_ context.Context, changes []data.Change) error {
	batch := x.bleve.NewBatch()
	for _, c := range changes {
		id := documentID(c.Number)
		if c.Paper == nil {
			batch.Delete(id)
			continue
		}
		if err := batch.Index(id, document(c.Paper)); err != nil {
			return fmt.Errorf("add paper %d: %w", c.Number, err)
		}
	}
	if err := x.bleve.Batch(batch); err != nil {
		return fmt.Errorf("add %d papers: %w", len(changes), err)
	}
	return nil
}

func document(p *data.Paper) map[string]any {
	d := map[string]any{titleField: p.Title, abstractField: p.Abstract}
	if y := year(p.Date); y != "" {
		d[yearField] = y
	}
	if b := countBucket(p.AuthorCount); b != "" {
		d[countField] = b
	}
	if len(p.Authors) > 0 {
		keys := make([]any, len(p.Authors))
		for i, a := range p.Authors {
			keys[i] = data.AuthorKey(a)
		}
		d[authorField] = keys
	}
	return d
}

// Bytes is what the index takes on disk.
func (x *Index) Bytes() int64 {
	var sum int64
	filepath.WalkDir(x.dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if info, err := entry.Info(); err == nil {
				sum += info.Size()
			}
		}
		return nil
	})
	return sum
}

// Close ends the index; no call may be in work.
func (x *Index) Close() error { return x.bleve.Close() }

func documentID(n data.Number) string { return fmt.Sprintf("%08x", uint32(n)) }

func numberOf(id string) (data.Number, error) {
	n, err := strconv.ParseUint(id, 16, 32)
	return data.Number(n), err
}
