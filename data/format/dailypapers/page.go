package dailypapers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
)

// maxPageBytes is the maximum length of a page, which is held in memory. It is a hundred times
// that of the largest real page.
const maxPageBytes = 64 << 20

// ofPage matches what only pages of Daily Papers have: the JSON from which they are rendered, whose
// target follows it on pages of 2023, the title of lists, and links to papers. The links are those of
// the site, of a page saved by a browser, or of one without quotation marks, as SingleFile writes it.
var ofPage = regexp.MustCompile(`data-target=["']?(?:DailyPapers|PaperContent)\b|&quot;dailyPapers&quot;:|<title>Daily Papers - Hugging Face|href=["']?(?:https://huggingface\.co)?/papers/\d{4}\.\d{4,5}\b`)

// ofPublisher matches metadata that a landing page of a paper has.
var ofPublisher = regexp.MustCompile(`<meta\s[^>]*name=["']?citation_title\b`)

// sniffPage recognizes a page of Daily Papers. A page with metadata of its own that links to one is not.
func sniffPage(head []byte) bool {
	return format.IsHTML(head) && ofPage.Match(head) && !ofPublisher.Match(head)
}

var errNoPapers = errors.New("the page shows no papers")

// readPage yields the papers of a page. It uses the first of these that the page has: the JSON
// from which the site rendered it, the content of the page of a single paper, or the cards.
// Duplicates are skipped.
func readPage(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
		if err == nil && len(page) > maxPageBytes {
			err = fmt.Errorf("the page has more than %d MiB", maxPageBytes>>20)
		}
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		seen := map[data.ID]bool{}
		found := false
		once := func(r data.Record, err error) bool {
			found = true
			if err == nil && seen[r.Paper.ID] {
				return true // a trending page has every card twice
			}
			seen[r.Paper.ID] = err == nil
			return yield(r, err)
		}
		if readProps(doc, in, once) && !found && readCards(doc, in, once) && !found {
			yield(data.Record{}, errNoPapers)
		}
	}
}

// readProps yields the papers of the data-props attributes. It skips broken ones, because the
// cards have nearly the same content. It reports whether to go on.
func readProps(doc *goquery.Document, in format.Input, yield func(data.Record, error) bool) bool {
	var list wireList
	if json.Unmarshal(props(doc, "DailyPapers"), &list) == nil {
		if !list.read(in, yield) {
			return false
		}
	}
	if content := props(doc, "PaperContent"); json.Valid(content) {
		return yield(readEntry(content, "entry 1", data.Date{}, in))
	}
	return true
}

// read yields the papers of a list, or the results if it is a search. It reports whether to go on.
func (l wireList) read(in format.Input, yield func(data.Record, error) bool) bool {
	entries, day := l.DailyPapers, l.day()
	if len(l.SearchResults) > 0 {
		entries, day = l.SearchResults, data.Date{}
	}
	for i, entry := range entries {
		if !yield(readEntry(entry, fmt.Sprintf("entry %d", i+1), day, in)) {
			return false
		}
	}
	return true
}

// props returns the data-props attribute of the first element with a data-target.
func props(doc *goquery.Document, target string) []byte {
	attr := doc.Find(fmt.Sprintf("div[data-target=%q]", target)).First().AttrOr("data-props", "")
	return []byte(attr)
}

// day returns the day that a list is for. It is the unknown date for the list of a week or month.
func (l wireList) day() data.Date {
	if l.PeriodType != "" && l.PeriodType != "day" {
		return data.Date{}
	}
	for _, s := range []string{l.DateString, l.Date} {
		if day, err := dayOf("", "", s); err == nil && day.Precision() == data.DayPrecision {
			return day
		}
	}
	return data.Date{}
}
