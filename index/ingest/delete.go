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

// Selection selects the papers for Delete: those with IDs, those with Numbers, and those of
// Source.
//
// A paper that has only records of Source is deleted. A paper that has records of other
// sources too loses the records of Source and is merged again from the rest. Edits don't
// count as another source.
//
// If there is a Location, it selects records of the papers with IDs instead: those that were
// read from a URL with this prefix, because the server no longer has them. They are removed
// as for Source.
type Selection struct {
	IDs      []data.ID
	Numbers  []data.Number
	Source   string
	Location string
}

// Deletion says what Delete did, or would do.
type Deletion struct {
	Deleted int `json:"deleted"`
	// Trimmed counts papers that only lost the records of a source or location.
	Trimmed int `json:"trimmed"`
	// Missing lists the ids that no live paper has.
	Missing  []data.ID     `json:"missing"`
	Sequence data.Sequence `json:"sequence"`
}

// errDryRun rolls back a dry run.
var errDryRun = errors.New("dry run")

// Delete deletes the selected papers, all or none of them. They stay deleted even if a source
// has them again, unless RunOptions.Undelete is set. A dry run changes nothing and returns
// what would be done.
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

// deletion is one call of Delete.
type deletion struct {
	Deletion
	tx   store.Tx
	step int // how many papers to read at a time
	// ended has the papers deleted so far, since they may be selected again.
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

// end deletes a paper that was live when Delete was called.
func (d *deletion) end(number data.Number) error {
	if d.ended[number] {
		return nil
	}
	d.ended[number] = true
	d.Deleted++
	return d.tx.Delete([]data.Number{number})
}

// withdraw removes the records of ids that were read from a location, and deletes the papers
// that have no others.
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

// source deletes the papers that have only records of a source, and removes its records from
// others.
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

// trim removes the records for which gone returns true from a paper, and deletes the paper if
// only edits are left.
func (d *deletion) trim(e store.Entry, gone func(data.Record) bool) error {
	left := slices.DeleteFunc(slices.Clone(e.Records), gone)
	if !haveSource(left) {
		return d.end(e.Number)
	}
	d.Trimmed++
	return put(d.tx, []store.Write{{Number: e.Number, Paper: data.Merge(left, e.Foreign...), Records: left, Foreign: e.Foreign}})
}

// Restore undoes Delete for the papers with ids. missing lists the ids that no deleted paper
// has.
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
