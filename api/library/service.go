package library

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
)

// Service has the use cases of a library: its papers (papers.go), adding and replacing them
// (add.go, ingest.go), deleting them (delete.go), merging them (merges.go), the feeds that they
// are fetched from (feeds.go), and what an administrator does (upkeep.go, health.go).
//
// Each use case has its parameters, an answer and a method. An error is a *fault.Error, or one
// of the inner packages, which package api knows. All methods may be called concurrently. Make
// a Service with NewService.
type Service struct {
	ServiceOptions
	// Complete completes the papers of PDFs; nil: they are added as they are.
	Complete CompleteFunc
	// Troubles report what is wrong with other parts of the server, or "".
	Troubles []func() string

	reindexing sync.Mutex    // held by the only Reindex
	ingests    chan struct{} // has a token for each running IngestFiles
	// goal is the last change of the store at the first call of Ready. caughtUp is set once the
	// index has that change, and stays set.
	goal     atomic.Uint64
	caughtUp atomic.Bool
}

// ServiceOptions are what a Service uses.
type ServiceOptions struct {
	// Library makes the changes. If nil, every change is refused.
	Library *Library
	// Store and Index are the Library's, if there is one.
	Store store.Store
	Index index.Engine
	// Search finds the papers to delete by query.
	Search *search.Service
	// Backups returns the state of the regular backups. It is nil if there are none.
	Backups func() *BackupState
	// Version is that of Paperboy.
	Version string
	// TempDir holds a backup while it is sent; empty: os.TempDir().
	TempDir string
	// Now is the clock.
	Now func() time.Time
}

// NewService makes a Service.
func NewService(o ServiceOptions) *Service {
	return &Service{ServiceOptions: o, ingests: make(chan struct{}, MaxUploads())}
}

// maxVisibleWait is how long a change waits until searches see it. The change is durable
// whether they do or not.
const maxVisibleWait = 30 * time.Second

// WaitVisible waits until searches see all changes up to sequence, at most half a minute, and reports
// whether they do.
func (s *Service) WaitVisible(ctx context.Context, sequence data.Sequence) bool {
	ctx, cancel := context.WithTimeout(ctx, maxVisibleWait)
	defer cancel()
	return s.Library.WaitVisible(ctx, sequence) == nil
}

func readOnly() *fault.Error {
	return fault.New(fault.Forbidden, "", "this server takes no changes")
}
