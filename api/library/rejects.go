package library

import (
	"fmt"
	"os"
	"path/filepath"

	"paperboy/data"
	"paperboy/index/ingest"
)

// RejectsFile is a file of rejected records, one JSON object a line. It is created when the first
// record is rejected.
type RejectsFile struct {
	Path string

	file  *os.File
	write func(data.Rejection) error
}

// Add writes one rejection.
func (r *RejectsFile) Add(rejection data.Rejection) error {
	if r.file == nil {
		if err := os.MkdirAll(filepath.Dir(r.Path), 0o700); err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		file, err := os.OpenFile(r.Path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		r.file, r.write = file, ingest.RejectLines(file)
	}
	return r.write(rejection)
}

// Close closes the file, if it was created.
func (r *RejectsFile) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
