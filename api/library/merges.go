package library

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// MaxMerges is the maximum number of merges in one answer of GET /merges.
const MaxMerges = 100

// MergeNumber identifies a merge.
type MergeNumber = store.MergeNumber

// MergesParams are the parameters of GET /merges.
type MergesParams struct {
	Limit int
	// Before limits the answer to merges with lower numbers; 0 means no limit.
	Before int
}

// MergesTable has the parameters of GET /merges.
var MergesTable = params.Table[MergesParams]{
	Rows: []params.Param[MergesParams]{
		params.Int("limit", "How many merges.", 0, MaxMerges, func(p *MergesParams) *int { return &p.Limit }),
		params.Int("before", "The next_before of the previous answer.", 0, 1<<31-1, func(p *MergesParams) *int { return &p.Before }),
	},
	Defaults: MergesParams{Limit: 20},
}

// URLValues returns the parameters of an address, without those that have their defaults.
func (p MergesParams) URLValues() url.Values { return MergesTable.Values(&p) }

// MergesAnswer is the answer to GET /papers/{id}/merges and GET /merges.
type MergesAnswer struct {
	Merges []MergeAnswer `json:"merges"`
	// NextBefore is the parameter before of the next page of GET /merges; absent on the last.
	NextBefore MergeNumber `json:"next_before,omitempty"`
}

// MergeAnswer says which records became part of a paper, when and why.
type MergeAnswer struct {
	Number MergeNumber `json:"number"`
	// ID and Title are the merged paper's current ones; empty if it was deleted.
	ID     data.ID   `json:"id"`
	Title  string    `json:"title"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	// Undone is when the merge was undone; absent if it was not.
	Undone time.Time `json:"undone,omitzero"`
	// Apart is the paper that has had the records since the merge was undone.
	Apart   data.ID        `json:"apart,omitempty"`
	Records []MergedRecord `json:"records"`
}

// Stands reports whether the merge is in force, that is, not undone.
func (m *MergeAnswer) Stands() bool { return m.Undone.IsZero() }

// MergedRecord is one record of a merge. Title and Fetched are absent if the paper no longer has
// the record.
type MergedRecord struct {
	// ID is the id of the paper at the source.
	ID       data.ID   `json:"id"`
	Title    string    `json:"title,omitempty"`
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched,omitzero"`
}

// Merges returns the merges of the paper that has id, oldest first, including those undone.
func (s *Service) Merges(ctx context.Context, id data.ID) (MergesAnswer, error) {
	e, err := s.entry(ctx, id)
	if err != nil {
		return MergesAnswer{}, err
	}
	merges, err := s.Store.Merges(ctx, e.Number)
	if err != nil {
		return MergesAnswer{}, fmt.Errorf("merges of %s: %w", id, err)
	}
	return s.describeMerges(ctx, merges)
}

// NewestMerges returns the merges of all papers, newest first.
func (s *Service) NewestMerges(ctx context.Context, p MergesParams) (MergesAnswer, error) {
	if err := MergesTable.Validate(&p); err != nil {
		return MergesAnswer{}, err
	}
	merges, err := s.Store.NewestMerges(ctx, MergeNumber(p.Before), p.Limit+1)
	if err != nil {
		return MergesAnswer{}, fmt.Errorf("newest merges: %w", err)
	}
	more := len(merges) > p.Limit
	answer, err := s.describeMerges(ctx, merges[:min(len(merges), p.Limit)])
	if more && p.Limit > 0 && err == nil {
		answer.NextBefore = merges[p.Limit-1].Number
	}
	return answer, err
}

// describeMerges looks up the papers and records of merges.
func (s *Service) describeMerges(ctx context.Context, merges []store.Merge) (MergesAnswer, error) {
	answer := MergesAnswer{Merges: make([]MergeAnswer, len(merges))}
	var numbers []data.Number
	for _, m := range merges {
		numbers = append(numbers, m.Into)
		if m.From != 0 {
			numbers = append(numbers, m.From)
		}
	}
	papers, err := s.Store.Papers(ctx, numbers)
	if err != nil {
		return answer, fmt.Errorf("papers of merges: %w", err)
	}
	entries := make(map[data.ID]store.Entry)
	for i, m := range merges {
		a := MergeAnswer{Number: m.Number, ID: papers[m.Into].ID, Title: papers[m.Into].Title, Reason: m.Reason, At: m.At, Undone: m.Undone}
		holder := a.ID
		if !m.Stands() {
			holder = papers[m.From].ID
			a.Apart = holder
		}
		e, known := entries[holder]
		if !known && holder != "" {
			if e, err = s.Store.Entry(ctx, holder); err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrUnreadable) {
				return answer, err
			}
			entries[holder] = e
		}
		a.Records = mergedRecords(ctx, m.Records, e.Records)
		answer.Merges[i] = a
	}
	return answer, nil
}

// mergedRecords describes the records with the given keys, as far as they are among records.
func mergedRecords(ctx context.Context, keys []data.RecordKey, records []data.Record) []MergedRecord {
	merged := make([]MergedRecord, len(keys))
	for i, key := range keys {
		merged[i] = MergedRecord{ID: key.ID, Source: key.Source, Location: key.Location}
		for j := range records {
			if r := &records[j]; r.Key() == key {
				merged[i] = MergedRecord{ID: key.ID, Title: r.Paper.Title, Source: key.Source, Location: r.Origin.Location, Fetched: r.Origin.Fetched}
			}
		}
		merged[i].Location = fields.Location(ctx, merged[i].Location)
	}
	return merged
}

// MergedAnswer is the answer to POST /papers/{id}/merges. ID is that of the merged paper.
type MergedAnswer struct {
	ID       data.ID       `json:"id"`
	Sequence data.Sequence `json:"sequence"`
}

// OtherPaper is a paper to merge into another.
type OtherPaper struct {
	ID data.ID `json:"id"`
}

// Check brings the id into its usual form.
func (o *OtherPaper) Check() (err error) {
	o.ID, err = params.ParseID("id", string(o.ID))
	return err
}

// MergePapers merges another paper into the one that has id, and returns once searches see it.
func (s *Service) MergePapers(ctx context.Context, id data.ID, other OtherPaper) (MergedAnswer, error) {
	if s.Library == nil {
		return MergedAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersMerge, id, other.ID)
	stored, sequence, err := s.Library.Merge(ctx, id, other.ID)
	if err != nil {
		return MergedAnswer{}, err
	}
	s.WaitVisible(ctx, sequence)
	return MergedAnswer{ID: stored.ID, Sequence: sequence}, nil
}

// UnmergeAnswer is the answer to POST /papers/{id}/merges/{number}/undo.
type UnmergeAnswer struct {
	// ID is the paper whose merge was undone, Apart the one that was split off.
	ID       data.ID       `json:"id"`
	Apart    data.ID       `json:"apart"`
	Sequence data.Sequence `json:"sequence"`
}

// Unmerge undoes a merge of the paper that has id, and returns once searches see both papers.
func (s *Service) Unmerge(ctx context.Context, id data.ID, number MergeNumber) (UnmergeAnswer, error) {
	if s.Library == nil {
		return UnmergeAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersUnmerge, id)
	done, err := s.Library.Unmerge(ctx, id, number)
	if err != nil {
		return UnmergeAnswer{}, err
	}
	s.WaitVisible(ctx, done.Sequence)
	return UnmergeAnswer{ID: done.Kept.ID, Apart: done.Parted.ID, Sequence: done.Sequence}, nil
}
