package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"paperboy/data/disk"
	"paperboy/data/store/sqlite"
)

// BackUp writes a backup of the folder's store to a new file and verifies it. It does not need the
// index, which may not fit on a full disk.
func (f *Folder) BackUp(ctx context.Context, file string) (sqlite.Content, error) {
	papers, err := f.OpenStore(ctx, Options{})
	if err != nil {
		return sqlite.Content{}, err
	}
	if err := errors.Join(papers.Backup(ctx, file), papers.Close()); err != nil {
		return sqlite.Content{}, err
	}
	return sqlite.Verify(ctx, file)
}

// ReceiveBackup writes what write writes, a backup from elsewhere, to a file. The file gets its
// name after it was verified, so that a file with that name is complete.
func ReceiveBackup(ctx context.Context, file string, write func(io.Writer) error) (content sqlite.Content, err error) {
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return content, err
	}
	defer os.Remove(temp.Name())
	if err := errors.Join(write(temp), temp.Sync(), temp.Close()); err != nil {
		return content, err
	}
	if content, err = sqlite.Verify(ctx, temp.Name()); err != nil {
		return content, fmt.Errorf("what the server sent is not complete: %w", err)
	}
	if err := os.Rename(temp.Name(), file); err != nil {
		return content, err
	}
	return content, disk.Sync(filepath.Dir(file))
}
