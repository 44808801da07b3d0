package recommend_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
	"paperboy/index/embedded"
	"paperboy/recommend"
)

// BenchmarkRecommend asks for ten recommendations, of papers that are in memory. The
// corpora are those of $PAPERBOY_CORPUS, comma-separated, by default ACL's 64,351
// papers; with acl,arxiv-2025,arxiv-classic-a they are 387,264. It reports
// percentiles, since a mean hides what a person waits for.
func BenchmarkRecommend(b *testing.B) {
	l := corpora(b)
	engine, err := embedded.Open(b.Context(), b.TempDir(), embedded.Options{Store: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	for from := 0; from < len(l); from += 1000 {
		var changes []data.Change
		for i := from; i < min(from+1000, len(l)); i++ {
			changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &l[i]})
		}
		if err := engine.Apply(b.Context(), changes, changes[len(changes)-1].Sequence); err != nil {
			b.Fatal(err)
		}
	}
	if err := engine.WaitVisible(b.Context(), data.Sequence(len(l))); err != nil {
		b.Fatal(err)
	}
	r := recommend.New(engine, &shelved{l})
	random := rand.New(rand.NewPCG(1, 1))
	some := func(n int) (ids []data.ID) {
		for range n {
			ids = append(ids, data.ID(fmt.Sprint(random.IntN(len(l)))))
		}
		return ids
	}
	// taste is n papers of one field: those most like one of them.
	taste := func(n int) []data.ID {
		one := some(1)
		answer, err := r.Similar(b.Context(), recommend.Request{Like: one, Limit: n - 1})
		if err != nil {
			b.Fatal(err)
		}
		for _, h := range answer.Hits {
			one = append(one, data.ID(fmt.Sprint(h.Number-1)))
		}
		return one
	}
	measure := func(name string, ask func() func() error) {
		b.Run(name, func(b *testing.B) {
			var took []float64
			asks := make([]func() error, 100)
			for i := range asks {
				asks[i] = ask()
			}
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if err := asks[i%len(asks)](); err != nil {
					b.Fatal(err)
				}
				took = append(took, float64(time.Since(start).Microseconds())/1000)
			}
			slices.Sort(took)
			for _, p := range []int{50, 99} {
				b.ReportMetric(took[(len(took)-1)*p/100], fmt.Sprintf("p%d-ms", p))
			}
		})
	}
	similar := func(name string, request func() recommend.Request) {
		measure(name, func() func() error {
			q := request()
			q.Limit = 10
			return func() error {
				_, err := r.Similar(b.Context(), q)
				return err
			}
		})
	}
	similar("one paper", func() recommend.Request { return recommend.Request{Like: some(1)} })
	similar("three liked, two not", func() recommend.Request {
		ids := taste(5)
		return recommend.Request{Like: ids[:3], Unlike: ids[3:]}
	})
	similar("twenty liked", func() recommend.Request { return recommend.Request{Like: taste(20)} })
	similar("twenty of any field", func() recommend.Request { return recommend.Request{Like: some(20)} })
	similar("a text", func() recommend.Request { return recommend.Request{Text: l[random.IntN(len(l))].Abstract} })
	similar("one paper, varied", func() recommend.Request { return recommend.Request{Like: some(1), Variety: .3} })
	measure("between two", func() func() error {
		ids := taste(2)
		return func() error {
			_, err := r.Between(b.Context(), recommend.BetweenRequest{A: ids[0], B: ids[1], Limit: 10})
			return err
		}
	})
}

// shelved finds papers by their place, which is quicker than library does.
type shelved struct{ library }

func (s *shelved) Paper(_ context.Context, id data.ID) (data.Paper, data.Number, error) {
	i, err := strconv.Atoi(string(id))
	if err != nil {
		return data.Paper{}, 0, err
	}
	return s.library[i], data.Number(i + 1), nil
}

func corpora(b *testing.B) library {
	b.Helper()
	names := os.Getenv("PAPERBOY_CORPUS")
	if names == "" {
		names = "acl"
	}
	var l library
	for _, name := range strings.Split(names, ",") {
		path := sharedtest.Path(b, "corpora/"+name+".jsonl.zst")
		for record, err := range format.Open(b.Context(), path, format.Options{Formats: formats.All()}) {
			if err == nil {
				err = data.Validate(&record)
			}
			if err == nil {
				l = append(l, record.Paper)
			}
		}
	}
	return l
}
