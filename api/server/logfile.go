package server

import (
	"os"
	"sync"
)

// logFile is a log file that can be moved away and reopened while it is in use.
type logFile struct {
	path string

	mu   sync.Mutex // guards file
	file *os.File
}

// Write appends to the file.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Write(line)
}

// reopen opens the file at the path again. After an error the old file stays in use. It does
// nothing on a nil logFile.
func (l *logFile) reopen() error {
	if l == nil {
		return nil
	}
	file, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.file
	l.file = file
	if old == nil {
		return nil
	}
	return old.Close()
}
