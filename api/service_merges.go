package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"paperboy/api/params"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// MaxMerges is how many merges one answer of GET /merges has at most.
const MaxMerges = 100

// MergesParams are the parameters of GET /merges.
type MergesParams struct {
	Limit int
	// Before is the number that the merges are below; 0: from the newest on.
	Before int
}

var mergesTable = params.Table[MergesParams]{
	Rows: []params.Param[MergesParams]{
		params.Int("limit", "How many merges.", 0, MaxMerges, func(p *MergesParams) *int { return &p.Limit }),
		params.Int("before", "The next_before of the answer before.", 0, 1<<31-1, func(p *MergesParams) *int { return &p.Before }),
	},
	Defaults: MergesParams{Limit: 20},
}

// URLValues are the parameters as an address carries them.
func (p MergesParams) URLValues() url.Values { return mergesTable.Values(&p) }

// Explain says where each field of the paper that answers to id comes from.
func (s *Service) Explain(ctx context.Context, id data.ID) (data.Explanation, error) {
	e, err := s.entry(ctx, id)
	if err != nil {
		return data.Explanation{}, err
	}
	return data.Explain(e.Records, e.Foreign...), nil
}

func (s *Service) entry(ctx context.Context, id data.ID) (store.Entry, error) {
	e, err := s.Store.Entry(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return e, fault.NoPaper(id)
	}
	return e, err
}

// Merges says what made the paper that answers to id what it is, the oldest merge
// first, and what it was and is no more.
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

// NewestMerges says what became one paper in the whole library, the newest first.
func (s *Service) NewestMerges(ctx context.Context, p MergesParams) (MergesAnswer, error) {
	if err := mergesTable.Validate(&p); err != nil {
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

// describeMerges finds the papers and records of merges.
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
		a.Records = mergedRecords(m.Records, e.Records)
		answer.Merges[i] = a
	}
	return answer, nil
}

// mergedRecords are what is known of the records of keys: those that are still there
// say where they are from.
func mergedRecords(keys []data.RecordKey, records []data.Record) []MergedRecord {
	merged := make([]MergedRecord, len(keys))
	for i, key := range keys {
		merged[i] = MergedRecord{ID: key.ID, Source: key.Source, Location: key.Location}
		for j := range records {
			if r := &records[j]; r.Key() == key {
				merged[i] = MergedRecord{ID: key.ID, Title: r.Paper.Title, Source: key.Source, Location: r.Origin.Location, Fetched: r.Origin.Fetched}
			}
		}
	}
	return merged
}

// MergePapers makes the paper of other a part of that of id, and returns when
// searches see it.
func (s *Service) MergePapers(ctx context.Context, id, other data.ID) (MergedAnswer, error) {
	if s.Library == nil {
		return MergedAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersMerge, id, other)
	stored, sequence, err := s.Library.Merge(ctx, id, other)
	if err != nil {
		return MergedAnswer{}, err
	}
	s.waitVisible(ctx, sequence)
	return MergedAnswer{ID: stored.ID, Sequence: sequence}, nil
}

// Unmerge undoes a merge of the paper that answers to id, and returns when searches
// see both papers.
func (s *Service) Unmerge(ctx context.Context, id data.ID, number MergeNumber) (UnmergeAnswer, error) {
	if s.Library == nil {
		return UnmergeAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersUnmerge, id)
	done, err := s.Library.Unmerge(ctx, id, number)
	if err != nil {
		return UnmergeAnswer{}, err
	}
	s.waitVisible(ctx, done.Sequence)
	return UnmergeAnswer{ID: done.Kept.ID, Apart: done.Parted.ID, Sequence: done.Sequence}, nil
}
