package api

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"paperboy/api/search"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/index/ingest"
)

// visibleWithin bounds the wait until a search sees a change. The change is
// durable whether or not it is seen by then.
const visibleWithin = 30 * time.Second

// AddParams say how papers are to be added.
type AddParams struct {
	// WaitVisible returns only when the papers can be searched.
	WaitVisible bool
	// Undelete restores deleted papers that come again.
	Undelete bool
}

// Deletion names papers to delete, by exactly one of IDs, Source and Matching.
type Deletion struct {
	IDs []data.ID
	// Location limits IDs to what was read from addresses that begin with it: papers
	// that are known from elsewhere too stay.
	Location string
	// Source deletes the papers that have records of no other source, and takes
	// this source's records out of the rest.
	Source string
	// Matching deletes all that a search finds; its paging is ignored.
	Matching *search.Params
	// DryRun counts and deletes nothing.
	DryRun bool
}

// AddPapers takes papers as JSONL or a JSON array.
func (s *Service) AddPapers(ctx context.Context, body io.Reader, p AddParams) (AddAnswer, error) {
	if s.Library == nil {
		return AddAnswer{}, readOnly()
	}
	answer := AddAnswer{IDs: []data.ID{}, Rejected: []data.Rejection{}}
	report, err := s.Library.AddJSONL(ctx, body, ingest.RunOptions{Undelete: p.Undelete, IDs: true, Reject: func(r data.Rejection) error {
		answer.Rejected = append(answer.Rejected, r)
		return nil
	}})
	audit.Note(ctx, audit.PapersAdd, report.IDs...)
	answer.setCount(report.Count)
	answer.IDs, answer.Sequence = append(answer.IDs, report.IDs...), report.Sequence
	if err != nil {
		return answer, fmt.Errorf("add papers: %w", err)
	}
	if p.WaitVisible {
		answer.Visible = s.waitVisible(ctx, answer.Sequence)
	}
	return answer, nil
}

// ReplacePaper makes p all that is known of the paper that answers to id, and
// returns when searches see it.
func (s *Service) ReplacePaper(ctx context.Context, id data.ID, p data.Paper) (ReplaceAnswer, error) {
	if s.Library == nil {
		return ReplaceAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersReplace, id)
	stored, sequence, err := s.Library.Replace(ctx, id, p)
	if err != nil {
		return ReplaceAnswer{}, fmt.Errorf("replace %s: %w", id, err)
	}
	s.waitVisible(ctx, sequence)
	return ReplaceAnswer{ID: stored.ID, Sequence: sequence}, nil
}

// DeletePapers ends papers, and returns when searches no longer see them.
func (s *Service) DeletePapers(ctx context.Context, d Deletion) (DeleteAnswer, error) {
	if s.Library == nil {
		return DeleteAnswer{}, readOnly()
	}
	switch {
	case d.Matching != nil:
		ids, err := s.matching(ctx, *d.Matching)
		if err != nil {
			return DeleteAnswer{}, err
		}
		d = Deletion{IDs: ids, DryRun: d.DryRun}
	case d.Source != "":
		if err := s.knownSource(ctx, d.Source); err != nil {
			return DeleteAnswer{}, err
		}
	case len(d.IDs) == 0:
		return DeleteAnswer{}, fault.New(fault.MissingParameter, "", "say which papers: by id, source or q")
	}
	if !d.DryRun {
		noteDeletion(ctx, d)
	}
	done, err := s.Library.Delete(ctx, ingest.Selection{IDs: d.IDs, Source: d.Source, Location: d.Location}, d.DryRun)
	answer := DeleteAnswer{Deleted: done.Deleted, Trimmed: done.Trimmed, Missing: done.Missing, DryRun: d.DryRun, Sequence: done.Sequence}
	if err != nil {
		return answer, fmt.Errorf("delete: %w", err)
	}
	if !d.DryRun {
		s.waitVisible(ctx, answer.Sequence)
	}
	return answer, nil
}

// noteDeletion tells the audit log what is about to be deleted.
func noteDeletion(ctx context.Context, d Deletion) {
	audit.Note(ctx, audit.PapersDelete, d.IDs...)
	if d.Source != "" {
		audit.Note(ctx, audit.PapersDelete, "source:"+d.Source)
	}
}

// matching returns the ids of all papers that p finds.
func (s *Service) matching(ctx context.Context, p search.Params) ([]data.ID, error) {
	if strings.TrimSpace(p.Q) == "" {
		return nil, fault.New(fault.MissingParameter, "q", "an empty query would delete every paper")
	}
	_, found, err := s.Search.All(ctx, p, "a deletion", search.MaxExport)
	if err != nil {
		return nil, err
	}
	return s.Search.IDs(ctx, found.Numbers)
}

// knownSource refuses a name that no paper's source has, since a slip of the
// keyboard would otherwise look like success.
func (s *Service) knownSource(ctx context.Context, name string) error {
	stats, err := s.Store.Stats(ctx)
	if err != nil {
		return fmt.Errorf("delete source %s: %w", name, err)
	}
	if _, ok := stats.Sources[name]; !ok {
		names := strings.Join(slices.Sorted(maps.Keys(stats.Sources)), ", ")
		return fault.New(fault.NotFound, "source", "no paper is from %q; there are: %s", fault.Clip(name), names)
	}
	return nil
}

// waitVisible reports whether searches see all changes up to sequence.
func (s *Service) waitVisible(ctx context.Context, sequence data.Sequence) bool {
	ctx, cancel := context.WithTimeout(ctx, visibleWithin)
	defer cancel()
	return s.Library.WaitVisible(ctx, sequence) == nil
}

func readOnly() *fault.Error {
	return fault.New(fault.Forbidden, "", "this server takes no changes")
}
