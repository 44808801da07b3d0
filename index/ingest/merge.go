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

// Merge makes the paper that answers to other a part of the one that answers to id,
// whatever speaks against it. It returns the paper as stored and the sequence of the
// change. Errors wrap store.ErrNotFound or store.ErrOnePaper.
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

// Unmerged is what undoing a merge left: two papers.
type Unmerged struct {
	// Kept is the paper that the merge was undone of, Parted the one that left it.
	Kept, Parted data.Paper
	Sequence     data.Sequence
}

// Unmerge undoes a merge of the paper that answers to id. The records that the merge
// brought leave, and with them those that came since and are known by their ids
// alone; each id answers for its own paper again. The two stay apart when their
// records are ingested again, until they are merged by hand.
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
		done, err = part(tx, entry, number)
		return err
	})
	if err != nil {
		return Unmerged{}, fmt.Errorf("undo merge %d of %s: %w", number, id, err)
	}
	return done, nil
}

// part undoes one merge of a paper and puts the two that it leaves.
func part(tx store.Tx, entry store.Entry, number store.MergeNumber) (done Unmerged, err error) {
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
	parting := store.Parting{Merge: number, IDs: belonging(leaving, staying)}
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
	// The one that leaves first, since the other must know which ids it has taken.
	if done.Parted, err = putApart(tx, left, leaving); err != nil {
		return done, err
	}
	done.Kept, err = putApart(tx, entry.Number, staying)
	done.Sequence = tx.Sequence()
	return done, err
}

// belonging are the ids that go with records that leave others: their own, and those
// that they claim alone.
func belonging(leaving, staying []data.Record) []data.ID {
	own := func(records []data.Record) (ids []data.ID) {
		for _, r := range records {
			ids = append(ids, r.Paper.ID)
		}
		return ids
	}
	ids := without(own(leaving), own(staying))
	return append(ids, without(claimed(leaving, nil), append(ids, claimed(staying, nil)...))...)
}

// divide parts records: those that have come from where keys say leave, of whatever
// day, and with them those that have an id in common with these and none with the
// ones that stay.
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

// haveSource reports whether more than edits is among records.
func haveSource(records []data.Record) bool {
	return slices.ContainsFunc(records, func(r data.Record) bool { return !isEdit(r) })
}

func shares(a, b []data.ID) bool {
	return slices.ContainsFunc(a, func(id data.ID) bool { return slices.Contains(b, id) })
}

func without(ids, others []data.ID) []data.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id data.ID) bool { return slices.Contains(others, id) })
}

// putApart puts a paper that another has been parted from. It is called by what no
// other paper is.
func putApart(tx store.Tx, number data.Number, records []data.Record) (data.Paper, error) {
	ids := claimed(records, nil)
	holders, err := tx.ByID(ids)
	if err != nil {
		return data.Paper{}, err
	}
	w := store.Write{Number: number, Records: records}
	for _, id := range ids {
		if holder, ok := holders[id]; ok && holder.Number != number {
			w.Foreign = append(w.Foreign, id)
		} else {
			w.Aliases = append(w.Aliases, id)
		}
	}
	w.Paper = data.Merge(records, w.Foreign...)
	held, err := tx.ByID([]data.ID{w.Paper.ID})
	if err != nil {
		return w.Paper, err
	}
	if holder, ok := held[w.Paper.ID]; ok && holder.Number != number {
		return w.Paper, fmt.Errorf("%w: nothing tells its records from those of another paper, %s", store.ErrInseparable, w.Paper.ID)
	}
	if !slices.Contains(ids, w.Paper.ID) {
		// It has only the hash of its content, and keeps that when the content changes.
		w.Records = slices.Clone(records)
		w.Records[0].Aliases = append(slices.Clip(w.Records[0].Aliases), w.Paper.ID)
	}
	return w.Paper, tx.Put([]store.Write{w})
}
