package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"paperboy/data"
	"paperboy/index/ingest"
)

// faultRun asks for the ids of what was accepted.
var faultRun = ingest.RunOptions{IDs: true}

// fillDisk takes the room that is left, tries to write, asks, and gives the room back. A
// write that fails must not be there later, one that goes well must be; searches go on.
func (f *faulty) fillDisk() {
	var s syscall.Statfs_t
	if err := syscall.Statfs(f.disk, &s); err != nil || s.Type != 0x01021994 { // tmpfs
		return
	}
	ballast := filepath.Join(f.disk, "ballast")
	if err := takeRoom(ballast, int64(f.random.IntN(3))*(128<<10)); err != nil {
		f.Fatal(err)
	}
	defer os.Remove(ballast)
	seen, oracle := len(f.model.papers), f.oracle()
	if err := f.compareAnswers(oracle); err != nil {
		f.Fatalf("on a full disk: %v", err)
	}
	failed := 0
	for range 1 + f.random.IntN(4) {
		if !f.writeOnFullDisk() {
			failed++
		}
		f.compareStore()
	}
	f.note("  %d writes failed", failed)
	if seen == len(f.model.papers) && failed > 0 {
		if err := f.service.Library.Ready(f.ctx); err != nil {
			f.note("  ready: %v", err)
		}
	}
	if f.random.IntN(3) == 0 {
		f.note("  crash on the full disk")
		f.reopenOnFullDisk()
	}
	if err := os.Remove(ballast); err != nil {
		f.Fatal(err)
	}
}

// writeOnFullDisk tries a deletion or a few papers, and reports whether it went well.
func (f *faulty) writeOnFullDisk() bool {
	if number, ok := f.anyLive(); ok && f.random.IntN(2) == 0 {
		want := f.paper(f.model.papers[number].ID)
		if _, _, err := f.ingester.Replace(f.ctx, want.ID, want); err != nil {
			return false
		}
		f.adopt(want.ID)
		return true
	}
	p := f.paper(data.ID("full:" + f.text(1)))
	p.ID = data.ID("full:" + p.Title[len(p.Title)-8:])
	report, err := f.ingester.Ingest(f.ctx, func(yield func(data.Record, error) bool) {
		yield(data.Record{Paper: p, Origin: data.Provenance{Source: "test", Location: "full.jsonl"}, Entry: "line 1"}, nil)
	}, faultRun)
	if report.Accepted == 1 {
		f.adopt(report.IDs[0])
	}
	return err == nil
}

// reopenOnFullDisk closes and opens the library while nothing can be written.
func (f *faulty) reopenOnFullDisk() {
	if err := f.close(); err != nil {
		f.note("  close: %v", err)
	}
	if err := f.tryOpen(); err != nil {
		f.note("  open on the full disk: %v", err) // the store may need room to open
		if err := os.Remove(filepath.Join(f.disk, "ballast")); err != nil {
			f.Fatal(err)
		}
		f.open()
		if err := takeRoom(filepath.Join(f.disk, "ballast"), 0); err != nil {
			f.Fatal(err)
		}
	}
}

// takeRoom writes a file until a disk has only so many bytes left.
func takeRoom(path string, left int64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	block := make([]byte, 64<<10)
	for err == nil {
		_, err = file.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return file.Truncate(max(0, info.Size()-left))
}
