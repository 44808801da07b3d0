package csv

import (
	"testing"

	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format())
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
