package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/data/fetch"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

const (
	defaultBackupEvery = 24 * time.Hour
	minBackupEvery     = time.Minute
	defaultBackupKeep  = 7
	maxBackupKeep      = 10_000
	// retryBackup is when a backup that failed is tried again, if its time is longer.
	retryBackup = 10 * time.Minute
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

// backupNames are those of the files that a backupRun makes; no others are removed.
var backupNames = regexp.MustCompile(`^paperboy-\d{8}T\d{6}Z\.db$`)

// backupRun makes backups at regular times while a server runs.
type backupRun struct {
	dir   string
	every time.Duration
	keep  int
	store store.Store
	log   *slog.Logger
	now   func() time.Time
	// wait returns after d, or with the error of ctx.
	wait func(ctx context.Context, d time.Duration) error

	mu    sync.Mutex // guards what follows
	state api.BackupState
}

// backups is what makes the backups that the configuration wants; nil for none.
func (l *opened) backups(c *Config, log *slog.Logger) *backupRun {
	if c.BackupDir == "" {
		return nil
	}
	run := &backupRun{
		dir: c.BackupDir, every: c.BackupEvery, keep: c.BackupKeep, store: l.Store(), log: log, now: time.Now, wait: fetch.Wait,
		state: api.BackupState{Every: c.BackupEvery.String()},
	}
	return run
}

// reporter returns what reports the state of the backups; nil for none.
func (b *backupRun) reporter() func() *api.BackupState {
	if b == nil {
		return nil
	}
	return b.last
}

// last is the state of the backups.
func (b *backupRun) last() *api.BackupState {
	b.mu.Lock()
	defer b.mu.Unlock()
	state := b.state
	return &state
}

// start begins to make backups, unless b is nil, and returns what ends it and waits.
func (b *backupRun) start(ctx context.Context) (stop func()) {
	if b == nil {
		return func() {}
	}
	return background(ctx, "backups", b.log, b.follow)
}

// follow makes a backup when one is due, until ctx ends.
func (b *backupRun) follow(ctx context.Context) {
	b.recall()
	for {
		last := b.last()
		due := last.Time.Add(b.every)
		if last.Failed {
			due = last.Tried.Add(min(b.every, retryBackup))
		}
		if b.wait(ctx, max(0, due.Sub(b.now()))) != nil {
			return
		}
		content, err := b.run(ctx)
		if ctx.Err() != nil {
			return
		}
		b.note(content, err)
	}
}

// recall takes the newest backup that is there for the last one, so that a server which
// is started again and again makes no more.
func (b *backupRun) recall() {
	names := b.names()
	if len(names) == 0 {
		return
	}
	path := filepath.Join(b.dir, names[len(names)-1])
	if made, err := time.Parse(backupName, filepath.Base(path)); err == nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.state.Time, b.state.File, b.state.Bytes = made.UTC(), filepath.Base(path), fileSize(path)
	}
}

// note remembers and logs what came of a backup.
func (b *backupRun) note(content backupContent, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Tried = b.now().UTC().Truncate(time.Second)
	if err != nil {
		b.state.Failures++
		b.state.Failed = true
		b.log.Error("backup failed", "folder", b.dir, "error", err)
		return
	}
	b.state.Made++
	b.state.Failed, b.state.Time = false, b.state.Tried
	b.state.File, b.state.Bytes, b.state.Papers, b.state.Damaged = filepath.Base(content.file), content.Bytes, content.Papers, len(content.Damaged)
	b.log.Info("backed up", "file", content.file, "papers", content.Papers, "bytes", content.Bytes, "damaged", len(content.Damaged))
}

// backupName is the layout of a backup's name.
const backupName = "paperboy-20060102T150405Z.db"

type backupContent struct {
	sqlite.Content
	file string
}

// run makes one backup and removes the oldest that are too many. A panic is an error.
func (b *backupRun) run(ctx context.Context) (content backupContent, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return content, err
	}
	if err := sqlite.RemoveLeftovers(b.dir); err != nil {
		return content, err
	}
	content.file = filepath.Join(b.dir, b.now().UTC().Format(backupName))
	if err := b.store.Backup(ctx, content.file); err != nil {
		return content, err
	}
	if content.Content, err = sqlite.Verify(ctx, content.file); err != nil {
		return content, err
	}
	names := b.names()
	for _, name := range names[:max(0, len(names)-b.keep)] {
		if err := os.Remove(filepath.Join(b.dir, name)); err != nil {
			return content, err
		}
	}
	return content, nil
}

// names are the backups in the folder, the oldest first.
func (b *backupRun) names() (names []string) {
	found, _ := os.ReadDir(b.dir)
	for _, entry := range found {
		if backupNames.MatchString(entry.Name()) && entry.Type().IsRegular() {
			names = append(names, entry.Name())
		}
	}
	slices.SortFunc(names, cmp.Compare)
	return names
}
