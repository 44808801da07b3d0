package data

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFieldsMatchPaper compares the table with the struct, field by field.
func TestFieldsMatchPaper(t *testing.T) {
	paper := reflect.TypeFor[Paper]()
	var want []string
	for i := range paper.NumField() {
		name, _, _ := strings.Cut(paper.Field(i).Tag.Get("json"), ",")
		want = append(want, name)
	}
	if diff := cmp.Diff(want, FieldNames()); diff != "" {
		t.Errorf("fields (-Paper +Fields):\n%s", diff)
	}
	for _, f := range Fields {
		kinds := 0
		for _, is := range []bool{f.text != nil, f.list != nil, f.number != nil, f.date != nil, f.days != nil, f.derived != nil} {
			if is {
				kinds++
			}
		}
		if kinds != 1 {
			t.Errorf("%s has %d kinds, want 1", f.Name, kinds)
		}
	}
}

// fullPaper returns a paper with all fields.
func fullPaper() Paper {
	return Paper{
		ID: "arxiv:2405.00001", Title: "T", Abstract: "<A> &\u2028", Authors: []string{"A B"}, AuthorCount: pointer(2), Date: Date{2024, 5, 0}, Featured: Date{2024, 5, 3}, FeaturedDays: []Date{{2024, 5, 3}},
		Upvotes: pointer(0), Comments: pointer(3), Stars: pointer(4), Organization: "O", AISummary: "S", AIKeywords: []string{"K"}, Repository: "https://example.org/r",
		Observations: []Observation{{At: day(4), Upvotes: pointer(0)}},
		Categories:   []string{"cs.CL"}, Venue: "V", Language: "en", Groups: []string{"A B"}, Type: TypeArticle, Container: "C", Volume: "1", Number: "2", Pages: "3-4", Publisher: "P",
		Place: "L", Editors: []string{"E F"}, School: "S", Series: "R", Edition: "2nd", ISBN: "I", ISSN: "J", Note: "N", CitationKey: "K", DOI: "10.1000/x", URLs: []string{"https://example.org/"},
		Added: day(1), Updated: day(2), Sources: []Provenance{{Source: "arxiv", Location: "l", Fetched: day(3)}},
	}
}

func TestFieldCopies(t *testing.T) {
	full := fullPaper()
	for i := range Fields {
		f := &Fields[i]
		var p Paper
		if f.IsStated(&p) {
			t.Errorf("%s: IsStated is true for an empty paper", f.Name)
		}
		if f.derived == nil && f.Equal(&p, &full) {
			t.Errorf("%s: Equal is true for an empty and a full paper", f.Name)
		}
		f.Copy(&p, &full)
		if stated := f.IsStated(&p); stated != (f.derived == nil) || stated && !f.Equal(&p, &full) {
			t.Errorf("%s: after Copy the value is %v, want %v", f.Name, f.Value(&p), f.Value(&full))
		}
	}
}

func TestAppendJSON(t *testing.T) {
	p := fullPaper()
	line, err := AppendJSON([]byte("x"), &p, FieldNames(), Member{"remark", "a < b"})
	if err != nil {
		t.Fatal(err)
	}
	const want = `x{"id":"arxiv:2405.00001","title":"T","abstract":"<A> &\u2028","authors":["A B"],"author_count":2,"groups":["A B"],"date":"2024-05","featured":"2024-05-03",` +
		`"featured_days":["2024-05-03"],"upvotes":0,"comments":3,"stars":4,"categories":["cs.CL"],"venue":"V","type":"article","container":"C","volume":"1","number":"2","pages":"3-4","publisher":"P","place":"L","editors":["E F"],` +
		`"school":"S","series":"R","edition":"2nd","isbn":"I","issn":"J","language":"en","note":"N","citation_key":"K","doi":"10.1000/x","urls":["https://example.org/"],` +
		`"organization":"O","ai_summary":"S","ai_keywords":["K"],"repository":"https://example.org/r",` +
		`"observations":[{"at":"2024-01-04T00:00:00Z","upvotes":0,"comments":null,"stars":null}],` +
		`"added":"2024-01-01T00:00:00Z","updated":"2024-01-02T00:00:00Z","sources":[{"source":"arxiv","location":"l","fetched":"2024-01-03T00:00:00Z","raw":{},"warnings":[]}],"remark":"a < b"}`
	if diff := cmp.Diff(want, string(line)); diff != "" {
		t.Errorf("all fields (-want +got):\n%s", diff)
	}
	var back Paper
	if err := json.Unmarshal(line[1:], &back); err != nil {
		t.Fatal(err)
	}
	p.Sources = withoutNulls(p.Sources)
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("read back (-written +read):\n%s", diff)
	}
	line, err = AppendJSON(nil, &Paper{Title: "T"}, []string{"upvotes", "title", "date"})
	if got := string(line); err != nil || got != `{"title":"T","date":null,"upvotes":null}` {
		t.Errorf("three fields: %s, %v", got, err)
	}
	if _, err := AppendJSON(nil, &Paper{Added: time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)}, []string{"added"}); err == nil {
		t.Error("AppendJSON of a time that JSON can't represent: want an error")
	}
}
