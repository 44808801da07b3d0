package web

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/store/sqlite"
	"paperboy/index/indextest"
	"paperboy/index/ingest"
	"paperboy/recommend"
)

// adder takes files as cmd wires it: api.FileIngester, and as much of api.Ingester
// as waits until papers can be found.
type adder struct {
	api.Ingester
	in *ingest.Ingester
}

// newAddingService is an empty library that takes files.
func newAddingService(t *testing.T) *api.Service {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine := indextest.NewOracle(papers.Identity())
	in := ingest.New(papers, engine, ingest.Options{})
	t.Cleanup(func() {
		if err := errors.Join(in.Close(), papers.Close()); err != nil {
			t.Error(err)
		}
	})
	a := adder{in: in}
	return api.New(api.Options{Store: papers, Index: engine, Recommender: recommend.New(engine, papers), Ingester: a, Files: a, Access: newAccess(t, access.Options{Token: token})})
}

func (a adder) IngestFile(ctx context.Context, f api.File, p api.IngestParams, reject func(data.Rejection)) (api.AddAnswer, error) {
	read := format.Read(ctx, f.Name, time.Now(), f, format.Options{Formats: formats.All(), Format: p.Format, AsOf: p.AsOf})
	records := func(yield func(data.Record, error) bool) {
		for r, err := range read {
			if refused := (*data.Rejection)(nil); err != nil && !errors.As(err, &refused) {
				err = format.RejectInput(f.Name, err)
			}
			if !yield(r, err) {
				return
			}
		}
	}
	report, err := a.in.Ingest(ctx, records, ingest.RunOptions{Reject: func(r data.Rejection) error {
		reject(r)
		return nil
	}})
	return api.AddAnswer{Accepted: report.Accepted, Updated: report.Updated, Unchanged: report.Unchanged, Sequence: report.Sequence}, err
}

func (a adder) FileFormats() []api.FileFormat {
	return []api.FileFormat{{Name: "bibtex", Title: "BibTeX or BibLaTeX"}, {Name: "jsonl", Title: "JSON lines or a JSON array of papers"}}
}

func (a adder) WaitVisible(ctx context.Context, through data.Sequence) error {
	return a.in.WaitVisible(ctx, through)
}
