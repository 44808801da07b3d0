package folder

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"paperboy/data/disk"
	"paperboy/data/store/sqlite"
)

// leftovers has patterns for the files that a killed process leaves in a data folder: copies for a
// client, and files that were not yet renamed.
var leftovers = regexp.MustCompile(`^(backup-\d+|\.writable-\d+|(token|lock\.json|server\.json|library\.json|restore\.json)\.\d+)$`)

// tidy completes an interrupted replacement and removes leftovers.
func (f *Folder) tidy(ctx context.Context) error {
	if f.ReadOnly != nil {
		return nil
	}
	if err := f.completeReplace(ctx); err != nil {
		return err
	}
	found, err := os.ReadDir(f.Dir)
	if err != nil {
		return err
	}
	// Without a replaceFile, the replacement has not begun.
	errs := []error{sqlite.RemoveLeftovers(f.Dir), sqlite.RemoveLeftovers(f.Path(BackupsDir))}
	for _, entry := range found {
		if name := entry.Name(); leftovers.MatchString(name) || strings.HasPrefix(name, incomingFile) {
			errs = append(errs, os.RemoveAll(f.Path(name)))
		}
	}
	// A leftover that can't be removed must not prevent the start.
	if err := errors.Join(errs...); err != nil && !CannotWrite(err) {
		return err
	}
	return nil
}

// copies returns the paths of the copies of the store in the folder, newest first. They were made
// before a migration, a restore or a repair.
func (f *Folder) copies() []string {
	var found []string
	for _, pattern := range []string{StoreFile + ".*.bak", filepath.Join(BackupsDir, "*.db"), filepath.Join(BackupsDir, "*.bak")} {
		names, _ := filepath.Glob(filepath.Join(disk.EscapePattern(f.Dir), pattern))
		found = append(found, names...)
	}
	modified := func(path string) int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(modified(b), modified(a)) })
	return found
}
