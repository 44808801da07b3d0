package audit

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// maxLine is larger than any line that a Log writes: a line has at most maxIDs ids of at
// most 500 bytes, before escaping.
const maxLine = 1 << 20

// A Filter selects entries. The zero Filter selects all of them.
type Filter struct {
	// Since is the earliest time, inclusive.
	Since time.Time
	// Actor is an ActorKind, Actor or ActorName; empty selects any.
	Actor string
	// Action is an action, or the part of one before the dot; empty selects any.
	Action string
}

func (f Filter) matches(e Entry) bool {
	switch {
	case e.Time.Before(f.Since):
		return false
	case f.Actor != "" && f.Actor != e.ActorKind && f.Actor != e.Actor && f.Actor != e.ActorName:
		return false
	case f.Action != "" && f.Action != string(e.Action) && !strings.HasPrefix(string(e.Action), f.Action+"."):
		return false
	}
	return true
}

// Read calls found for each entry of a log that matches f, oldest first, and stops at the
// first error. It skips and counts the lines that are not entries, such as a line that a
// full disk cut short.
func Read(r io.Reader, f Filter, found func(Entry) error) (unreadable int, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var e Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.Action == "" {
			unreadable++
			continue
		}
		if f.matches(e) {
			if err := found(e); err != nil {
				return unreadable, err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return unreadable, fmt.Errorf("read audit log: %w", err)
	}
	return unreadable, nil
}

// ReadNewest returns what Newest does of the log at path. missing makes a file that does not exist
// an empty log.
func ReadNewest(path string, missing bool, f Filter, limit int) (entries []Entry, unreadable int, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && missing {
		return []Entry{}, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("audit: %w", err)
	}
	defer file.Close()
	return Newest(file, f, limit)
}

// Newest returns the last entries of a log that match f, at most limit of them and oldest first,
// and the number of unreadable lines.
func Newest(r io.Reader, f Filter, limit int) (entries []Entry, unreadable int, err error) {
	entries = []Entry{}
	unreadable, err = Read(r, f, func(e Entry) error {
		if len(entries) == 2*limit {
			entries = append(entries[:0], entries[limit:]...)
		}
		entries = append(entries, e)
		return nil
	})
	return entries[max(0, len(entries)-limit):], unreadable, err
}
