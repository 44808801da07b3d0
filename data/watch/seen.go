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

// Seen remembers which files were taken, and in which state: path, size and time.
// It is a file of JSON lines, the last of a path counting. Losing it costs time
// only: what is taken again says nothing new.
//
// Its methods are for one goroutine.
type Seen struct {
	path  string
	file  *os.File // nil where nothing is kept
	files map[string]state
}

// state is one line of the file.
type state struct {
	Path     string    `json:"path"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
}

func newSeen() *Seen { return &Seen{files: map[string]state{}} }

// OpenSeen reads a file of Seen, or begins one. A line that is cut off or damaged
// is as if it had not been written.
func OpenSeen(path string) (*Seen, error) {
	s := newSeen()
	s.path = path
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("open list of files seen: %w", err)
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
	// One line a file, now and then, is all that is needed.
	if lines > 2*len(s.files)+100 {
		if err := s.compact(); err != nil {
			return err
		}
	}
	s.file, err = os.OpenFile(s.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// What a crash has left of a line must not spoil the next.
	_, err = s.file.WriteString("\n")
	return err
}

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

// compact writes the file anew beside itself. Files that are gone are left out.
func (s *Seen) compact() error {
	beside := s.path + ".new"
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
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
	return os.Rename(beside, s.path)
}

// Has reports whether a file was taken as it is.
func (s *Seen) Has(f File) bool {
	one, ok := s.files[f.Path]
	return ok && one.Size == f.Size && one.Modified.Equal(f.Modified)
}

// Add remembers that a file was taken as it is.
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
		return fmt.Errorf("remember %s: %w", f.Path, err)
	}
	return nil
}

// Close ends the remembering.
func (s *Seen) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
