package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/api/library"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
)

// ClaimAlone claims the data folder for work that a server cannot do.
func (p Place) ClaimAlone(ctx context.Context) (*folder.Folder, error) {
	f, running, err := folder.ClaimOrServer(ctx, p.Dir, p.Command)
	switch {
	case err != nil:
		return nil, err
	case f == nil:
		return nil, fmt.Errorf("%s: a server at %s has %s open: stop it first", p.Command, running, p.Dir)
	case f.ReadOnly != nil:
		return nil, errors.Join(fmt.Errorf("%s: %w", p.Command, f.ReadOnly), f.Release())
	}
	return f, nil
}

// A RepairAnswer is the result of Repair.
type RepairAnswer struct {
	folder.Repaired
	// Problems are the problems that remain.
	Problems []string `json:"problems"`
	Papers   int      `json:"papers"`
}

// Repair repairs the data folder, with papers of backups if need be, and checks the result.
func (p Place) Repair(ctx context.Context, backups []string) (answer RepairAnswer, err error) {
	f, err := p.ClaimAlone(ctx)
	if err != nil {
		return answer, err
	}
	if answer.Repaired, err = f.Repair(ctx, backups); err != nil {
		return answer, errors.Join(err, f.Release())
	}
	l, err := p.OpenFolder(ctx, f)
	if err != nil {
		return answer, err
	}
	check, err := l.checkAndClose(ctx, p.Notice)
	answer.Problems, answer.Papers = check.Problems, check.Papers
	return answer, err
}

// checkAndClose checks the library once its index is up to date, and closes it.
func (l *Library) checkAndClose(ctx context.Context, notice func(string)) (answer library.CheckAnswer, err error) {
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := l.CatchUp(ctx, notice); err != nil {
		return answer, err
	}
	return l.Service.Library.Check(ctx)
}

// Recover fills the new folder to with everything that can be read of the damaged folder dir and of
// backups, checks the result, and copies the token and the named files of dir. notice is that of a
// Place.
func Recover(ctx context.Context, dir, to string, backups, files []string, notice func(string)) (folder.Recovery, error) {
	into, answer, err := folder.Recover(ctx, dir, to, backups)
	if err != nil {
		return answer, err
	}
	l, err := OpenService(ctx, into, Options{})
	if err != nil {
		return answer, err
	}
	check, err := l.checkAndClose(ctx, notice)
	answer.Papers = check.Papers
	for _, problem := range check.Problems {
		answer.Notes = append(answer.Notes, "check: "+problem)
	}
	return answer, errors.Join(err, folder.CopyFiles(to, dir, append([]string{folder.TokenFile}, files...)...))
}

// Restore replaces the store of a claimed folder, which it releases, with a backup, and rebuilds the
// index. It returns how many papers there are, and how many of them are damaged in the backup. With
// force it also replaces a store that has papers.
func (p Place) Restore(ctx context.Context, f *folder.Folder, backup string, force bool) (papers, damaged int, err error) {
	if damaged, err = f.ReplaceStore(ctx, backup, force); err != nil {
		return 0, 0, errors.Join(err, f.Release())
	}
	l, err := p.OpenFolder(ctx, f)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := l.CatchUp(ctx, p.Notice); err != nil {
		return 0, 0, err
	}
	stats, err := l.Store().Stats(ctx)
	return stats.Papers, damaged, err
}

// BackUp writes a verified backup of the data folder, or of the server that has it open, to a new
// file.
func (p Place) BackUp(ctx context.Context, file string) (content sqlite.Content, err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return content, cmp.Or(err, fmt.Errorf("%s is there already", file))
	}
	if !p.HasPapers() {
		return content, p.noPapers()
	}
	f, remote, err := p.claim(ctx)
	if err != nil {
		return content, err
	}
	if remote != nil {
		return folder.ReceiveBackup(ctx, file, func(w io.Writer) error {
			return client.Download(ctx, remote, api.Backup, api.None{}, w)
		})
	}
	defer func() { err = errors.Join(err, f.Release()) }()
	return f.BackUp(ctx, file)
}

// BackUp writes a verified backup of the open library to a new file.
func (l *Library) BackUp(ctx context.Context, file string) (library.BackupContent, error) {
	content, err := sqlite.BackUp(ctx, l.Store(), file)
	return library.BackupContent{Papers: content.Papers, Bytes: content.Bytes, Damaged: len(content.Damaged)}, err
}
