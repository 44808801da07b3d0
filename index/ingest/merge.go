package ingest

import (
	"context"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// reasonByHand is the reason of a Merge.
const reasonByHand = "by hand"

// Merge merges the paper with the id other into the paper with the id id, without checking
// whether they are the same. It returns the paper as stored and the sequence of the change.
// Errors wrap store.ErrNotFound or store.ErrOnePaper.
func (in *Ingester) Merge(ctx context.Context, id, other data.ID) (data.Paper, data.Sequence, error) {
	var b *batch
	var into *work
	var sequence data.Sequence
	err := in.update(ctx, func(tx store.Tx) error {
		b = newBatch(tx, 0)
		entries, err := tx.ByID([]data.ID{id, other})
		if err != nil {
			return err
		}
		for _, id := range []data.ID{id, other} {
			if e, ok := entries[id]; !ok || e.Deleted {
				return fmt.Errorf("%w: %s", store.ErrNotFound, id)
			}
		}
		into = b.hold(entries[id])
		from := b.hold(entries[other])
		if into == from {
			return store.ErrOnePaper
		}
		if err := b.joinInto(into, from, reasonByHand); err != nil {
			return err
		}
		if err := b.put(); err != nil {
			return err
		}
		sequence = tx.Sequence()
		return nil
	})
	if err != nil {
		return data.Paper{}, 0, fmt.Errorf("merge %s with %s: %w", id, other, err)
	}
	stored, _, err := in.store.Paper(ctx, into.paper.ID)
	return stored, sequence, err
}

// Unmerged is the result of undoing a merge: two papers.
type Unmerged struct {
	// Kept is the paper whose merge was undone, Parted the one that was separated from it.
	Kept, Parted data.Paper
	Sequence     data.Sequence
}

// Unmerge undoes a merge of the paper with an id. The records that the merge brought are moved
// to a paper of their own, together with later records that have only their ids. Each id then
// leads to its own paper again. The two papers stay separate when their records are ingested
// again, until they are merged by hand.
//
// Errors wrap store.ErrNotFound, store.ErrNoMerge or store.ErrInseparable.
func (in *Ingester) Unmerge(ctx context.Context, id data.ID, number store.MergeNumber) (Unmerged, error) {
	var done Unmerged
	err := in.update(ctx, func(tx store.Tx) error {
		entries, err := tx.ByID([]data.ID{id})
		if err != nil {
			return err
		}
		entry, ok := entries[id]
		if !ok || entry.Deleted {
			return store.ErrNotFound
		}
		done, err = unmerge(tx, entry, number)
		return err
	})
	if err != nil {
		return Unmerged{}, fmt.Errorf("undo merge %d of %s: %w", number, id, err)
	}
	return done, nil
}

// unmerge undoes one merge of a paper and stores the two resulting papers.
func unmerge(tx store.Tx, entry store.Entry, number store.MergeNumber) (done Unmerged, err error) {
	merges, err := tx.Merges(entry.Number)
	if err != nil {
		return done, err
	}
	i := slices.IndexFunc(merges, func(m store.Merge) bool { return m.Number == number && m.Stands() })
	if i < 0 {
		return done, store.ErrNoMerge
	}
	staying, leaving := divide(entry.Records, merges[i].Records)
	if !haveSource(leaving) || !haveSource(staying) {
		return done, fmt.Errorf("%w: %d of the paper's %d records came by it", store.ErrInseparable, len(leaving), len(entry.Records))
	}
	parting := store.Parting{Merge: number, IDs: leavingIDs(leaving, staying)}
	leavingKeys := data.Keys(leaving)
	for _, m := range merges {
		isOther := func(k data.RecordKey) bool { return !slices.Contains(leavingKeys, k) }
		if m.Number != number && m.Stands() && !slices.ContainsFunc(m.Records, isOther) {
			parting.Along = append(parting.Along, m.Number)
		}
	}
	left, err := tx.Unmerge(parting)
	if err != nil {
		return done, err
	}
	// The separated paper comes first, since the other must know which ids it has taken.
	if done.Parted, err = putUnmerged(tx, left, leaving); err != nil {
		return done, err
	}
	done.Kept, err = putUnmerged(tx, entry.Number, staying)
	done.Sequence = tx.Sequence()
	return done, err
}

// leavingIDs returns the ids that go with records that leave a paper: their own ids, and those
// that only they claim.
func leavingIDs(leaving, staying []data.Record) []data.ID {
	own := func(records []data.Record) (ids []data.ID) {
		for _, r := range records {
			ids = append(ids, r.Paper.ID)
		}
		return ids
	}
	ids := without(own(leaving), own(staying))
	return append(ids, without(claimed(leaving, nil), append(ids, claimed(staying, nil)...))...)
}

// divide splits records into those that stay and those that leave. Records leave that have one
// of the keys, except for the day, and records that have an id in common with these but none
// with the records that stay.
func divide(records []data.Record, keys []data.RecordKey) (staying, leaving []data.Record) {
	for _, r := range records {
		origin := r.Key().Origin()
		if slices.ContainsFunc(keys, func(k data.RecordKey) bool { return k.Origin() == origin }) {
			leaving = append(leaving, r)
		} else {
			staying = append(staying, r)
		}
	}
	for moved := true; moved && len(leaving) > 0; {
		moved = false
		for i, r := range staying {
			others := slices.Concat(staying[:i], staying[i+1:])
			if shares(r.IDs(), claimed(leaving, nil)) && !shares(r.IDs(), claimed(others, nil)) && len(others) > 0 && !isEdit(r) {
				staying, leaving, moved = others, append(leaving, r), true
				break
			}
		}
	}
	return staying, leaving
}

// haveSource reports whether one of the records is not an edit.
func haveSource(records []data.Record) bool {
	return slices.ContainsFunc(records, func(r data.Record) bool { return !isEdit(r) })
}

func shares(a, b []data.ID) bool {
	return slices.ContainsFunc(a, func(id data.ID) bool { return slices.Contains(b, id) })
}

func without(ids, others []data.ID) []data.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id data.ID) bool { return slices.Contains(others, id) })
}

// putUnmerged stores one of the two papers that an unmerge leaves, under an id that no other
// paper has.
func putUnmerged(tx store.Tx, number data.Number, records []data.Record) (data.Paper, error) {
	ids := claimed(records, nil)
	holders, err := tx.Numbers(ids)
	if err != nil {
		return data.Paper{}, err
	}
	w := store.Write{Number: number, Records: records}
	for _, id := range ids {
		if holder, ok := holders[id]; ok && holder != number {
			w.Foreign = append(w.Foreign, id)
		} else {
			w.Aliases = append(w.Aliases, id)
		}
	}
	w.Paper = data.Merge(records, w.Foreign...)
	held, err := tx.Numbers([]data.ID{w.Paper.ID})
	if err != nil {
		return w.Paper, err
	}
	if holder, ok := held[w.Paper.ID]; ok && holder != number {
		return w.Paper, fmt.Errorf("%w: nothing tells its records from those of another paper, %s", store.ErrInseparable, w.Paper.ID)
	}
	if !slices.Contains(ids, w.Paper.ID) {
		// The only id is the hash of the content. Keep it when the content changes.
		w.Records = slices.Clone(records)
		w.Records[0].Aliases = append(slices.Clip(w.Records[0].Aliases), w.Paper.ID)
	}
	writes := []store.Write{w}
	err = put(tx, writes)
	return writes[0].Paper, err
}
