package csv

import (
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format())
}

// TestIncompleteAuthors checks that a list of authors without a number stays incomplete.
func TestIncompleteAuthors(t *testing.T) {
	var file strings.Builder
	w := NewWriter(&file, format.WriteOptions{})
	if err := w.Write(data.Paper{ID: "lab:1", Title: "T", Authors: []string{"A B"}}, ""); err != nil {
		t.Fatal(err)
	}
	for r, err := range Format().Read(t.Context(), format.Input{Reader: strings.NewReader(file.String())}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil || r.Paper.AuthorCount != nil {
			t.Errorf("the number of authors is %v (%v), want nil", r.Paper.AuthorCount, err)
		}
	}
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
