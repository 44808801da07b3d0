package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/api/fields"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Service is what Paperboy can do, without HTTP: the handlers of this package,
// the pages of package web and the commands call it. Package client does the
// same over HTTP, with the same methods.
//
// Errors are a *fault.Error, or become one by ProblemOf. All methods may be called
// concurrently. Make one with New.
type Service struct {
	Options
	Search  *search.Service
	Similar *similar.Service
	Lists   *lists.Service

	reindexing sync.Mutex    // held by the one Reindex
	ingests    chan struct{} // holds one for each IngestFiles at work
	// goal is where the store was at the first Ready; caughtUp is set for good
	// once the index is there.
	goal     atomic.Uint64
	caughtUp atomic.Bool
}

// Options are the parts of a Service.
type Options struct {
	Store       store.Store
	Index       index.Engine
	Recommender *recommend.Recommender
	// Library makes the changes, and has Store and Index open; without one every write
	// is refused.
	Library *library.Library
	// Completer completes what is typed; without one nothing is.
	Completer index.Completer
	// Expander knows acronyms; without one there are none.
	Expander index.Expander
	// Trends tells what rises; without it nothing does.
	Trends index.Trends
	// Access knows who may do what; nil: nobody may change anything.
	Access *access.Access
	// Backups is the state of the regular backups; nil where there are none.
	Backups func() *BackupState
	// Version is Paperboy's own.
	Version string
	// TempDir takes a backup while it is being sent; empty: os.TempDir().
	TempDir string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// New makes a Service.
func New(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Access == nil {
		o.Access, _ = access.New(context.Background(), access.Options{}) // cannot fail without a store
	}
	s := &Service{Options: o, ingests: make(chan struct{}, uploadsAtOnce())}
	s.Search = &search.Service{
		Store: o.Store, Index: o.Index, Completer: o.Completer, Expander: o.Expander, Trends: o.Trends,
		Version: o.Version, Now: o.Now,
	}
	if o.Library != nil {
		s.Search.WaitVisible = o.Library.WaitVisible
	}
	s.Similar = &similar.Service{Store: o.Store, Recommender: o.Recommender, Now: o.Now}
	s.Lists = lists.New(lists.Options{Store: o.Store, Similar: s.Similar, Now: o.Now})
	return s
}

// Paper returns the paper that answers to id, with its sources. Its ID is the
// canonical one, perhaps another than was asked for.
func (s *Service) Paper(ctx context.Context, id data.ID) (data.Paper, error) {
	p, _, err := s.Store.Paper(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault.NoPaper(id)
	}
	if err != nil {
		return p, fmt.Errorf("paper %s: %w", id, err)
	}
	return p, nil
}

// ExplainedPaper is Paper with the fields of names, by [fields.ExplainedNames]; nil: all. It looks
// up where the fields come from only if names has that.
func (s *Service) ExplainedPaper(ctx context.Context, id data.ID, names []string) (fields.Explained, error) {
	p, err := s.Paper(ctx, id)
	if err != nil {
		return fields.Explained{}, err
	}
	if names == nil {
		names = fields.ExplainedNames
	}
	e := fields.Explained{Paper: fields.Paper{Paper: p, Fields: names}}
	if slices.Contains(names, fields.Provenance) || slices.Contains(names, fields.Warnings) {
		e.Explanation, err = s.Explain(ctx, id)
	}
	return e, err
}

// Papers returns the papers that answer to at most MaxIDs ids, in their order.
func (s *Service) Papers(ctx context.Context, ids []data.ID) (PapersAnswer, error) {
	answer := PapersAnswer{Papers: []fields.Paper{}, Missing: []data.ID{}}
	if len(ids) > params.MaxIDs {
		return answer, fault.New(fault.TooManyValues, "ids", "%d ids, at most %d", len(ids), params.MaxIDs)
	}
	numbers, err := s.Store.Resolve(ctx, ids)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	var found []data.Number
	for _, n := range numbers {
		found = append(found, n)
	}
	papers, err := fields.LookUp(ctx, s.Store, found, nil)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	for _, id := range ids {
		if p, ok := papers[numbers[id]]; ok {
			answer.Papers = append(answer.Papers, p)
		} else {
			answer.Missing = append(answer.Missing, id)
		}
	}
	return answer, nil
}

// since is the milliseconds from start on, to a microsecond.
func (s *Service) since(start time.Time) float64 {
	return float64(s.Now().Sub(start).Microseconds()) / 1000
}
