package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"paperboy/api/library"
	"paperboy/data/figures"

	"github.com/schollz/progressbar/v3"
)

// progress shows on stderr how far an ingest has come: a bar on a terminal;
// elsewhere a line at the first batch and then one every progressEvery, which a
// log can bear. A count that it shows is a promise: so many records are durable
// and survive whatever happens next.
type progress struct {
	w    io.Writer
	bar  *progressbar.ProgressBar
	name string
	last time.Time
}

const progressEvery = 2 * time.Second

// meters returns what shows progress on w.
func meters(w io.Writer) func(source string) library.Meter {
	return func(source string) library.Meter { return newProgress(w, source) }
}

func newProgress(w io.Writer, name string) *progress {
	p := &progress{w: w, name: name}
	if isTerminal(w) {
		p.bar = progressbar.NewOptions64(-1,
			progressbar.OptionSetWriter(w),
			progressbar.OptionSetDescription(filepath.Base(name)),
			progressbar.OptionSetWidth(30),
			progressbar.OptionShowBytes(true),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// Read shows how much of a source has been read, in bytes; total is 0 where its
// size is not known.
func (p *progress) Read(n, total int64) {
	if p.bar == nil {
		return
	}
	if total > 0 && p.bar.GetMax64() != total {
		p.bar.ChangeMax64(total)
	}
	p.bar.Set64(n)
}

// Durable shows how many records are safe.
func (p *progress) Durable(n int) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%s: %s", filepath.Base(p.name), figures.Count(n, "record")))
		return
	}
	if now := time.Now(); n > 0 && now.Sub(p.last) >= progressEvery {
		p.last = now
		fmt.Fprintf(p.w, "paperboy: ingest %s: %s durable\n", p.name, figures.Count(n, "record"))
	}
}

func (p *progress) Finish() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
