package lexicon

import (
	"bufio"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/analysis"
)

// realLog returns a log of the 399,000 papers of the shared corpora.
func realLog(b testing.TB) *sliceLog {
	b.Helper()
	log := &sliceLog{}
	for _, name := range []string{"hf", "acl", "arxiv-2025", "arxiv-classic-a"} {
		f, err := os.Open(sharedtest.Path(b, "corpora/"+name+".jsonl.zst"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		r, err := zstd.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		defer r.Close()
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var p struct {
				Title, Abstract, Venue, Date string
				Authors                      []string
			}
			if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
				b.Fatal(err)
			}
			date, _ := data.ParseDate(p.Date)
			n := len(log.changes) + 1
			log.changes = append(log.changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &data.Paper{Title: p.Title, Abstract: p.Abstract, Authors: p.Authors, Venue: p.Venue, Date: date}})
		}
		if err := lines.Err(); err != nil {
			b.Fatal(err)
		}
	}
	return log
}

// BenchmarkBuild measures how many papers per second Read takes from a log, and the memory
// per paper.
func BenchmarkBuild(b *testing.B) {
	log := realLog(b)
	for b.Loop() {
		l := New()
		if err := l.Read(b.Context(), log); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(l.Bytes())/float64(len(log.changes)), "B/paper")
		b.ReportMetric(float64(len(l.now.Load().parts)), "segments")
	}
	b.ReportMetric(float64(len(log.changes)*b.N)/b.Elapsed().Seconds(), "papers/s")
}

// BenchmarkComplete completes the beginnings of real titles and names, of several lengths,
// with and without a typing error.
func BenchmarkComplete(b *testing.B) {
	log := realLog(b)
	l := New()
	if err := l.Read(b.Context(), log); err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, kind := range []struct {
		name   string
		length func() int
		wrong  bool
	}{
		{"two", func() int { return 2 }, false},
		{"short", func() int { return 3 + random.IntN(3) }, false},
		{"long", func() int { return 6 + random.IntN(15) }, false},
		{"error", func() int { return 5 + random.IntN(15) }, true},
	} {
		typed := make([]string, 2000)
		for i := range typed {
			p := log.changes[random.IntN(len(log.changes))].Paper
			text := analysis.Words(p.Title)
			if len(p.Authors) > 0 && i%3 == 0 {
				text = analysis.Words(data.Surname(p.Authors[0]))
			}
			r := []rune(text)
			r = r[:min(len(r), kind.length())]
			if at := len(r) / 2; kind.wrong && at > 0 {
				r[at] = 'q'
			}
			typed[i] = string(r)
		}
		b.Run(kind.name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if _, err := l.Complete(b.Context(), index.CompleteRequest{Typed: typed[i%len(typed)], Limit: 4, Correct: true}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// sliceLog is a log of papers that never change.
type sliceLog struct{ changes []data.Change }

func (l *sliceLog) Changes(_ context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	rest := l.changes[min(int(after), len(l.changes)):]
	return rest[:min(len(rest), limit)], nil
}
