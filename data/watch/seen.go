package watch

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"paperboy/data/format"
)

// Seen records which files were taken, with their sizes and modification times.
// It is kept in a file of JSON lines, in which the last line of a path counts.
// Losing the file costs only the time to take all files again.
//
// The methods of Seen must not be called concurrently.
type Seen struct {
	path  string
	file  *os.File // nil if Seen is in memory only
	files map[string]state
}

// A state is one line of the file.
type state struct {
	Path     string    `json:"path"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
}

func newSeen() *Seen { return &Seen{files: map[string]state{}} }

// OpenSeen opens the file at path and creates it if it does not exist. Damaged and
// incomplete lines are ignored.
func OpenSeen(path string) (*Seen, error) {
	s := newSeen()
	s.path = path
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("open record of files taken: %w", err)
	}
	return s, nil
}

func (s *Seen) open() error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	lines, err := s.load()
	if err != nil {
		return err
	}
	// Most of the lines are outdated: one per file is enough.
	if lines > 2*len(s.files)+100 {
		if err := s.compact(); err != nil {
			return err
		}
	}
	s.file, err = os.OpenFile(s.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// If a crash left part of a line, end it, so that it cannot damage the next.
	_, err = s.file.WriteString("\n")
	return err
}

// load reads the file into s.files and returns its number of lines.
func (s *Seen) load() (lines int, err error) {
	file, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for line, err := range format.Lines(file) {
		if err != nil {
			return lines, err
		}
		lines++
		var one state
		if json.Unmarshal(line.Text, &one) == nil && one.Path != "" {
			s.files[one.Path] = one
		}
	}
	return lines, nil
}

// compact rewrites the file with one line for each file that still exists.
func (s *Seen) compact() error {
	temp := s.path + ".new"
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	for path, one := range s.files {
		if _, err := os.Lstat(path); err != nil && errors.Is(err, fs.ErrNotExist) {
			delete(s.files, path)
			continue
		}
		if err := lines.Encode(one); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		return err
	}
	return os.Rename(temp, s.path)
}

// Has reports whether f was taken with its present size and modification time.
func (s *Seen) Has(f File) bool {
	one, ok := s.files[f.Path]
	return ok && one.Size == f.Size && one.Modified.Equal(f.Modified)
}

// Add records that f was taken.
func (s *Seen) Add(f File) error {
	one := state{f.Path, f.Size, f.Modified.UTC()}
	s.files[f.Path] = one
	if s.file == nil {
		return nil
	}
	line, err := json.Marshal(one)
	if err == nil {
		_, err = s.file.Write(slices.Concat(line, []byte("\n")))
	}
	if err != nil {
		return fmt.Errorf("record %s as taken: %w", f.Path, err)
	}
	return nil
}

// Close closes the file.
func (s *Seen) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
