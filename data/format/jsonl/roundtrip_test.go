package jsonl

import (
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.Loss{Why: "without a date, the month in an arXiv number is used", Forget: func(p *data.Paper) {
			if p.Date.IsZero() {
				p.Date = p.ID.Month()
			}
		}},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
