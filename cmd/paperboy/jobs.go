package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/data/fetch"
	"paperboy/data/store/sqlite"
)

const (
	defaultBackupEvery = 24 * time.Hour
	minBackupEvery     = time.Minute
	defaultBackupKeep  = 7
	maxBackupKeep      = 10_000
	// defaultScrubEvery verifies every paper once a day.
	defaultScrubEvery = 24 * time.Hour
)

func (c *Config) backupFlags(flags *pflag.FlagSet) {
	flags.StringVar(&c.BackupDir, "backup-dir", "", "`folder` for regular, verified backups of the store")
	flags.DurationVar(&c.BackupEvery, "backup-every", defaultBackupEvery, "`time` between two backups, at least "+minBackupEvery.String())
	flags.IntVar(&c.BackupKeep, "backup-keep", defaultBackupKeep, "`number` of backups to keep; older ones are removed")
}

// checkBackups refuses what serve cannot do.
func (c *Config) checkBackups() error {
	switch {
	case c.BackupEvery < minBackupEvery && c.BackupDir != "":
		return usagef("serve --backup-every %s: want at least %s", c.BackupEvery, minBackupEvery)
	case c.BackupKeep < 1 || c.BackupKeep > maxBackupKeep:
		return usagef("serve --backup-keep %d: want 1 to %d", c.BackupKeep, maxBackupKeep)
	case c.ScrubEvery < 0:
		return usagef("serve --scrub-every %s: want a time, or 0", c.ScrubEvery)
	}
	return nil
}

// start runs a job of a server in the background. Its panics are logged.
func (l *opened) start(ctx context.Context, name string, job func(context.Context)) {
	l.Start(ctx, name, job, func(err error) { logError(l.log, name, err) })
}

// backups returns what makes the backups that the configuration wants; nil for none.
func (l *opened) backups(c *Config) *library.Backups {
	if c.BackupDir == "" {
		return nil
	}
	return &library.Backups{
		Dir: c.BackupDir, Every: c.BackupEvery, Keep: c.BackupKeep,
		Make: func(ctx context.Context, path string) (library.BackupContent, error) {
			content, err := sqlite.BackUp(ctx, l.Store(), path)
			return library.BackupContent{Papers: content.Papers, Bytes: content.Bytes, Damaged: len(content.Damaged)}, err
		},
		Made: func(path string, content library.BackupContent, err error) {
			if err != nil {
				l.log.Error("backup failed", "folder", c.BackupDir, "error", err)
				return
			}
			l.log.Info("backed up", "file", path, "papers", content.Papers, "bytes", content.Bytes, "damaged", content.Damaged)
		},
	}
}

// run is a run of a server, which takes records on its own behalf.
func (l *opened) run(c *Config, into library.Target) library.Run {
	return library.Run{Into: into, Read: c.fetchOptions(), Rejects: &library.RejectsFile{Path: newRejectsPath(c.Data)}}
}

// startWatch takes the files of c.Watch while a server runs.
func (l *opened) startWatch(ctx context.Context, c *Config) {
	watch := c.newWatch(l.run(c, actingTarget{l, "watch"}))
	watch.Notice = func(err error) { l.log.Warn("watch", "error", err) }
	watch.Found = func(one library.SourceSummary) error {
		level, attributes := slog.LevelInfo, []any{"file", one.Source, "what", describe(one.Count)}
		if len(one.Reasons) > 0 {
			first := one.Reasons[0].First
			level = slog.LevelWarn
			attributes = append(attributes, "first", first.Entry, "reason", first.Reason, "rejects", watch.Rejects.Path)
		}
		l.log.Log(ctx, level, "watched file read", attributes...)
		return nil
	}
	l.start(ctx, "watch", func(ctx context.Context) {
		if _, err := watch.Folders(ctx, c.Watch); err != nil {
			l.log.Error("watch ended", "error", err)
		}
	})
}

// startFetches fetches feeds at regular times while a server runs.
func (l *opened) startFetches(ctx context.Context, c *Config, feeds []library.ScheduledFeed) {
	if len(feeds) == 0 {
		return
	}
	for _, feed := range feeds {
		l.log.Info("fetches", "feed", feed.Name(), "every", feed.Every.String())
	}
	client := c.fetchClient(func(text string) { l.log.Warn("fetch", "notice", text) })
	schedule := &library.Schedule{
		Feeds: feeds,
		Kept:  l.FetchedFeeds,
		Fetch: func(ctx context.Context, feed fetch.Feed) (summary library.Summary, err error) {
			err = l.acting(ctx, "fetch "+feed.Name(), func(ctx context.Context) (err error) {
				run := library.FetchRun{Run: l.run(c, l), Feeds: l, Client: client}
				summary, err = run.All(ctx, []fetch.Feed{feed})
				return err
			})
			return summary, err
		},
		Fetched: func(feed fetch.Feed, summary library.Summary, err error) {
			if err != nil {
				l.log.Error("fetch failed", "feed", feed.Name(), "error", err)
				return
			}
			l.log.Info("fetched", "feed", feed.Name(), "what", describe(summary.Total.Count))
		},
		Failed: func(err error) { l.log.Error("fetch: read how far feeds are", "error", err) },
	}
	l.start(ctx, "fetches", schedule.Run)
}

// scheduled reads --fetch: feeds, each perhaps followed by a time of its own. One text may
// name several, separated by "; ", since a variable can be given only once.
func (c *Config) scheduled() ([]library.ScheduledFeed, error) {
	var feeds []library.ScheduledFeed
	for _, texts := range c.Fetch {
		for text := range strings.SplitSeq(texts, "; ") {
			s := library.ScheduledFeed{Every: c.FetchEvery}
			text = strings.TrimSpace(text)
			if i := strings.LastIndexByte(text, ' '); i >= 0 {
				if every, err := time.ParseDuration(text[i+1:]); err == nil {
					s.Every, text = every, text[:i]
				}
			}
			var err error
			if s.Feed, err = fetch.ParseFeed(text); err != nil {
				return nil, usagef("--fetch %w", err)
			}
			if s.Every < library.MinFetchEvery {
				return nil, usagef("--fetch %q every %s: want at least %s", text, s.Every, library.MinFetchEvery)
			}
			feeds = append(feeds, s)
		}
	}
	return feeds, nil
}

// startExpiry deletes unused lists now and then while a server runs.
func (l *opened) startExpiry(ctx context.Context, expiry string) {
	days, err := parseSpan(expiry)
	if err != nil || days == 0 {
		return
	}
	l.start(ctx, "lists", func(ctx context.Context) {
		ticker := time.NewTicker(expireEvery)
		defer ticker.Stop()
		for {
			pruned, err := l.service.Lists.Prune(ctx, lists.PruneParams{UnusedDays: days})
			if err != nil && ctx.Err() == nil {
				l.log.Error("expire reading lists", "error", err)
			} else if pruned.Deleted > 0 {
				l.log.Info("expired reading lists", "deleted", pruned.Deleted)
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
		}
	})
}
