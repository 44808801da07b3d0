// Package sample holds the Daily Papers page that ships with the program, so that
// a new library has something to search: a plain-text copy of a Hugging Face
// search page with 40 papers. Package data/format/dailypapers reads it.
//
// The page has neither ids nor names nor links. facts.jsonl has them: the arXiv id of each paper,
// its authors, and the date where the page has none. They were collected in November 2026 from
// arXiv's own pages and from copies of its metadata. The authors of two papers (2412.00773,
// 2403.14471) could not be confirmed and are missing. Join adds the facts to the papers of the page.
package sample

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/text"
)

// Source is the data.Provenance source of the sample's papers.
const Source = "sample"

// Location is the data.Provenance location of the sample's papers. Messages use it too.
const Location = "sample:daily-papers-search-page.txt"

// FactsLocation is the data.Provenance location of the facts about the sample's papers.
const FactsLocation = "sample:facts.jsonl"

// Page is the text of the page.
//
//go:embed daily-papers-search-page.txt
var Page string

//go:embed facts.jsonl
var facts string

// AsOf is the day on which the page was copied. Dates of that year are written
// without a year on the page.
var AsOf = data.Date{Year: 2025, Month: time.November, Day: 13}

// Facts returns a record for each paper of the page with what is known of it besides the page, in
// the order of the page.
func Facts() ([]data.Record, error) {
	var records []data.Record
	for line := range strings.Lines(facts) {
		r := data.Record{Origin: data.Provenance{Source: Source, Location: FactsLocation}, Line: len(records) + 1}
		r.Entry = fmt.Sprintf("line %d", r.Line)
		if err := json.Unmarshal([]byte(line), &r.Paper); err != nil {
			return nil, fmt.Errorf("facts about the sample: %s: %w", r.Entry, err)
		}
		records = append(records, r)
	}
	return records, nil
}

// Join yields the records of the page, each followed by that of the facts about it. The record of the
// page keeps the id that it has without the facts, and claims that of the facts too. Records are
// matched by title.
func Join(page iter.Seq2[data.Record, error]) iter.Seq2[data.Record, error] {
	return func(yield func(data.Record, error) bool) {
		all, err := Facts()
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		byTitle := make(map[string]data.Record, len(all))
		for _, r := range all {
			byTitle[text.TitleKey(r.Paper.Title)] = r
		}
		for r, err := range page {
			fact, known := byTitle[text.TitleKey(r.Paper.Title)]
			if err != nil || !known {
				if !yield(r, err) {
					return
				}
				continue
			}
			r.Paper.ID = r.ContentID()
			r.Aliases = append(r.Aliases, fact.Paper.ID)
			if !yield(r, nil) || !yield(fact, nil) {
				return
			}
		}
	}
}
