package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// Replace sets every field of the paper with an id to that of p, to correct or clear fields.
// ID, Sources and times of p are ignored. The paper keeps its id, unless the DOI or URLs of p
// give it a better one; the old id remains an alias. Records that sources add later are
// stored but don't affect the paper. Replace returns the paper as stored and the sequence of
// the change.
//
// Errors wrap store.ErrNotFound, or are (errors.As) a *data.FieldError, whose code is
// "id_taken" if p has the id, DOI or URL of another paper, and "citation_key_taken" if it has the
// citation key of one. Without a citation key in p the paper keeps its own.
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
		p.CitationKey = cmp.Or(p.CitationKey, entry.Paper.CitationKey)
		edit := data.Record{Paper: p, Origin: data.Provenance{Source: data.SourceEdit, Fetched: in.opts.Now().UTC()}}
		if err := data.Validate(&edit); err != nil {
			return err
		}
		if err := checkUntaken(tx, &edit, entry); err != nil {
			return err
		}
		records := append(slices.DeleteFunc(entry.Records, isEdit), edit)
		stored = data.Merge(records, entry.Foreign...)
		write := store.Write{Number: entry.Number, Paper: stored, Records: records, Aliases: edit.IDs(), Foreign: entry.Foreign}
		if err := put(tx, []store.Write{write}); err != nil {
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

// checkUntaken returns an error if an edit claims the id of another paper than entry, unless a
// source already does.
func checkUntaken(tx store.Tx, edit *data.Record, entry store.Entry) error {
	ids := append(edit.IDs(), data.CitationKeyID(edit.Paper.CitationKey))
	taken, err := tx.ByID(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		other, ok := taken[id]
		switch {
		case !ok || other.Number == entry.Number || slices.Contains(entry.Foreign, id):
		case id.Scheme() == data.SchemeCitationKey:
			return &data.FieldError{Field: "citation_key", Code: "citation_key_taken", Reason: fmt.Sprintf("%s is or was the key of another paper: %s", edit.Paper.CitationKey, other.Paper.ID)}
		default:
			return &data.FieldError{Field: "id", Code: "id_taken", Reason: fmt.Sprintf("%s is another paper: %s", id, other.Paper.ID)}
		}
	}
	return nil
}
