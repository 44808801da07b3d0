package audit

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// maxLine is longer than any line that a Log writes: maxIDs ids of at most 500 bytes each,
// escaped.
const maxLine = 1 << 20

// Filter says which acts are wanted. Its zero value wants all of them.
type Filter struct {
	// Since is the first moment, inclusive.
	Since time.Time
	// Actor is a kind of actor, or the id or name of one.
	Actor string
	// Action is an action, or the part of it before the dot.
	Action string
}

func (f Filter) wants(e Entry) bool {
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

// Read calls found for each wanted act of a log, the oldest first. Lines that are no acts,
// such as one that a full disk cut short, are counted and passed over.
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
		if f.wants(e) {
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
