package ingest

import (
	"context"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// Replace makes the paper that answers to id say what p says, in every field:
// the way to correct or to empty one. p's ID, Sources and times are not asked.
// The paper keeps its id, unless p's DOI or URLs give it a better one; it goes
// on to answer to the old. What sources say of it later is kept, but does not
// show. Replace returns the paper as stored and the sequence of the change.
//
// Errors wrap store.ErrNotFound, or are (errors.As) a *data.FieldError; its code
// is "id_taken" where p has the id, DOI or address of another paper.
func (in *Ingester) Replace(ctx context.Context, id data.ID, p data.Paper) (data.Paper, data.Sequence, error) {
	stored, sequence, err := in.replace(ctx, id, p)
	if err != nil {
		return data.Paper{}, 0, fmt.Errorf("replace paper %s: %w", id, err)
	}
	return stored, sequence, nil
}

func (in *Ingester) replace(ctx context.Context, id data.ID, p data.Paper) (stored data.Paper, sequence data.Sequence, err error) {
	err = in.update(ctx, func(tx store.Tx) error {
		entries, err := tx.ByID([]data.ID{id})
		if err != nil {
			return err
		}
		entry, ok := entries[id]
		if !ok || entry.Deleted {
			return store.ErrNotFound
		}
		p.ID, p.Sources = entry.Paper.ID, nil
		edit := data.Record{Paper: p, Origin: data.Provenance{Source: data.SourceEdit, Fetched: in.opts.Now().UTC()}}
		if err := data.Validate(&edit); err != nil {
			return err
		}
		if err := untaken(tx, &edit, entry); err != nil {
			return err
		}
		records := append(slices.DeleteFunc(entry.Records, isEdit), edit)
		stored = data.Merge(records, entry.Foreign...)
		write := store.Write{Number: entry.Number, Paper: stored, Records: records, Aliases: edit.IDs(), Foreign: entry.Foreign}
		if err := tx.Put([]store.Write{write}); err != nil {
			return err
		}
		sequence = tx.Sequence()
		return nil
	})
	if err != nil {
		return stored, 0, err
	}
	stored, _, err = in.store.Paper(ctx, stored.ID)
	return stored, sequence, err
}

func isEdit(r data.Record) bool { return r.Origin.Source == data.SourceEdit }

// untaken refuses an edit that claims the identity of another paper than entry's,
// unless a source does so already.
func untaken(tx store.Tx, edit *data.Record, entry store.Entry) error {
	ids := edit.IDs()
	taken, err := tx.ByID(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if other, ok := taken[id]; ok && other.Number != entry.Number && !slices.Contains(entry.Foreign, id) {
			return &data.FieldError{Field: "id", Code: "id_taken", Reason: fmt.Sprintf("%s is another paper: %s", id, other.Paper.ID)}
		}
	}
	return nil
}
