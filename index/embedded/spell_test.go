package embedded_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// BenchmarkNear spells words of titles that have lost a letter, or two. It reports
// percentiles, since a mean hides what a person waits for.
func BenchmarkNear(b *testing.B) {
	papers := corpus(b)
	engine := openBench(b, b.TempDir())
	defer engine.Close()
	fill(b, engine, papers)
	b.Logf("%d papers, %d forms", len(papers), engine.Stats().Terms)
	for lost := 1; lost <= 2; lost++ {
		b.Run(fmt.Sprint("letters lost ", lost), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 1))
			var took []float64
			found := 0
			for b.Loop() {
				form := []rune(contentWords(papers[random.IntN(len(papers))].Title, 1)[0])
				for range lost {
					i := random.IntN(len(form))
					form = slices.Delete(form, i, i+1)
				}
				start := time.Now()
				near, err := engine.Near(context.Background(), "", string(form), lost)
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, float64(time.Since(start).Microseconds())/1000)
				if len(near) > 0 {
					found++
				}
			}
			slices.Sort(took)
			for _, p := range []int{50, 95, 99} {
				b.ReportMetric(took[(len(took)-1)*p/100], fmt.Sprintf("p%d-ms", p))
			}
			b.ReportMetric(100*float64(found)/float64(len(took)), "%near")
		})
	}
}
