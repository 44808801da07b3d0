package formats_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/formattest"
)

// TestExports writes papers in each format and reads them back, with what the formats have no field of
// their own for.
func TestExports(t *testing.T) {
	for name, test := range map[string]struct {
		paper data.Paper
		want  string // the parts of describe that are the same in all formats
	}{
		"several addresses and a DOI": {
			data.Paper{Type: data.TypeArticle, ID: "doi:10.1000/x", DOI: "10.1000/x", Authors: []string{"Ann Lee"}, URLs: []string{"https://example.org/b", "https://example.org/a.pdf"}},
			"authors Ann Lee; count 1; addresses https://example.org/b https://example.org/a.pdf",
		},
		"a thesis with a publisher": {
			data.Paper{Type: data.TypeThesis, Authors: []string{"Ann Lee"}, School: "A University", Publisher: "A Press", Note: "PhD thesis"},
			"authors Ann Lee; count 1; school A University; publisher A Press",
		},
		"a thesis whose publisher is the school": {
			data.Paper{Type: data.TypeThesis, Authors: []string{"Ann Lee"}, School: "A University", Publisher: "A University", Note: "PhD thesis"},
			"authors Ann Lee; count 1; school A University; publisher A University",
		},
		"a report of a publisher": {
			data.Paper{Type: data.TypeReport, Authors: []string{"Ann Lee"}, Publisher: "A Press"},
			"authors Ann Lee; count 1; publisher A Press",
		},
		"some of the authors": {
			data.Paper{Type: data.TypeArticle, Authors: []string{"Ann Lee", "Bo Day"}, AuthorCount: formattest.Pointer(2_000)},
			"authors Ann Lee, Bo Day; count unknown",
		},
		"some of the editors": {
			data.Paper{Type: data.TypeBook, Editors: []string{"Ann Lee", "Bo Day", "et al."}},
			"authors Ann Lee, Bo Day; editors Ann Lee, Bo Day; count unknown",
		},
	} {
		r := data.Record{Paper: test.paper}
		r.Paper.Title = "A Title"
		if err := data.Validate(&r); err != nil {
			t.Fatal(err)
		}
		r.Paper.Sources = []data.Provenance{r.Origin}
		for _, f := range formats.Writers() {
			const private = "Only for me"
			var file strings.Builder
			w := f.Write.New(&file, format.WriteOptions{})
			if err := w.Write(r.Paper, private); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			records, rejects := formattest.ReadText(t, f.Read, "papers", file.String())
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%s as %s: %d records, rejects %v", name, f.Name, len(records), rejects)
			}
			want := test.want
			if f.Name == "jsonl" || strings.HasPrefix(f.Name, "csv") {
				want = describe(&r.Paper) // these have the number too
			}
			if diff := cmp.Diff(want, describe(&records[0].Paper)); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s%s", name, f.Name, diff, file.String())
			}
			if !strings.Contains(file.String(), private) {
				t.Errorf("%s as %s: the reader's own note is not written", name, f.Name)
			}
			if p := records[0]; p.Paper.Note != r.Paper.Note || slices.Contains(slices.Collect(maps.Values(p.Origin.Raw)), private) {
				t.Errorf("%s as %s: the note %q, raw %q, want the reader's own apart", name, f.Name, p.Paper.Note, p.Origin.Raw)
			}
		}
	}
}

// describe returns the people, the publisher, the school and the addresses of a paper.
func describe(p *data.Paper) string {
	parts := []string{"authors " + strings.Join(p.Authors, ", ")}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	add("editors", strings.Join(p.Editors, ", "))
	count := "unknown"
	if p.AuthorCount != nil {
		count = strconv.Itoa(*p.AuthorCount)
	}
	add("count", count)
	add("school", p.School)
	add("publisher", p.Publisher)
	add("addresses", strings.Join(p.URLs, " "))
	return strings.Join(parts, "; ")
}
