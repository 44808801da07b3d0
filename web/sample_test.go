package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/sample"
	"paperboy/data/source"
	"paperboy/data/source/formats"
)

// samplePapers are the papers that an empty folder first gets.
func samplePapers(t *testing.T) []data.Record {
	t.Helper()
	options := source.Options{Formats: formats.All(), Format: "hf-text", Source: sample.Source, AsOf: sample.AsOf, Stdin: strings.NewReader(sample.Page)}
	var records []data.Record
	for r, err := range source.Open(context.Background(), source.Stdin, options) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

func TestFirstScreen(t *testing.T) {
	h := newHandler(t, newService(t, samplePapers(t)...))
	doc := pageOf(t, h, http.StatusOK, "/")
	if n := doc.Find(".hit").Length(); n != 40 {
		t.Errorf("%d papers, want 40", n)
	}
	notice := strings.Join(texts(doc.Find(".notice")), "")
	if want := "Sample: a Hugging Face page of 13 Nov 2025. Add yours: paperboy ingest FILE · Remove"; notice != want {
		t.Errorf("notice %q, want %q", notice, want)
	}
	examples := doc.Find(".examples a")
	if examples.Length() != 3 {
		t.Errorf("%d examples, want 3", examples.Length())
	}
	for i := range examples.Length() {
		address := examples.Eq(i).AttrOr("href", "")
		if n := pageOf(t, h, http.StatusOK, address).Find(".hit").Length(); n == 0 {
			t.Errorf("%s finds nothing", address)
		}
	}
	dates := texts(doc.Find(".hit .facts time"))
	if len(dates) != 37 || dates[0] != "29 Sep 2025" || dates[36] != "24 Feb 2019" {
		t.Errorf("%d dates from %q to %q, want 37, newest first", len(dates), dates[0], dates[len(dates)-1])
	}
	var years []string
	for i, bars := 0, doc.Find("svg.histogram a"); i < bars.Length(); i++ {
		years = append(years, bars.Eq(i).AttrOr("aria-label", ""))
	}
	want := []string{"2019: 1 paper", "2020: 0 papers", "2021: 0 papers", "2022: 1 paper", "2023: 9 papers", "2024: 13 papers", "2025: 13 papers"}
	if diff := cmp.Diff(want, years); diff != "" {
		t.Errorf("years (-want +got):\n%s", diff)
	}
	authors := texts(doc.Find(`.option:has(input[name="author_count"])`))
	if diff := cmp.Diff([]string{"22", "311", "48", "53", "6–1013", "Unknown3"}, authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if got := texts(doc.Find("#sort option")); len(got) != 6 {
		t.Errorf("orders %q: upvotes and featured have no data here", got)
	}
	for _, name := range []string{"author", "category", "venue", "source"} {
		if doc.Find(`input[name="`+name+`"]`).Length() > 0 {
			t.Errorf("the facet %s has fewer than two values, and is shown", name)
		}
	}
}
