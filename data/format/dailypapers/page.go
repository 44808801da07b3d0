package dailypapers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
)

// maxPageBytes bounds a page, which is held in memory: a hundred times the largest
// seen.
const maxPageBytes = 64 << 20

func sniffPage(head []byte) bool {
	if !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		return false
	}
	for _, mark := range []string{`data-target="DailyPapers"`, `data-target="PaperContent"`, `href="/papers/`, `href="https://huggingface.co/papers/`} {
		if bytes.Contains(head, []byte(mark)) {
			return true
		}
	}
	return false
}

var errNoPapers = errors.New("the page shows no papers")

// readPage yields the papers of a page, from the first of these that it has: the
// JSON from which the page was drawn, the page of one paper, its cards.
func readPage(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		page, err := io.ReadAll(io.LimitReader(in, maxPageBytes+1))
		if err == nil && len(page) > maxPageBytes {
			err = fmt.Errorf("a page of more than %d MiB", maxPageBytes>>20)
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
				return true // a trending page draws every card twice
			}
			seen[r.Paper.ID] = err == nil
			return yield(r, err)
		}
		if readProps(doc, in, once) && !found && readCards(doc, in, once) && !found {
			yield(data.Record{}, errNoPapers)
		}
	}
}

// readProps yields the papers of the data-props attributes. Broken ones are passed
// over, for the cards say nearly the same. It reports whether to go on.
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

// read yields the papers of a list, those that a search found if it is one. It
// reports whether to go on.
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

// props is the data-props attribute of the page's element of that name.
func props(doc *goquery.Document, target string) []byte {
	attr := doc.Find(fmt.Sprintf("div[data-target=%q]", target)).First().AttrOr("data-props", "")
	return []byte(attr)
}

// day is the day that a list is of. Lists of a week or a month have none.
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
