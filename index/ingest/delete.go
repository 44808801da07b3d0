package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/store"
)

// Selection names the papers that Delete ends: those of IDs, those of Numbers,
// and those of Source.
//
// A paper that only Source knows is deleted. One that other sources know too
// stays, loses the records of Source, and is merged anew from what is left;
// edits do not count as another source.
//
// With a Location, what is said of Source holds for those records of IDs that
// were read from an address which begins with it: the server there has them no more.
type Selection struct {
	IDs      []data.ID
	Numbers  []data.Number
	Source   string
	Location string
}

// Deletion is what Delete did, or would do.
type Deletion struct {
	Deleted int `json:"deleted"`
	// Trimmed papers lost the records of one source or location and stay.
	Trimmed int `json:"trimmed"`
	// Missing are ids that no live paper answers to.
	Missing  []data.ID     `json:"missing"`
	Sequence data.Sequence `json:"sequence"`
}

// errDryRun rolls a dry run back.
var errDryRun = errors.New("dry run")

// Delete ends the selected papers, all or none of them. They stay deleted when
// a source gives them again, unless RunOptions.Undelete. A dry run changes
// nothing and says what would be done.
func (in *Ingester) Delete(ctx context.Context, sel Selection, dryRun bool) (Deletion, error) {
	var d deletion
	err := in.update(ctx, func(tx store.Tx) error {
		d = deletion{tx: tx, step: in.opts.BatchSize, Deletion: Deletion{Missing: []data.ID{}}}
		if err := d.run(sel); err != nil {
			return err
		}
		d.Sequence = tx.Sequence()
		if dryRun {
			return errDryRun
		}
		return nil
	})
	switch {
	case errors.Is(err, errDryRun):
		d.Sequence, err = in.store.Head(ctx)
	case err != nil:
		return Deletion{}, fmt.Errorf("delete papers: %w", err)
	}
	return d.Deletion, err
}

// deletion is one Delete at work.
type deletion struct {
	Deletion
	tx   store.Tx
	step int // how many papers to read at once
	// ended are the papers deleted so far, which may be selected again.
	ended map[data.Number]bool
}

func (d *deletion) run(sel Selection) error {
	d.ended = make(map[data.Number]bool)
	if sel.Location != "" {
		return d.withdraw(sel.IDs, sel.Location)
	}
	for ids := range slices.Chunk(sel.IDs, d.step) {
		entries, err := d.tx.ByID(ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			entry, ok := entries[id]
			if !ok || entry.Deleted && !d.ended[entry.Number] {
				d.Missing = append(d.Missing, id)
				continue
			}
			if err := d.end(entry.Number); err != nil {
				return err
			}
		}
	}
	for numbers := range slices.Chunk(sel.Numbers, d.step) {
		entries, err := d.tx.ByNumber(numbers)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			if entry, ok := entries[number]; ok && !entry.Deleted {
				if err := d.end(entry.Number); err != nil {
					return err
				}
			}
		}
	}
	if sel.Source == "" {
		return nil
	}
	return d.source(sel.Source)
}

// end deletes a paper that was live when this Delete began.
func (d *deletion) end(number data.Number) error {
	if d.ended[number] {
		return nil
	}
	d.ended[number] = true
	d.Deleted++
	return d.tx.Delete([]data.Number{number})
}

// withdraw takes the records of ids that were read from a location, and deletes
// the papers that have no others.
func (d *deletion) withdraw(ids []data.ID, location string) error {
	for ids := range slices.Chunk(ids, d.step) {
		entries, err := d.tx.ByID(ids)
		if err != nil {
			return err
		}
		gone := func(r data.Record) bool {
			return strings.HasPrefix(r.Origin.Location, location) && slices.ContainsFunc(r.IDs(), func(id data.ID) bool { return slices.Contains(ids, id) })
		}
		met := make(map[data.Number]bool)
		for _, id := range ids {
			entry, ok := entries[id]
			switch {
			case !ok || entry.Deleted && !d.ended[entry.Number]:
				d.Missing = append(d.Missing, id)
			case !entry.Deleted && !met[entry.Number] && slices.ContainsFunc(entry.Records, gone):
				met[entry.Number] = true
				if err := d.trim(entry, gone); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// source deletes the papers that only a source knows, and takes its records from
// the others.
func (d *deletion) source(name string) error {
	all, only, err := d.tx.FromSource(name)
	if err != nil {
		return err
	}
	for _, number := range only {
		if err := d.end(number); err != nil {
			return err
		}
	}
	shared := slices.DeleteFunc(all, func(n data.Number) bool { return d.ended[n] })
	for numbers := range slices.Chunk(shared, d.step) {
		entries, err := d.tx.ByNumber(numbers)
		if err != nil {
			return err
		}
		for _, number := range numbers {
			if err := d.trim(entries[number], func(r data.Record) bool { return r.Origin.Source == name }); err != nil {
				return err
			}
		}
	}
	return nil
}

// trim takes the records that are gone from a paper, and deletes it if nothing but
// edits is left.
func (d *deletion) trim(e store.Entry, gone func(data.Record) bool) error {
	left := slices.DeleteFunc(slices.Clone(e.Records), gone)
	if !haveSource(left) {
		return d.end(e.Number)
	}
	d.Trimmed++
	return d.tx.Put([]store.Write{{Number: e.Number, Paper: data.Merge(left, e.Foreign...), Records: left, Foreign: e.Foreign}})
}

// Restore undoes Delete for the papers that answer to ids. Missing are ids that
// no deleted paper answers to.
func (in *Ingester) Restore(ctx context.Context, ids []data.ID) (restored int, missing []data.ID, err error) {
	err = in.update(ctx, func(tx store.Tx) error {
		restored, missing = 0, []data.ID{}
		entries, err := tx.ByID(ids)
		if err != nil {
			return err
		}
		back := make(map[data.Number]bool)
		for _, id := range ids {
			entry, ok := entries[id]
			switch {
			case !ok || !entry.Deleted:
				missing = append(missing, id)
			case !back[entry.Number]:
				back[entry.Number] = true
				restored++
				if err := tx.Restore([]data.Number{entry.Number}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return 0, nil, fmt.Errorf("restore papers: %w", err)
	}
	return restored, missing, nil
}
