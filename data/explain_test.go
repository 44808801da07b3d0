package data

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// explained formats an Explanation with one line per field: "field = value < source", followed
// by what the source wrote, which other sources agree, and what others say instead.
func explained(e Explanation) string {
	var b strings.Builder
	say := func(s Statement) {
		value, _ := json.Marshal(s.Value)
		fmt.Fprintf(&b, "%s < %s", value, s.Source)
		if s.Raw != "" {
			fmt.Fprintf(&b, " wrote %s", s.Raw)
		}
	}
	for _, f := range e.Fields {
		b.WriteString(f.Field + " = ")
		say(f.Statement)
		if len(f.Also) > 0 {
			fmt.Fprintf(&b, " and %s", strings.Join(f.Also, ", "))
		}
		for _, s := range f.Alternatives {
			b.WriteString("; not ")
			say(s)
		}
		b.WriteByte('\n')
	}
	for _, w := range e.Warnings {
		fmt.Fprintf(&b, "%s: %s\n", w.Source, w.Code)
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	sample := record(t, "sample", 1, Paper{Title: "Rolling Forcing", AuthorCount: pointer(6), Comments: pointer(2)})
	acl := record(t, "acl", 2, Paper{
		ID: "P18-1234", Title: "Rolling Forcing", Authors: []string{"Ann Other"}, Date: Date{2024, 7, 0}, Venue: "ACL", DOI: "10.18653/V1/P18-1234", Categories: []string{"a"},
	})
	hf := record(t, "huggingface", 3, Paper{
		ID: "2405.00001", Title: "Rolling $Forcing$", Authors: []string{"A. Other", "B. Third"}, Date: Date{2024, 5, 2}, Comments: pointer(0), Categories: []string{"b", "a"},
	})
	hf.Origin.Raw, hf.Origin.Warnings = map[string]string{"title": "Rolling  $Forcing$"}, []string{"year_assumed"}
	want := `id = "arxiv:2405.00001" < huggingface; not "` + string(sample.Paper.ID) + `" < sample; not "acl:P18-1234" < acl
title = "Rolling $Forcing$" < huggingface wrote Rolling  $Forcing$; not "Rolling Forcing" < sample; not "Rolling Forcing" < acl
authors = ["A. Other","B. Third"] < huggingface; not ["Ann Other"] < acl
author_count = 6 < sample; not 1 < acl; not 2 < huggingface
date = "2024-05-02" < huggingface; not "2024-07" < acl
comments = 0 < huggingface; not 2 < sample
categories = ["a","b"] < acl; not ["b","a"] < huggingface
venue = "ACL" < acl
doi = "10.18653/v1/p18-1234" < acl wrote 10.18653/V1/P18-1234
huggingface: year_assumed
`
	if diff := cmp.Diff(want, explained(Explain([]Record{hf, sample, acl}))); diff != "" {
		t.Errorf("Explain (-want +got):\n%s", diff)
	}

	edit := record(t, "edit", 4, Paper{ID: "2405.00001", Title: "Rolling"})
	want = `id = "arxiv:2405.00001" < huggingface and edit
title = "Rolling" < edit; not "Rolling $Forcing$" < huggingface wrote Rolling  $Forcing$
huggingface: year_assumed
`
	if diff := cmp.Diff(want, explained(Explain([]Record{edit, hf}))); diff != "" {
		t.Errorf("Explain of an edit (-want +got):\n%s", diff)
	}
	if got := Explain(nil); len(got.Fields)+len(got.Warnings) > 0 {
		t.Errorf("Explain of nothing: %+v", got)
	}
}

// TestExplainAgreesWithMerge checks that every known field of a merged paper is explained with
// the value that it has, and by a record that states this value.
func TestExplainAgreesWithMerge(t *testing.T) {
	const seed = 2
	rnd := rand.New(rand.NewPCG(seed, seed))
	for round := range 2000 {
		var records []Record
		for n := range 1 + rnd.IntN(4) {
			records = append(records, randomRecord(t, rnd, n))
		}
		if rnd.IntN(5) == 0 {
			records[0].Origin.Source = SourceEdit
		}
		text, err := json.Marshal(Merge(records))
		if err != nil {
			t.Fatal(err)
		}
		var known map[string]any
		if err := json.Unmarshal(text, &known); err != nil {
			t.Fatal(err)
		}
		delete(known, "sources")
		delete(known, "observations") // from all records, like sources
		got := make(map[string]any)
		for _, f := range Explain(records).Fields {
			value, err := json.Marshal(f.Value)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(value, &v); err != nil {
				t.Fatal(err)
			}
			got[f.Field] = v
		}
		for field, value := range known {
			switch list, isList := value.([]any); {
			case value == nil || value == "" || isList && len(list) == 0:
				delete(known, field)
			}
		}
		if diff := cmp.Diff(known, got); diff != "" {
			t.Fatalf("round %d (-merged +explained):\n%s", round, diff)
		}
	}
}
