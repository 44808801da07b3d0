package csv

import (
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(), formattest.LosesURLs,
		formattest.Loss{Why: "only the last day on a daily list is written, and nothing that a model wrote", Forget: func(p *data.Paper) {
			p.AISummary, p.AIKeywords = "", nil
			if n := len(p.FeaturedDays); n > 1 {
				p.FeaturedDays = p.FeaturedDays[n-1:]
			}
		}},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
