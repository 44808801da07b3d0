package embedded_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
)

// BenchmarkDaily measures what the pages of days, weeks, months and trending ask of the index
// of BenchmarkScale. It reports the median that a reader waits, and the mean time of processors,
// which says more on a busy machine.
func BenchmarkDaily(b *testing.B) {
	engine := openStanding(b)
	defer engine.Close()
	facets := []index.Facet{index.FacetDate, index.FacetAuthor}
	today := data.Date{Year: 2026, Month: time.July, Day: 20}
	search := func(name string, list []index.Request) {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			used := processorTime(b)
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if _, err := engine.Search(context.Background(), list[i%len(list)]); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64((processorTime(b)-used).Microseconds())/1000/float64(len(took)), "cpu-ms")
		})
	}
	for _, kind := range []index.DayKind{index.DayFeatured, index.DayPublished, index.DayAdded} {
		days := calendarOf(b, engine, kind)
		for _, length := range []int32{1, 7, 31} {
			for _, limit := range []int{20, 100} {
				name := fmt.Sprintf("%d days by %s, %d", length, kind, limit)
				list := periods(days, kind, length)
				for i := range list {
					list[i].Limit, list[i].Sort, list[i].Facets = limit, index.ByUpvotes, facets
				}
				search(name, list)
			}
		}
		search("calendar by "+string(kind), []index.Request{{Calendar: kind}})
		search("calendar by "+string(kind)+" of a word", []index.Request{{Query: freeWords([]string{"model"}), Calendar: kind}})
		search("calendar by "+string(kind)+" of a filter", []index.Request{{Calendar: kind, Filter: index.Filter{AuthorsMin: 2}}})
	}
	for _, limit := range []int{20, 100} {
		search(fmt.Sprintf("trending, %d", limit), []index.Request{{Sort: index.ByTrending, Today: today, Limit: limit, Facets: facets}})
	}
	search("trending of a word, 20", []index.Request{{Query: freeWords([]string{"model"}), Sort: index.ByTrending, Today: today, Limit: 20, Facets: facets}})
	search("trending without facets, 20", []index.Request{{Sort: index.ByTrending, Today: today, Limit: 20}})
	search("newest, 20", []index.Request{{Sort: index.ByNewest, Limit: 20, Facets: facets}})
}

// calendarOf returns the days of a kind that have papers, without months.
func calendarOf(b *testing.B, engine *embedded.Engine, kind index.DayKind) []data.Date {
	found, err := engine.Search(context.Background(), index.Request{Calendar: kind})
	if err != nil {
		b.Fatal(err)
	}
	var days []data.Date
	for _, d := range found.Calendar {
		if d.Day.Precision() == data.DayPrecision {
			days = append(days, d.Day)
		}
	}
	if len(days) == 0 {
		b.Skipf("no paper has a day by %s", kind)
	}
	return days
}

// periods returns searches for 100 random periods of this many days.
func periods(days []data.Date, kind index.DayKind, length int32) []index.Request {
	random := rand.New(rand.NewPCG(1, 1))
	var list []index.Request
	for range 100 {
		from := days[random.IntN(len(days))]
		to := data.DateOfDay(from.FirstDay() + length - 1)
		var f index.Filter
		switch kind {
		case index.DayFeatured:
			f.FeaturedFrom, f.FeaturedTo = from, to
		case index.DayAdded:
			f.AddedFrom, f.AddedTo = from, to
		default:
			f.From, f.To = from, to
		}
		list = append(list, index.Request{Filter: f})
	}
	return list
}

// processorTime returns the time that processors have spent on this process.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
