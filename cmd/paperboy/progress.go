package main

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"

	"paperboy/api/library"
	"paperboy/data/figures"
)

// progress shows the progress of an ingest on stderr: on a terminal as a bar, elsewhere as a line
// after the first batch and then at most every progressEvery. The records that it counts are
// durable.
type progress struct {
	w    io.Writer
	bar  *progressbar.ProgressBar
	name string
	last time.Time
}

const progressEvery = 2 * time.Second

// meters returns a function for library.Run.Meter that shows progress on w.
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

// Read implements library.Meter.
func (p *progress) Read(n, total int64) {
	if p.bar == nil {
		return
	}
	if total > 0 && p.bar.GetMax64() != total {
		p.bar.ChangeMax64(total)
	}
	p.bar.Set64(n)
}

// Durable implements library.Meter.
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
