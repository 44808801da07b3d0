package library

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"paperboy/data/fetch"
	"paperboy/data/panics"
)

// retryBackup is how long Backups waits after a failure before it tries again, unless Every is
// shorter.
const retryBackup = 10 * time.Minute

// backupName is the name of a backup, as a layout of package time. Files with other names are never
// removed.
const backupName = "paperboy-20060102T150405Z.db"

var backupNames = regexp.MustCompile(`^paperboy-\d{8}T\d{6}Z\.db$`)

// Backups makes backups of a library at regular times.
type Backups struct {
	// Dir is the folder of the backups. Run creates it if it does not exist.
	Dir   string
	Every time.Duration
	// Keep is how many backups to keep. The oldest ones above that are removed.
	Keep int
	// Make writes and verifies one backup. The folder of path exists.
	Make func(ctx context.Context, path string) (BackupContent, error)
	// Made is called after each attempt, with its error if it failed.
	Made func(path string, content BackupContent, err error)

	// now is the clock. wait returns after d, or earlier with the error of ctx. Tests set both.
	now  func() time.Time
	wait func(ctx context.Context, d time.Duration) error

	mu    sync.Mutex // guards state
	state BackupState
}

// BackupContent says what a backup contains.
type BackupContent struct {
	Papers int
	Bytes  int64
	// Damaged is the number of papers that are unreadable in the backup, because they are damaged
	// in the store.
	Damaged int
}

// BackupState is the state of the regular backups of a server. It is public, so it has no paths.
type BackupState struct {
	Every string `json:"every"`
	// Time, File (its name), Bytes, Papers and Damaged describe the last backup that was made.
	// Damaged is the number of papers that are unreadable in it, because they are damaged in the
	// store.
	Time    time.Time `json:"time,omitzero"`
	File    string    `json:"file"`
	Bytes   int64     `json:"bytes"`
	Papers  int       `json:"papers"`
	Damaged int       `json:"damaged"`
	// Tried is the time of the last attempt. Failed reports whether it failed; the log says why.
	Tried  time.Time `json:"tried,omitzero"`
	Failed bool      `json:"failed"`
	// Made and Failures count the attempts of this process that succeeded and that failed.
	Made     int `json:"made"`
	Failures int `json:"failures"`
}

// State returns the state of the backups. It may be called while Run is running.
func (b *Backups) State() *BackupState {
	b.mu.Lock()
	defer b.mu.Unlock()
	state := b.state
	state.Every = b.Every.String()
	return &state
}

// Run makes a backup whenever one is due, until ctx is cancelled.
func (b *Backups) Run(ctx context.Context) {
	if b.now == nil {
		b.now, b.wait = time.Now, fetch.Wait
	}
	b.recall()
	for {
		last := b.State()
		due := last.Time.Add(b.Every)
		if last.Failed {
			due = last.Tried.Add(min(b.Every, retryBackup))
		}
		if b.wait(ctx, max(0, due.Sub(b.now()))) != nil {
			return
		}
		path := filepath.Join(b.Dir, b.now().UTC().Format(backupName))
		var content BackupContent
		err := panics.Recover("backup", func() (err error) { content, err = b.makeOne(ctx, path); return err })
		if ctx.Err() != nil {
			return
		}
		b.note(path, content, err)
	}
}

// recall makes the newest backup in the folder the last one, so that a server that is restarted
// often makes no more backups than another.
func (b *Backups) recall() {
	names := b.names()
	if len(names) == 0 {
		return
	}
	name := names[len(names)-1]
	made, err := time.Parse(backupName, name)
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Time, b.state.File = made.UTC(), name
	if info, err := os.Stat(filepath.Join(b.Dir, name)); err == nil {
		b.state.Bytes = info.Size()
	}
}

// note records the result of an attempt in the state, and calls Made.
func (b *Backups) note(path string, content BackupContent, err error) {
	b.mu.Lock()
	b.state.Tried = b.now().UTC().Truncate(time.Second)
	if b.state.Failed = err != nil; b.state.Failed {
		b.state.Failures++
	} else {
		b.state.Made++
		b.state.Time, b.state.File = b.state.Tried, filepath.Base(path)
		b.state.Bytes, b.state.Papers, b.state.Damaged = content.Bytes, content.Papers, content.Damaged
	}
	b.mu.Unlock()
	b.Made(path, content, err)
}

// makeOne makes one backup and removes the oldest ones above Keep.
func (b *Backups) makeOne(ctx context.Context, path string) (content BackupContent, err error) {
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		return content, err
	}
	if content, err = b.Make(ctx, path); err != nil {
		return content, err
	}
	names := b.names()
	for _, name := range names[:max(0, len(names)-b.Keep)] {
		if err := os.Remove(filepath.Join(b.Dir, name)); err != nil {
			return content, err
		}
	}
	return content, nil
}

// names returns the names of the backups in the folder, the oldest first.
func (b *Backups) names() (names []string) {
	found, _ := os.ReadDir(b.Dir)
	for _, entry := range found {
		if backupNames.MatchString(entry.Name()) && entry.Type().IsRegular() {
			names = append(names, entry.Name())
		}
	}
	slices.SortFunc(names, cmp.Compare)
	return names
}
