// Package ingest takes what sources yield into the store, and makes the index
// follow the store.
//
//	source.Records --> validate --> find the paper --> merge --> store.Update --> acknowledged
//	                      |         (ids, DOI, title)                 |
//	                   rejects                                     follower --> index.Writer
//
// Ingest reads records in batches. A record that fails data.Validate is refused
// alone. For each of the others it finds the papers which the store knows by
// one of its ids, by its DOI or by the title rule (data.SamePaper), the records
// of its own batch included; adds it to that paper's source records, or to a
// new paper's; and merges them anew (data.Merge). A batch is one transaction:
// what Report counts is durable.
//
// The index is derived from the store alone: one goroutine, the follower, reads
// the store's log behind the index's own Position and applies it in order. It
// outlives errors of the index and says so in State.
//
// What this package does not do: read formats (data/source), decide what makes
// two papers the same or which field wins (data), write SQL (data/store/sqlite).
package ingest

import (
	"context"
	"errors"
	"time"

	"paperboy/data"
	"paperboy/data/source"
	"paperboy/data/store"
	"paperboy/index"
)

// ErrClosed is returned by WaitVisible and Reindex of a closed Ingester.
var ErrClosed = errors.New("ingester is closed")

// SourceEdit is the source of the records that Replace makes. A paper with such
// a record has the fields of the newest one alone; its other records are kept,
// and name its id and its Sources.
const SourceEdit = "edit"

// Options configure an Ingester. The zero Options are fit for use.
type Options struct {
	// BatchSize is how many records make one transaction, and how many changes
	// are applied to the index at once; 0: 1000. Larger is no faster.
	BatchSize int
	// RetryAfter is how long the follower waits after an error of the index
	// when nothing is committed meanwhile; 0: two seconds.
	RetryAfter time.Duration
}

// RunOptions configure one Ingest. The zero RunOptions are fit for use.
type RunOptions struct {
	// Undelete lets records of deleted papers restore them. Without it they are
	// counted as Suppressed, and the papers stay deleted.
	Undelete bool
	// IDs asks for Report.IDs.
	IDs bool
	// Reject is told of every refused record, in the order of the input and
	// never concurrently; nil: they are only counted. RejectLines makes one
	// that writes a file. An error ends the ingest.
	Reject func(Rejection) error
	// Progress is called after each batch with the report so far (without IDs),
	// never concurrently; nil: not called.
	Progress func(Report)
}

// Report counts the records that one Ingest acknowledged.
// Read = Accepted + Suppressed + Rejected; Accepted = Added + Updated + Unchanged.
type Report struct {
	Read int `json:"read"`
	// Accepted records are in the store, whatever they changed there.
	Accepted int `json:"accepted"`
	// Added began a new paper.
	Added int `json:"added"`
	// Updated changed a paper: a new record of it, or a newer one.
	Updated int `json:"updated"`
	// Unchanged said what the same source had already said.
	Unchanged int `json:"unchanged"`
	// Suppressed belong to papers that were deleted.
	Suppressed int `json:"suppressed"`
	Rejected   int `json:"rejected"`
	// Merged counts papers of the store that ended in another, because a record
	// showed both to be one.
	Merged int `json:"merged"`
	// IDs are the papers of the accepted records, one each in the order of the
	// input; nil unless asked for.
	IDs []data.ID `json:"ids,omitempty"`
	// Sequence is that of the store when the last batch was committed: what to
	// give to WaitVisible.
	Sequence data.Sequence `json:"sequence"`
}

// Rejection is one refused record. Code is stable, Reason is for people.
type Rejection struct {
	Location string  `json:"location"`
	Entry    string  `json:"entry"`
	ID       data.ID `json:"id,omitempty"`
	Code     string  `json:"code"`
	Reason   string  `json:"reason"`
}

// Selection names the papers that Delete ends: those of IDs, those of Numbers,
// and those of Source.
//
// A paper that only Source knows is deleted. One that other sources know too
// stays, loses the records of Source, and is merged anew from what is left;
// edits do not count as another source.
type Selection struct {
	IDs     []data.ID
	Numbers []data.Number
	Source  string
}

// Deletion is what Delete did, or would do.
type Deletion struct {
	Deleted int `json:"deleted"`
	// Trimmed papers lost the records of one source and stay.
	Trimmed int `json:"trimmed"`
	// Missing are ids that no live paper answers to.
	Missing  []data.ID     `json:"missing"`
	Sequence data.Sequence `json:"sequence"`
}

// State is how far the index has followed the store.
type State struct {
	// Applied and Head are equal when the index has all that is durable; what
	// is applied can be searched a moment later.
	Applied, Head data.Sequence
	// Reindexing is true while Reindex fills a new index.
	Reindexing bool
	// Err is what keeps the index from following; nil while it follows.
	Err error
}

// CaughtUp reports whether the index has all that is durable.
func (s State) CaughtUp() bool { return s.Err == nil && s.Applied == s.Head }

// Ingester is the one writer of papers: everything that changes them passes
// through it. Its methods may be called concurrently.
type Ingester struct {
	store  store.Store
	engine index.Writer
	opts   Options
}

// New starts following store with engine. The Ingester owns neither: Close it
// first, then the engine, then the store.
func New(store store.Store, engine index.Writer, opts Options) *Ingester {
	return &Ingester{store: store, engine: engine, opts: opts}
}

// Close lets the batch in work be finished and waits for the follower. It does
// not close the store or the engine.
func (in *Ingester) Close() error { return nil }

// Ingest takes records into the store until they end, and reports what was
// acknowledged. It stops at the first error that is no *source.Reject: one of
// the input, of the store (a full disk), of opts.Reject, or of ctx. The report
// is right then too, the records read before an error of the input are
// acknowledged, and running the same again does no harm.
func (in *Ingester) Ingest(ctx context.Context, records source.Records, opts RunOptions) (Report, error) {
	return Report{}, errors.ErrUnsupported
}

// Replace makes the paper that answers to id say what p says, in every field
// but its id: the way to correct or to empty a field. What sources say of it
// later is kept, but does not show. It returns the paper as stored and the
// sequence of the change.
//
// Errors wrap store.ErrNotFound, or are (errors.As) a *data.FieldError.
func (in *Ingester) Replace(ctx context.Context, id data.ID, p data.Paper) (data.Paper, data.Sequence, error) {
	return data.Paper{}, 0, errors.ErrUnsupported
}

// Delete ends the selected papers, all or none of them. They stay deleted when
// a source gives them again, unless RunOptions.Undelete. A dry run changes
// nothing and says what would be done.
func (in *Ingester) Delete(ctx context.Context, sel Selection, dryRun bool) (Deletion, error) {
	return Deletion{}, errors.ErrUnsupported
}

// Restore undoes Delete for the papers that answer to ids. Missing are ids that
// no deleted paper answers to.
func (in *Ingester) Restore(ctx context.Context, ids []data.ID) (restored int, missing []data.ID, err error) {
	return 0, nil, errors.ErrUnsupported
}

// WaitVisible returns when searches see all changes up to through. While the
// index fails it waits for it to recover; the error is then that of ctx, joined
// with what the index said.
func (in *Ingester) WaitVisible(ctx context.Context, through data.Sequence) error {
	return errors.ErrUnsupported
}

// State says how far the index has followed.
func (in *Ingester) State(ctx context.Context) State { return State{} }

// Reindex builds the index anew from the store, beside the old one, which
// answers until the new one takes its place; changes made meanwhile follow
// after. progress, if not nil, is told of the papers written and of their total.
func (in *Ingester) Reindex(ctx context.Context, progress func(done, total int)) error {
	return errors.ErrUnsupported
}
