package arxiv

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
)

type readFunc = func(context.Context, format.Input) format.Records

var equateEmpty = cmpopts.EquateEmpty()

// readAll returns the number of papers that are read, and the joined errors.
func readAll(t testing.TB, read readFunc, text string) (papers int, errs string) {
	for r, err := range read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			errs += err.Error()
			continue
		}
		papers++
	}
	return papers, errs
}

// drain reads and validates an input. A valid paper must have a title.
func drain(t testing.TB, read readFunc, text string) {
	for r, err := range read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
		if err == nil && data.Validate(&r) == nil && r.Paper.Title == "" {
			t.Errorf("a paper without a title: %+v", r)
		}
	}
}

// benchmark reads and validates a text with a number of entries.
func benchmark(b *testing.B, read readFunc, text string, entries int) {
	if papers, errs := readAll(b, read, text); papers != entries {
		b.Fatalf("%d papers, want %d: %s", papers, entries, errs)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		drain(b, read, text)
	}
	b.ReportMetric(float64(entries*b.N)/b.Elapsed().Seconds(), "entries/s")
}

// TestSharedFiles reads real responses of arXiv. Every file is recognized, its papers are
// complete, and a CAPTCHA and a feed without papers are reported as such.
func TestSharedFiles(t *testing.T) {
	total := 0
	for _, folder := range []string{"fixtures/arxiv/atom", "fixtures/arxiv/oai", "fixtures/pages/abs_html"} {
		files, err := filepath.Glob(filepath.Join(sharedtest.Path(t, folder), "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s: %v", folder, err)
		}
		for _, file := range files {
			read, rejected := 0, 0
			for r, err := range format.Open(t.Context(), file, format.Options{Formats: Formats()}) {
				if err == nil {
					err = data.Validate(&r)
				}
				if err != nil {
					rejected++
					isKnown := errors.Is(err, errCaptcha) && strings.Contains(file, "captcha") || errors.Is(err, format.ErrNoRecords) && strings.Contains(file, "empty")
					if !isKnown {
						t.Errorf("%s: %v", filepath.Base(file), err)
					}
					continue
				}
				read++
				p := r.Paper
				if p.ID.Scheme() != data.SchemeArXiv || p.Abstract == "" || len(p.Authors) == 0 || p.Date.Precision() != data.DayPrecision || r.Origin.Source != format.SourceArXiv {
					t.Errorf("%s: incomplete: %+v", filepath.Base(file), r)
				}
				if known := len(p.Categories) > 0; !known && !strings.Contains(file, "_head_") { // the head of a page has no categories
					t.Errorf("%s: no category", filepath.Base(file))
				}
			}
			t.Logf("%s: %d entries, %d read, %d rejected", filepath.Base(file), read+rejected, read, rejected)
			total += read
		}
	}
	if want := 12; total != want {
		t.Errorf("%d papers read, want %d", total, want)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(sharedtest.Path(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
