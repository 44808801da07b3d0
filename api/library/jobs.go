package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/index/ingest"
)

// expireInterval is how often Jobs.Expire looks for unused lists.
const expireInterval = time.Hour

// Jobs runs the background jobs of a server on its library. They log what they do, and the
// audit log records what they change as acts of the server. Library.Stop ends them.
type Jobs struct {
	Library *Library
	Log     *slog.Logger
	// Audit may be nil.
	Audit *audit.Log
	// Thumbnails may be nil.
	Thumbnails *Thumbnails
	// Read has the options with which files and feeds are read. NewRejects returns the file for
	// the rejected records of a run.
	Read       format.Options
	NewRejects func() *RejectsFile
}

// Start runs a job in the background. It logs panics of the job under its name.
func (j *Jobs) Start(ctx context.Context, name string, job func(context.Context)) {
	j.Library.Start(ctx, name, job, func(err error) { LogError(j.Log, name, err) })
}

// LogError logs an error, with its stack if it is a panic.
func LogError(log *slog.Logger, message string, err error) {
	attributes := []any{"error", err}
	if stack := panics.Stack(err); stack != nil {
		attributes = append(attributes, "stack", string(stack))
	}
	log.Error(message, attributes...)
}

// Act runs do as an act of the server, named who in the audit log.
func (j *Jobs) Act(ctx context.Context, who string, do func(context.Context) error) error {
	ctx, act := audit.Begin(ctx)
	err := do(access.With(ctx, access.Caller{Kind: access.Server, ID: who}))
	if action, err := Record(j.Audit, act, access.Caller{Kind: access.Server, ID: who}, err); err != nil {
		j.Log.Error("audit log not written", "error", err, "action", string(action), "actor", who)
	}
	return err
}

// Record writes to an audit log what a caller changed by an act that returned err, if anything. It
// returns the action.
func Record(log *audit.Log, act *audit.Act, by access.Caller, err error) (audit.Action, error) {
	entry, noted := act.Entry(audit.Entry{ActorKind: string(by.Kind), Actor: by.ID, Outcome: Outcome(err)})
	if !noted {
		return "", nil
	}
	return entry.Action, log.Write(entry)
}

// Outcome returns the audit.Entry.Outcome of an act that returned err.
func Outcome(err error) string {
	if err == nil {
		return audit.Done
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return string(f.Code)
	}
	return "failed"
}

// An actingTarget is a library whose every Ingest is an act of the server.
type actingTarget struct {
	*Library
	jobs *Jobs
	who  string
}

// Ingest implements Target.
func (a actingTarget) Ingest(ctx context.Context, records format.Records, opts ingest.RunOptions) (report ingest.Report, err error) {
	err = a.jobs.Act(ctx, a.who, func(ctx context.Context) error {
		report, err = a.Library.Ingest(ctx, records, opts)
		return err
	})
	return report, err
}

// Backups makes backups with b, whose Made need not be set.
func (j *Jobs) Backups(ctx context.Context, b *Backups) {
	b.Made = func(path string, content BackupContent, err error) {
		if err != nil {
			LogError(j.Log.With("folder", b.Dir), "backup failed", err)
			return
		}
		j.Log.Info("backed up", "file", path, "papers", content.Papers, "bytes", content.Bytes, "damaged", content.Damaged)
	}
	j.Start(ctx, "backups", b.Run)
}

// Watch ingests the files of folders with w. Only w.Settle, w.Except and w.SeenFile need to be set.
func (j *Jobs) Watch(ctx context.Context, w *Watch, folders []string) {
	w.Run = Run{Into: actingTarget{j.Library, j, "watch"}, Read: j.Read, Rejects: j.NewRejects()}
	w.Except = append(w.Except, w.Rejects.Path)
	w.Notice = func(err error) { j.Log.Warn("watch", "error", err) }
	w.Found = func(one SourceSummary) error {
		level, attributes := slog.LevelInfo, []any{"file", one.Source, "what", one.Count.Text()}
		if len(one.Reasons) > 0 {
			first := one.Reasons[0].First
			level = slog.LevelWarn
			attributes = append(attributes, "first", first.Entry, "reason", first.Reason, "rejects", w.Rejects.Path)
		}
		j.Log.Log(ctx, level, "watched file read", attributes...)
		return nil
	}
	j.Start(ctx, "watch", func(ctx context.Context) {
		if _, err := w.Folders(ctx, folders); err != nil {
			j.Log.Error("watch ended", "error", err)
		}
	})
}

// Fetch fetches feeds with client when they are due.
func (j *Jobs) Fetch(ctx context.Context, feeds []ScheduledFeed, client *fetch.Client) {
	if len(feeds) == 0 {
		return
	}
	for _, feed := range feeds {
		j.Log.Info("fetches", "feed", feed.Name(), "every", feed.Every.String())
	}
	schedule := &Schedule{
		Feeds: feeds,
		Kept:  j.Library.FetchedFeeds,
		Fetch: func(ctx context.Context, feed fetch.Feed) (summary Summary, err error) {
			err = j.Act(ctx, "fetch "+feed.Name(), func(ctx context.Context) (err error) {
				run := FetchRun{Run: Run{Into: j.Library, Read: j.Read, Rejects: j.NewRejects()}, Feeds: j.Library, Client: client}
				if j.Thumbnails != nil {
					run.Into = j.Thumbnails.noting(j.Library)
				}
				summary, err = run.All(ctx, []fetch.Feed{feed})
				return err
			})
			return summary, err
		},
		Fetched: func(feed fetch.Feed, summary Summary, err error) {
			if err != nil {
				j.Log.Error("fetch failed", "feed", feed.Name(), "error", err)
				return
			}
			j.Log.Info("fetched", "feed", feed.Name(), "what", summary.Total.Count.Text())
			if j.Thumbnails == nil {
				return
			}
			if stored, err := j.Thumbnails.fetch(ctx, client); err != nil {
				j.Log.Warn("thumbnails", "error", err)
			} else if stored > 0 {
				j.Log.Info("fetched thumbnails", "stored", stored)
			}
		},
		Failed: func(err error) { j.Log.Error("fetch: read how far feeds are", "error", err) },
	}
	j.Start(ctx, "fetches", schedule.Run)
}

// Expire calls prune, which deletes unused reading lists and counts them, at once and then every
// hour.
func (j *Jobs) Expire(ctx context.Context, prune func(context.Context) (deleted int, err error)) {
	j.Start(ctx, "lists", func(ctx context.Context) {
		ticker := time.NewTicker(expireInterval)
		defer ticker.Stop()
		for {
			deleted, err := prune(ctx)
			if err != nil && ctx.Err() == nil {
				j.Log.Error("expire reading lists", "error", err)
			} else if deleted > 0 {
				j.Log.Info("expired reading lists", "deleted", deleted)
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
		}
	})
}

// KeepUses writes to the store when API keys were last used.
func (j *Jobs) KeepUses(ctx context.Context, keys *access.Access) {
	j.Start(ctx, "keys", func(ctx context.Context) {
		keys.KeepUses(ctx, func(err error) { j.Log.Error("last use of API keys not written", "error", err) })
	})
}

// AddSample adds the papers of the sample page to a library that never had any, and returns
// when searches find them.
func (j *Jobs) AddSample(ctx context.Context) error {
	head, err := j.Library.Store().Head(ctx)
	if err != nil || head > 0 {
		return err
	}
	return j.Act(ctx, "sample", func(ctx context.Context) error {
		report, err := j.Library.Ingest(ctx, SamplePapers(ctx), ingest.RunOptions{})
		if err != nil {
			return fmt.Errorf("add sample: %w", err)
		}
		return j.Library.WaitVisible(ctx, report.Sequence)
	})
}
