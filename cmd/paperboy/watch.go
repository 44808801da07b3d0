package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/data/watch"
	"paperboy/index/ingest"
)

// watchRun takes the files of folders as they appear, one at a time.
type watchRun struct {
	ingestRun
	config *Config
	// found is told what came of each file, notice of what went wrong besides.
	found  func(ingested) error
	notice func(error)

	mu    sync.Mutex // guards what follows, and lets one file in at a time
	files int
	total ingest.Report
}

// watchSummary is what came of a watchRun.
type watchSummary struct {
	// Files were read, whatever was in them.
	Files       int           `json:"files"`
	Total       ingest.Report `json:"total"`
	RejectsFile string        `json:"rejects_file,omitempty"`
	Seconds     float64       `json:"seconds"`
}

// all watches folders until ctx ends, which is no error.
func (r *watchRun) all(ctx context.Context, folders []string) (watchSummary, error) {
	start := time.Now()
	group, ctx := panics.WithContext(ctx)
	for _, folder := range folders {
		group.Go("watch.folder", func() error { return r.folder(ctx, folder) })
	}
	err := errors.Join(group.Wait(), r.rejects.close())
	s := watchSummary{Files: r.files, Total: r.total, Seconds: time.Since(start).Seconds()}
	if r.total.Rejected > 0 {
		s.RejectsFile = r.rejects.path
	}
	return s, err
}

func (r *watchRun) folder(ctx context.Context, folder string) error {
	seen, err := watch.OpenSeen(r.config.seenFile(folder))
	if err != nil {
		return err
	}
	err = watch.Folder(ctx, folder, watch.Options{
		Settle: r.config.Settle,
		Seen:   seen,
		// Papers are not read out of the store, nor rejects out of their file.
		Except: []string{r.config.Data, r.rejects.path},
		Notice: r.notice,
	}, r.file)
	return errors.Join(err, seen.Close())
}

// file takes one file. An error of the file alone is reported as a reject.
func (r *watchRun) file(ctx context.Context, f watch.File) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var broken error
	one, err := r.one(ctx, ingestSource{f.Path, func(ctx context.Context, take takeFunc, report func(read, total int64)) error {
		read := r.read
		read.Progress = func(p format.Progress) { report(p.Read, p.Total) }
		return take(ctx, wholeFile(ctx, f.Path, format.Open(ctx, f.Path, read), &broken))
	}})
	switch {
	case err != nil:
		return err
	case errors.Is(broken, fs.ErrNotExist):
		return watch.ErrUnread
	}
	r.files++
	r.total.Add(one.Report)
	if err := r.found(one); err != nil {
		return err
	}
	if broken != nil && !errors.Is(broken, format.ErrFormat) {
		return fmt.Errorf("%w: %w", watch.ErrUnread, broken)
	}
	return nil
}

// seenFile is where a folder's watching is remembered: in the data folder, as it
// says what that folder's store has; of a server elsewhere, beside.
func (c *Config) seenFile(folder string) string {
	if absolute, err := filepath.Abs(folder); err == nil {
		folder = absolute
	}
	name := sha256.Sum256([]byte(c.Server + "\x00" + folder))
	return filepath.Join(c.Data, watchedDir, fmt.Sprintf("%x.jsonl", name[:8]))
}

func (s watchSummary) print(w io.Writer) {
	fmt.Fprintf(w, "together %s: %s\n", count(s.Files, "file"), describe(s.Total))
	if s.RejectsFile != "" {
		fmt.Fprintf(w, "rejected records: %s\n", s.RejectsFile)
	}
}

// watch takes the files of c.Watch while a server runs, and returns what ends
// that and waits.
func (l *opened) watch(ctx context.Context, c *Config, log *slog.Logger) (stop func()) {
	run := watchRun{
		ingestRun: ingestRun{into: actingIngester{l, "watch"}, read: c.fetchOptions(), rejects: &rejectFile{path: newRejectsPath(c.Data)}, stderr: io.Discard},
		config:    c,
		notice:    func(err error) { log.Warn("watch", "error", err) },
	}
	run.found = func(one ingested) error {
		level, attributes := slog.LevelInfo, []any{"file", one.Source, "what", describe(one.Report)}
		if len(one.Reasons) > 0 {
			first := one.Reasons[0].First
			level = slog.LevelWarn
			attributes = append(attributes, "first", first.Entry, "reason", first.Reason, "rejects", run.rejects.path)
		}
		log.Log(ctx, level, "watched file read", attributes...)
		return nil
	}
	return background(ctx, "watch", log, func(ctx context.Context) {
		if _, err := run.all(ctx, c.Watch); err != nil {
			log.Error("watch ended", "error", err)
		}
	})
}
