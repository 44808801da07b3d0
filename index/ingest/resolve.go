package ingest

import (
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// resolve finds the paper that record i belongs to, or creates one, and adds the record to it.
func (b *batch) resolve(i int, it *item) error {
	b.avoidSameContentID(it)
	found := b.withID(it)
	restored := false
	for _, w := range found {
		if !w.deleted {
			continue
		}
		if !b.undelete {
			b.outcomes[i] = outcome{suppressed, w}
			return nil
		}
		if err := b.tx.Restore([]data.Number{w.number}); err != nil {
			return err
		}
		w.deleted, restored = false, true
	}
	if len(found) == 1 && !restored && (b.said[i] && !found[0].changed || found[0].says(it.record)) {
		b.outcomes[i] = outcome{unchanged, found[0]}
		return nil
	}
	target, err := b.target(i, it, found)
	if err != nil {
		return err
	}
	b.claim(target, it.ids)
	target.add(it.record)
	for _, w := range b.withTitle(it) {
		if reason, same := sameByTitle(target, w.current()); same {
			if target, err = b.join(target, w.current(), reason); err != nil {
				return err
			}
		}
	}
	if it.title != "" && !slices.Contains(b.byTitle[it.title], target) {
		b.byTitle[it.title] = append(b.byTitle[it.title], target)
	}
	return nil
}

// avoidSameContentID gives the record its detailID if its only id is the content hash of a
// different paper, as for a second "Introduction" by other authors.
func (b *batch) avoidSameContentID(it *item) {
	id := it.record.Paper.ID
	if it.detailID == "" || b.byID[id] == nil {
		return
	}
	w := b.byID[id].current()
	if slices.ContainsFunc(w.records, func(r data.Record) bool { return r.Paper.ID == id && !data.SameContent(r.Paper, it.record.Paper) }) {
		it.record.Paper.ID, it.detailID = it.detailID, ""
		it.ids = it.record.IDs()
	}
}

// withID returns the papers that have an id of a record and that it may belong to, without
// duplicates. A paper that already has the record comes first.
func (b *batch) withID(it *item) []*work {
	var found []*work
	origin := it.record.Key().Origin()
	for _, id := range it.ids {
		w := b.byID[id]
		if w == nil {
			continue
		}
		w = w.current()
		if id.Scheme() == data.SchemeDOI && data.DistinctIDs(catalogued(it.ids), catalogued(w.claimed())) && !data.PostedTwice(it.record.Paper, w.paper) {
			continue // two papers of arXiv that were given the same DOI by their author
		}
		if !w.hasFrom(origin) {
			// The record was separated from w: it belongs to the paper it was moved to.
			if i := slices.IndexFunc(w.apart, func(other *work) bool { return other.current().hasFrom(origin) }); i >= 0 {
				w = w.apart[i].current()
			}
		}
		if !slices.Contains(found, w) {
			found = append(found, w)
		}
	}
	if i := slices.IndexFunc(found, func(w *work) bool { return w.hasFrom(origin) }); i > 0 {
		found[0], found[i] = found[i], found[0]
	}
	return found
}

// catalogued returns the ids that are not DOIs, since authors may get DOIs wrong.
func catalogued(ids []data.ID) (kept []data.ID) {
	for _, id := range ids {
		if id.Scheme() != data.SchemeDOI {
			kept = append(kept, id)
		}
	}
	return kept
}

// withTitle returns the live papers that have the title of a record.
func (b *batch) withTitle(it *item) []*work {
	if it.title == "" {
		return nil
	}
	same := b.byTitle[it.title]
	return same[:min(len(same), maxSameTitle)]
}

// sameByTitle applies data.SamePaper to papers, taking all their ids into account. It returns
// false if they are known to be different.
func sameByTitle(v, w *work) (reason string, same bool) {
	if v == w || v.isApart(w) {
		return "", false
	}
	if reason, same = data.SamePaper(v.paper, w.paper); !same || data.DistinctIDs(v.claimed(), w.claimed()) {
		return "", false
	}
	return reason, true
}

func (w *work) isApart(other *work) bool {
	return slices.ContainsFunc(w.apart, func(a *work) bool { return a.current() == other })
}

// claim gives ids to a paper, except for those that another paper has.
func (b *batch) claim(w *work, ids []data.ID) {
	for _, id := range ids {
		holder := b.byID[id]
		switch {
		case holder == nil || holder.current() == w:
			b.byID[id] = w
			w.ids = append(w.ids, id)
		case !slices.Contains(w.foreign, id):
			w.foreign = append(w.foreign, id)
		}
	}
}

// target returns the paper to add record i to, and records the outcome. It merges the papers
// that have an id of the record into one. If there are none, it returns the first paper that
// is the same by title, or else a new one.
func (b *batch) target(i int, it *item, found []*work) (*work, error) {
	reason := ""
	if len(found) > 0 {
		reason = sharedID(it, found[0])
	} else {
		alone := &work{paper: it.record.Paper, records: []data.Record{it.record}}
		for _, w := range b.withTitle(it) {
			why, same := sameByTitle(alone, w.current())
			if same {
				found, reason = append(found, w.current()), why
				break
			}
		}
	}
	if len(found) == 0 {
		w := &work{begun: i}
		b.works = append(b.works, w)
		b.outcomes[i] = outcome{added, w}
		return w, nil
	}
	target := found[0]
	for _, w := range found[1:] {
		if target.isApart(w) {
			continue
		}
		var err error
		if target, err = b.join(target, w, "ids of one record: "+string(it.record.Paper.ID)); err != nil {
			return nil, err
		}
	}
	if !target.hasFrom(it.record.Key().Origin()) {
		target.joins = append(target.joins, store.Merge{Records: []data.RecordKey{it.record.Key()}, Reason: reason})
	}
	b.outcomes[i] = outcome{updated, target}
	return target, nil
}

// sharedID returns the reason why a record belongs to a paper: the id that they share.
func sharedID(it *item, w *work) string {
	claimed := w.claimed()
	for _, id := range it.ids {
		if slices.Contains(claimed, id) {
			return "same id: " + string(id)
		}
	}
	return "an id that the paper had: " + string(it.ids[0])
}

// join merges two papers into the one that was stored first or, if neither is stored, came
// first in the batch.
func (b *batch) join(v, w *work, reason string) (*work, error) {
	into, from := v, w
	if from.number == 0 && into.number == 0 && from.begun < into.begun || from.number != 0 && (into.number == 0 || from.number < into.number) {
		into, from = from, into
	}
	return into, b.joinInto(into, from, reason)
}

// joinInto merges the paper from into another, which must be stored if from is.
func (b *batch) joinInto(into, from *work, reason string) error {
	merge := store.Merge{Into: into.number, From: from.number, Records: data.Keys(from.records), Reason: reason}
	if from.number == 0 {
		b.outcomes[from.begun].kind = updated
		into.joins = append(into.joins, merge)
	} else {
		if err := b.tx.Merge(merge); err != nil {
			return err
		}
		b.merged++
	}
	into.joins = append(into.joins, from.joins...)
	into.records = append(into.records, from.records...)
	into.ids = append(into.ids, from.ids...)
	into.apart = append(into.apart, from.apart...)
	from.into = into
	foreign, err := b.stillForeign(into, append(into.foreign, from.foreign...))
	if err != nil {
		return err
	}
	into.foreign = foreign
	into.paper, into.changed = data.Merge(into.records, into.foreign...), true
	return nil
}

// stillForeign returns those of the ids that papers other than w have, after papers were merged
// into w.
func (b *batch) stillForeign(w *work, ids []data.ID) ([]data.ID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	holders, err := b.tx.Numbers(ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(id data.ID) bool {
		if held := b.byID[id]; held != nil {
			return held.current() == w
		}
		holder, ok := holders[id]
		return !ok || holder == w.number
	}), nil
}
