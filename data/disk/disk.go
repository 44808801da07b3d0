// Package disk has what the standard library lacks for files that have to last: their size, free
// space, copies, and making them durable. It does not know what the files hold.
package disk

import (
	"errors"
	"io"
	"os"
	"strings"
)

// Size returns the size of a file in bytes, 0 if it does not exist.
func Size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Sync makes the content of a file, or the entries of a folder, durable.
func Sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows syncs only what is open for writing
	if err != nil {
		f, err = os.Open(path) // a folder
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Copy copies a file to a new file of mode 0600. The copy is not durable.
func Copy(to, from string) error { return copyTo(to, from, (*os.File).Close) }

// CopyDurably is Copy with a durable copy. The entry in its folder is not: see Sync.
func CopyDurably(to, from string) error {
	return copyTo(to, from, func(f *os.File) error { return errors.Join(f.Sync(), f.Close()) })
}

func copyTo(to, from string, closeFile func(*os.File) error) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, closeFile(out))
}

// EscapePattern escapes a path for use in a pattern of filepath.Glob.
func EscapePattern(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
