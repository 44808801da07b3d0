package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/data/watch"
	"paperboy/index/ingest"
)

// Watch ingests the files of folders as they appear, one at a time.
type Watch struct {
	Run
	// Settle is how long a file must be unchanged before it is ingested.
	Settle time.Duration
	// Except lists files and folders to ignore.
	Except []string
	// SeenFile returns the path of the file that records which files of a folder were ingested.
	SeenFile func(folder string) string
	// Found is called with the result of each file, Notice with errors that do not end the watch.
	Found  func(SourceSummary) error
	Notice func(error)

	mu    sync.Mutex // guards files and total; held while a file is ingested, so that one is at a time
	files int
	total ingest.Report
}

// WatchSummary is the result of a Watch.
type WatchSummary struct {
	// Files is the number of files that were read, including those with nothing to ingest.
	Files       int           `json:"files"`
	Total       ingest.Report `json:"total"`
	RejectsFile string        `json:"rejects_file,omitempty"`
	Seconds     float64       `json:"seconds"`
}

// Folders watches folders until ctx is cancelled, which is not an error.
func (w *Watch) Folders(ctx context.Context, folders []string) (WatchSummary, error) {
	start := time.Now()
	group, ctx := panics.WithContext(ctx)
	for _, folder := range folders {
		group.Go("watch.folder", func() error { return w.folder(ctx, folder) })
	}
	err := errors.Join(group.Wait(), w.Rejects.Close())
	s := WatchSummary{Files: w.files, Total: w.total, Seconds: time.Since(start).Seconds()}
	if w.total.Rejected > 0 {
		s.RejectsFile = w.Rejects.Path
	}
	return s, err
}

func (w *Watch) folder(ctx context.Context, folder string) error {
	seen, err := watch.OpenSeen(w.SeenFile(folder))
	if err != nil {
		return err
	}
	err = watch.Folder(ctx, folder, watch.Options{Settle: w.Settle, Seen: seen, Except: w.Except, Notice: w.Notice}, w.file)
	return errors.Join(err, seen.Close())
}

// file ingests one file. An error in the file itself becomes a rejection. If the file could not be
// read, the error wraps watch.ErrUnread.
func (w *Watch) file(ctx context.Context, f watch.File) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var broken error
	one, err := w.one(ctx, source{f.Path, func(ctx context.Context, take takeFunc, progress func(read, total int64)) error {
		return take(ctx, rejectingEnd(ctx, f.Path, w.open(ctx, f.Path, progress), &broken))
	}})
	switch {
	case err != nil:
		return err
	case errors.Is(broken, fs.ErrNotExist):
		return watch.ErrUnread
	}
	w.files++
	w.total.Add(one.Report)
	if err := w.Found(one); err != nil {
		return err
	}
	if broken != nil && !errors.Is(broken, format.ErrFormat) {
		return fmt.Errorf("%w: %w", watch.ErrUnread, broken)
	}
	return nil
}
