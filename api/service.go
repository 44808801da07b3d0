package api

import (
	"context"
	"io"
	"time"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Service is what Paperboy can do, without HTTP: the handlers of this package,
// the pages of package web and the commands call it. Package client does the
// same over HTTP, with the same methods.
//
// Errors are a *Problem, or become one by ProblemOf. All methods may be called
// concurrently. Make one with New.
type Service struct {
	Options
	ready readiness
}

// Options are the parts of a Service.
type Options struct {
	Store       store.Store
	Index       index.Engine
	Recommender *recommend.Recommender
	// Ingester makes the changes; without one every write is refused.
	Ingester Ingester
	// Version is Paperboy's own.
	Version string
	// TempDir takes a backup while it is being sent; empty: os.TempDir().
	TempDir string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Ingester is the one way to change papers: index/ingest, wired by cmd.
type Ingester interface {
	// IngestJSONL takes papers, one JSON object a line or one JSON array, and
	// returns when all that it took is durable. A malformed record is rejected
	// alone; an error means that the rest could not be read or written.
	IngestJSONL(ctx context.Context, body io.Reader, o AddParams) (AddAnswer, error)
	// Replace makes p all that is known of the paper that answers to id, or a
	// new paper where none does.
	Replace(ctx context.Context, id data.ID, p data.Paper) (ReplaceAnswer, error)
	// Delete ends papers. They stay deleted when ingested again.
	Delete(ctx context.Context, d Deletion) (DeleteAnswer, error)
	// Reindex rebuilds the index from the store beside the old one.
	Reindex(ctx context.Context) error
	// Err is why the index no longer follows the store; nil while it does.
	Err() error
}

// AddParams say how papers are to be added.
type AddParams struct {
	// WaitVisible returns only when the papers can be searched.
	WaitVisible bool
	// Undelete restores deleted papers that come again.
	Undelete bool
}

// Deletion names papers to delete, by exactly one of its first three fields.
type Deletion struct {
	IDs []data.ID
	// Source deletes the papers that have records of no other source, and takes
	// this source's records out of the rest.
	Source string
	// Matching deletes all that a search finds; its paging is ignored.
	Matching *SearchParams
	// DryRun counts and deletes nothing.
	DryRun bool
}

// New makes a Service.
func New(o Options) *Service { panic("unwritten") }

// Search answers one search.
func (s *Service) Search(ctx context.Context, p SearchParams) (SearchAnswer, error) {
	panic("unwritten")
}

// Paper returns the paper that answers to id, with its sources. Its ID is the
// canonical one, perhaps another than was asked for.
func (s *Service) Paper(ctx context.Context, id data.ID) (data.Paper, error) { panic("unwritten") }

// Papers returns the papers that answer to at most MaxIDs ids, in their order.
func (s *Service) Papers(ctx context.Context, ids []data.ID) (PapersAnswer, error) {
	panic("unwritten")
}

// Similar answers with the papers most like others, or like a text.
func (s *Service) Similar(ctx context.Context, p SimilarParams) (SimilarAnswer, error) {
	panic("unwritten")
}

// Export writes all papers that a search finds, in its order; paging and
// fields are ignored.
func (s *Service) Export(ctx context.Context, p SearchParams, f Format, w io.Writer) error {
	panic("unwritten")
}

// Stats counts what store and index hold.
func (s *Service) Stats(ctx context.Context) (StatsAnswer, error) { panic("unwritten") }

// AddPapers takes papers as JSONL or a JSON array.
func (s *Service) AddPapers(ctx context.Context, body io.Reader, p AddParams) (AddAnswer, error) {
	panic("unwritten")
}

// ReplacePaper makes p all that is known of the paper that answers to id.
func (s *Service) ReplacePaper(ctx context.Context, id data.ID, p data.Paper) (ReplaceAnswer, error) {
	panic("unwritten")
}

// DeletePapers ends papers.
func (s *Service) DeletePapers(ctx context.Context, d Deletion) (DeleteAnswer, error) {
	panic("unwritten")
}

// Reindex rebuilds the index from the store; searches go on meanwhile.
func (s *Service) Reindex(ctx context.Context) (ReindexAnswer, error) { panic("unwritten") }

// Check verifies store and index.
func (s *Service) Check(ctx context.Context) (CheckAnswer, error) { panic("unwritten") }

// Backup writes a consistent copy of the store.
func (s *Service) Backup(ctx context.Context, w io.Writer) error { panic("unwritten") }

// Ready is nil once the index has caught up with what the store held at the
// start.
func (s *Service) Ready(ctx context.Context) error { panic("unwritten") }

type readiness struct{}
