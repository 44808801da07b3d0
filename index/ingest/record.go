package ingest

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"paperboy/data"
)

// says reports whether the same source has already said all that r says.
func (w *work) says(r data.Record) bool {
	for _, known := range w.records {
		if known.Origin.Source != r.Origin.Source || known.Paper.ID != r.Paper.ID {
			continue
		}
		filled := r
		if known.Key() == r.Key() {
			fill(&filled, known)
		}
		if content(filled) == content(known) {
			return true
		}
	}
	return false
}

// content is everything that a record says, as JSON, without where and when it
// was read.
func content(r data.Record) string {
	r.Entry, r.Line, r.File, r.Member = "", 0, "", ""
	r.Origin.Location, r.Origin.Fetched = "", time.Time{}
	r.Paper.Added, r.Paper.Updated = time.Time{}, time.Time{}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // a record is plain data, and Date and Time marshal once validated
	}
	return string(b)
}

// add puts r in the place of the record of its key, or beside the others.
func (w *work) add(r data.Record) {
	replaced := false
	for i, known := range w.records {
		if known.Key() == r.Key() {
			fill(&r, known)
			w.records[i], replaced = r, true
			break
		}
	}
	if !replaced {
		w.records = append(w.records, r)
	}
	w.paper, w.changed = data.Merge(w.records, w.foreign...), true
}

// hasFrom reports whether w has a record of this source under this id, of whatever day.
func (w *work) hasFrom(origin data.RecordKey) bool {
	return slices.ContainsFunc(w.records, func(r data.Record) bool { return r.Key().Origin() == origin })
}

// claimed are the ids of all records of w that are not another paper's.
func (w *work) claimed() []data.ID {
	return claimed(w.records, w.foreign)
}

// claimed are the ids of records, without repetition, but for the foreign ones.
func claimed(records []data.Record, foreign []data.ID) (ids []data.ID) {
	for i := range records {
		for _, id := range records[i].IDs() {
			if !slices.Contains(ids, id) && !slices.Contains(foreign, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// fill gives r what the record whose place it takes knew and it does not, so
// that a newer record says things anew but unsays nothing.
func fill(r *data.Record, before data.Record) {
	p, q := &r.Paper, before.Paper
	keep := func(field string, has, had bool) bool {
		if has || !had {
			return false
		}
		if raw, ok := before.Origin.Raw[field]; ok {
			r.Origin.Raw = maps.Clone(r.Origin.Raw)
			if r.Origin.Raw == nil {
				r.Origin.Raw = make(map[string]string)
			}
			r.Origin.Raw[field] = raw
		}
		return true
	}
	if keep("abstract", p.Abstract != "", q.Abstract != "") {
		p.Abstract = q.Abstract
	}
	if keep("authors", len(p.Authors) > 0, len(q.Authors) > 0) {
		p.Authors = q.Authors
	}
	if keep("author_count", p.AuthorCount != nil, q.AuthorCount != nil) {
		p.AuthorCount = q.AuthorCount
	}
	if keep("date", !p.Date.IsZero(), !q.Date.IsZero()) {
		p.Date = q.Date
	}
	if keep("upvotes", p.Upvotes != nil, q.Upvotes != nil) {
		p.Upvotes = q.Upvotes
	}
	if keep("comments", p.Comments != nil, q.Comments != nil) {
		p.Comments = q.Comments
	}
	if keep("categories", len(p.Categories) > 0, len(q.Categories) > 0) {
		p.Categories = q.Categories
	}
	if keep("venue", p.Venue != "", q.Venue != "") {
		p.Venue = q.Venue
	}
	if keep("doi", p.DOI != "", q.DOI != "") {
		p.DOI = q.DOI
	}
	if keep("urls", len(p.URLs) > 0, len(q.URLs) > 0) {
		p.URLs = q.URLs
	}
	aliases := slices.Clip(before.Aliases)
	for _, id := range r.Aliases {
		if !slices.Contains(aliases, id) {
			aliases = append(aliases, id)
		}
	}
	r.Aliases = aliases
	if n := len(p.Authors); p.AuthorCount != nil && *p.AuthorCount < n {
		p.AuthorCount = &n
	}
}
