package audit

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"
)

// A Log appends entries to a file. A nil Log ignores them. Its methods may be called
// concurrently.
type Log struct {
	path string

	mu     sync.Mutex // guards the fields below, and is held while a line is written
	file   *os.File   // nil before the first line and after an error
	logger *slog.Logger
}

// NewLog returns a log that writes to the file at path. The first Write creates the file
// with mode 0600.
func NewLog(path string) *Log { return &Log{path: path} }

// Open opens the file before the first Write, to find out early whether that is possible.
func (l *Log) Open() error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		return nil
	}
	if err := l.open(); err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	return nil
}

// Write appends an entry. After an error the next Write opens the file again, so that the
// log recovers from a full disk.
func (l *Log) Write(e Entry) error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		if err := l.open(); err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
	}
	record := slog.NewRecord(e.Time, slog.LevelInfo, string(e.Action), 0)
	record.AddAttrs(attributes(e)...)
	if err := l.logger.Handler().Handle(context.Background(), record); err != nil {
		l.file.Close()
		l.file = nil
		return fmt.Errorf("audit log: %w", err)
	}
	return nil
}

func (l *Log) open() error {
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	l.file, l.logger = file, slog.New(newHandler(file))
	return nil
}

// newHandler returns a handler that writes a record as the JSON of an Entry.
func newHandler(w io.Writer) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch a.Key {
		case slog.LevelKey:
			return slog.Attr{}
		case slog.MessageKey:
			a.Key = "action"
		case slog.TimeKey:
			return slog.String(slog.TimeKey, a.Value.Time().UTC().Format(time.RFC3339Nano))
		}
		return a
	}})
}

func attributes(e Entry) []slog.Attr {
	attrs := []slog.Attr{slog.String("actor_kind", e.ActorKind)}
	for _, text := range []struct{ key, value string }{
		{"actor", e.Actor}, {"actor_name", e.ActorName}, {"address", e.Address}, {"request_id", e.RequestID},
	} {
		if text.value != "" {
			attrs = append(attrs, slog.String(text.key, text.value))
		}
	}
	if e.Count > 0 {
		attrs = append(attrs, slog.Any("ids", e.IDs), slog.Int("count", e.Count))
	}
	if e.Status != 0 {
		attrs = append(attrs, slog.Int("status", e.Status))
	}
	return append(attrs, slog.String("outcome", e.Outcome), slog.Float64("ms", e.MS))
}

// Reopen closes the file. If it was moved away, the next Write creates a new one.
func (l *Log) Reopen() error { return l.Close() }

// Close closes the file. A later Write opens it again.
func (l *Log) Close() error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}
