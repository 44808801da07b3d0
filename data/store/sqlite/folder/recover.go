package folder

import (
	"context"
	"errors"
	"fmt"
	"os"

	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/salvage"
)

// A Repaired is the result of Repair.
type Repaired struct {
	// Rebuilt is set if pages were damaged, so that the store was rebuilt.
	Rebuilt *salvage.Copied `json:"rebuilt"`
	store.Mended
}

// Repair rebuilds the store if pages are damaged, then restores its damaged papers from the copies
// in the folder and the given backups.
func (f *Folder) Repair(ctx context.Context, backups []string) (done Repaired, err error) {
	if done.Rebuilt, err = f.rebuild(ctx); err != nil {
		return done, err
	}
	var taken []takenFrom
	done.Mended, taken, err = f.mend(ctx, append(backups, f.copies()...), done.Rebuilt != nil)
	if done.Rebuilt != nil {
		done.Rebuilt.Notes = append(done.Rebuilt.Notes, notes(taken)...)
	}
	return done, err
}

// A Recovery is the result of Recover.
type Recovery struct {
	// To is the new folder, Base the file that supplied most of its store.
	To   string `json:"to"`
	Base string `json:"base"`
	// Papers is the number of papers in the new folder.
	Papers int `json:"papers"`
	salvage.Copied
	Mended store.Mended `json:"mended"`
	// Notes are further sentences for people.
	Notes []string `json:"notes"`
}

// Recover claims a new or empty folder and fills it with everything that can be read of the damaged
// folder dir, the copies in it and the given backups. It does not change dir, and returns the new
// folder, or releases it after an error.
func Recover(ctx context.Context, dir, to string, backups []string) (into *Folder, done Recovery, err error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, done, err
	} else if !info.IsDir() {
		return nil, done, fmt.Errorf("%s is not a folder: 'paperboy restore' takes a backup", dir)
	}
	if files, err := os.ReadDir(to); err == nil && len(files) > 0 {
		return nil, done, fmt.Errorf("%s is not empty: name another folder with --to", to)
	}
	if into, err = Claim(to, "recover"); err != nil {
		return nil, done, err
	}
	old := unclaimed(dir)
	copies := append(backups, old.copies()...)
	done.To = to
	done.Base, done.Copied, done.Notes, err = into.salvage(ctx, old, copies)
	if err != nil {
		return nil, done, errors.Join(err, into.Release())
	}
	var taken []takenFrom
	done.Mended, taken, err = into.mend(ctx, copies, true)
	done.Notes = append(done.Notes, notes(taken)...)
	if err != nil {
		return nil, done, errors.Join(err, into.Release())
	}
	return into, done, nil
}

// notes returns sentences about what a salvaged store lacked and got from copies.
func notes(taken []takenFrom) (texts []string) {
	for _, t := range taken {
		if t.Papers > 0 {
			texts = append(texts, fmt.Sprintf("%s that the store lacked come from %s", figures.Count(t.Papers, "paper"), t.From))
		}
		if t.Lists > 0 {
			texts = append(texts, fmt.Sprintf("%s that the store lacked come from %s; they may have been deleted since", figures.Count(t.Lists, "reading list"), t.From))
		}
	}
	return texts
}
