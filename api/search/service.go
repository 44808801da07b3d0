// Package search has the use cases of searching: the search itself (search.go), its counts by
// date and authors (grid.go), completion (suggest.go), phrases on the rise (rising.go), citable
// receipts (receipt.go) and export (export.go).
//
// Each use case has a struct of parameters with a table that reads and checks it, an answer,
// and a method of [Service]. The package knows nothing of HTTP: errors are a [fault.Error], or
// one of the inner packages, which package api knows. It does not score or parse queries: that
// is index and index/query.
package search

import (
	"context"
	"fmt"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// Service answers searches. All methods may be called concurrently.
type Service struct {
	Store store.Store
	Index index.Engine
	// Completer completes queries that are being typed. If nil, there are no completions.
	Completer index.Completer
	// Expander expands acronyms. If nil, there are no expansions.
	Expander index.Expander
	// Trends finds rising phrases. If nil, there are none.
	Trends index.Trends
	// WaitVisible waits until searches see all changes up to a sequence. It is nil if nothing
	// changes.
	WaitVisible func(context.Context, data.Sequence) error
	// Version is the version of Paperboy, which receipts name.
	Version string
	Now     func() time.Time
}

// Sorts lists the sorts whose value at least one paper has, except relevance.
func (s *Service) Sorts() ([]index.Sort, error) {
	sorts, err := s.Index.SortsWithData()
	if err != nil {
		return nil, fmt.Errorf("sorts: %w", err)
	}
	return sorts, nil
}
