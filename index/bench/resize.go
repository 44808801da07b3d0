package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/format"
)

// A Corpus says what Resize made records from.
type Corpus struct {
	// Records is the number of records in the corpus.
	Records int `json:"records"`
	// Copies is the number of perturbed copies that were added.
	Copies int `json:"copies"`
}

// Resize returns n records made from a corpus. The same seed gives the same records. If the
// corpus is large enough, they are evenly spaced records of it, so that they have the same
// years and subjects. Otherwise they are the whole corpus, followed by perturbed copies of its
// records (copier): whole passes over the corpus, and a last pass with evenly spaced records.
//
// Resize reads the corpus once to count it, and the result reads it once for each pass. At most
// a few hundred records are in memory. Rejected records are left out.
func Resize(corpus format.Records, n int, seed uint64) (format.Records, Corpus, error) {
	size := 0
	for _, err := range corpus {
		if err == nil {
			size++
		} else if !isReject(err) {
			return nil, Corpus{}, fmt.Errorf("count the corpus: %w", err)
		}
	}
	if size == 0 {
		return nil, Corpus{}, ErrNoPapers
	}
	resized := func(yield func(data.Record, error) bool) {
		left := n
		for pass := 0; left > 0; pass++ {
			take := min(left, size)
			for record, err := range spaced(copied(corpus, pass, seed), take, size) {
				if !yield(record, err) || err != nil {
					return
				}
			}
			left -= take
		}
	}
	return resized, Corpus{size, max(0, n-size)}, nil
}

// progressEvery is the shortest time between two reports of how much of a corpus was read.
const progressEvery = 2 * time.Second

// Read sets o.Records to those at several locations, one location after the other. If n is above 0,
// it makes n records of them and writes these to a file in dir, which is read instead.
func (o *Options) Read(ctx context.Context, locations []string, n int, dir string, read format.Options) error {
	last := time.Now()
	read.Progress = func(p format.Progress) {
		if now := time.Now(); now.Sub(last) >= progressEvery {
			last = now
			o.Progress(fmt.Sprintf("read %s of %s", figures.Bytes(p.Read), filepath.Base(p.Location)))
		}
	}
	o.Records = openAll(ctx, locations, read)
	if n == 0 {
		return nil
	}
	return o.writeResized(ctx, filepath.Join(dir, "resized.jsonl"), n, read)
}

// writeResized makes n records from o.Records with Resize and writes them to a new file as JSON
// lines. Afterwards o.Records reads the file with format.Open and read, and o.Corpus says what
// the records were made from.
func (o *Options) writeResized(ctx context.Context, path string, n int, read format.Options) error {
	o.Progress("counting the corpus")
	records, corpus, err := Resize(o.Records, n, o.Seed)
	if err != nil {
		return err
	}
	o.Progress("writing " + figures.Count(n, "record"))
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	o.Corpus, o.Records = &corpus, format.Open(ctx, path, read)
	return errors.Join(writeRecords(f, records), f.Close())
}

// writeRecords writes JSON lines that data/format reads as the same records.
func writeRecords(w io.Writer, records format.Records) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	lines := json.NewEncoder(buffered)
	lines.SetEscapeHTML(false)
	for r, err := range records {
		if err != nil {
			return err
		}
		r.Paper.Sources = append(slices.Clip(r.Paper.Sources), r.Origin)
		if err := lines.Encode(struct {
			data.Paper
			Aliases []data.ID `json:"aliases,omitempty"`
		}{r.Paper, r.Aliases}); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// openAll returns the records at several locations, one location after the other.
func openAll(ctx context.Context, locations []string, read format.Options) format.Records {
	return func(yield func(data.Record, error) bool) {
		for _, location := range locations {
			for record, err := range format.Open(ctx, location, read) {
				if !yield(record, err) {
					return
				}
			}
		}
	}
}

// spaced yields n evenly spaced records of size.
func spaced(records format.Records, n, size int) format.Records {
	return func(yield func(data.Record, error) bool) {
		i := 0
		for record, err := range records {
			taken := (i+1)*n/size > i*n/size
			i++
			if (taken || err != nil) && !yield(record, err) {
				return
			}
		}
	}
}

// copied yields the records of the corpus in pass 0, and perturbed copies in other passes.
func copied(corpus format.Records, pass int, seed uint64) format.Records {
	return func(yield func(data.Record, error) bool) {
		c, position := copier{pass: pass, seed: seed}, 0
		for record, err := range corpus {
			if isReject(err) {
				continue
			}
			if err == nil && pass > 0 {
				record = c.copy(record, position)
			}
			position++
			if !yield(record, err) {
				return
			}
		}
	}
}

// isReject reports whether an error is a rejected record.
func isReject(err error) bool {
	var reject *data.Rejection
	return errors.As(err, &reject)
}
