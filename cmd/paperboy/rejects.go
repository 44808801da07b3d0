package main

import (
	"fmt"
	"os"
	"path/filepath"

	"paperboy/data"
	"paperboy/index/ingest"
)

// rejectFile takes the records that an ingest refuses, one JSON object a line.
// The file is made at the first of them.
type rejectFile struct {
	path  string
	file  *os.File
	write func(data.Rejection) error
}

func (r *rejectFile) add(rejection data.Rejection) error {
	if r.file == nil {
		if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		r.file, r.write = file, ingest.RejectLines(file)
	}
	return r.write(rejection)
}

func (r *rejectFile) close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
