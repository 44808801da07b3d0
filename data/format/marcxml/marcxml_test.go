package marcxml

import (
	"testing"

	"paperboy/data/format/formattest"
)

func TestRead(t *testing.T) { formattest.Goldens(t, Format()) }

func FuzzRead(f *testing.F) { formattest.FuzzGoldens(f, Format()) }
