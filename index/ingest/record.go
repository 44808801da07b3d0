package ingest

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"paperboy/data"
)

// says reports whether w already has a record of the same source with the content of r.
func (w *work) says(r data.Record) bool {
	for _, known := range w.records {
		if known.Origin.Source != r.Origin.Source || known.Paper.ID != r.Paper.ID {
			continue
		}
		said := r
		if known.Key() == r.Key() {
			said = replacement(r, known)
		}
		if isGivenFor(known.Paper.CitationKey, said.Paper.CitationKey) {
			said.Paper.CitationKey = known.Paper.CitationKey
		}
		if content(said) == content(known) && isObserved(said.Paper.Observations, known.Paper.Observations) {
			return true
		}
	}
	return false
}

// isObserved reports whether a series has all of some observations.
func isObserved(some, series []data.Observation) bool {
	return len(some) == 0 || reflect.DeepEqual(data.UniteObservations(some, series), data.UniteObservations(series))
}

// content returns everything that a record says as JSON, without where and when it was read, and
// without its observations.
func content(r data.Record) string {
	r.Entry, r.Line, r.File, r.Member = "", 0, "", ""
	r.Origin.Location, r.Origin.Fetched = "", time.Time{}
	r.Paper.Added, r.Paper.Updated, r.Paper.Observations = time.Time{}, time.Time{}, nil
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // can't happen: a valid record is plain data
	}
	return string(b)
}

// add adds r to the records of w, in place of the record with the same key if there is one.
func (w *work) add(r data.Record) {
	replaced := false
	for i, known := range w.records {
		if known.Key() == r.Key() {
			w.records[i], replaced = replacement(r, known), true
			break
		}
	}
	if !replaced {
		r.Paper.Observations = data.UniteObservations(ownObservations(&r))
		w.records = append(w.records, r)
	}
	w.paper, w.changed = data.Merge(w.records, w.foreign...), true
}

// hasFrom reports whether w has a record with an origin, of any day.
func (w *work) hasFrom(origin data.RecordKey) bool {
	return slices.ContainsFunc(w.records, func(r data.Record) bool { return r.Key().Origin() == origin })
}

// claimed returns the ids of all records of w, except for those of other papers.
func (w *work) claimed() []data.ID {
	return claimed(w.records, w.foreign)
}

// claimed returns the ids of records without duplicates and without the foreign ones.
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

// fill copies into r the fields that only the record it replaces had: a newer record may change
// a field but never clear one, except that a paper may no longer be a preprint. It also copies the
// days on which a list showed the paper.
func fill(r *data.Record, before data.Record) {
	p := &r.Paper
	for i := range data.Fields {
		f := &data.Fields[i]
		if f.IsStated(p) || !f.IsStated(&before.Paper) || f.Name == "type" && p.OutgrewPreprint(&before.Paper) {
			continue
		}
		f.Copy(p, &before.Paper)
		if raw, ok := before.Origin.Raw[f.Name]; ok {
			r.Origin.Raw = maps.Clone(r.Origin.Raw)
			if r.Origin.Raw == nil {
				r.Origin.Raw = make(map[string]string)
			}
			r.Origin.Raw[f.Name] = raw
		}
	}
	p.UniteFeatured(&before.Paper)
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
