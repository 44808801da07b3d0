package ris

import (
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
)

func TestWrite(t *testing.T) {
	tests := []struct {
		name  string
		paper data.Paper
		note  string
		want  string
	}{
		{
			name: "a preprint, to the day, with paragraphs",
			paper: data.Paper{
				ID: "arxiv:1706.03762", Title: "Attention Is All You Need", Authors: []string{"Ashish Vaswani", "Laurens van der Maaten"},
				Date: data.Date{Year: 2017, Month: time.June, Day: 12}, Categories: []string{"cs.CL", "cs.LG"},
				Abstract: "One paragraph.\n\nAnother:\r\nER  - \r\nTY  - JOUR\u2028and \x1b[1ma third.\x00",
			},
			note: "Read this.\n\nTwice.",
			want: `TY  - UNPB
TI  - Attention Is All You Need
AU  - Vaswani, Ashish
AU  - van der Maaten, Laurens
PY  - 2017
DA  - 2017/06/12/
AB  - One paragraph. Another: ER - TY - JOUR and [1ma third.
KW  - cs.CL
KW  - cs.LG
AN  - arXiv:1706.03762
UR  - https://arxiv.org/abs/1706.03762
N1  - Read this. Twice.
ER  - 

`,
		},
		{
			name: "a journal, to the month, names that are not of a person",
			paper: data.Paper{
				ID: "doi:10.1000/a_b", Title: "On {odd} & *starred* things", Authors: []string{"Smith and Sons", "Max Müller, Jr.", "*Lee, A."},
				Date: data.Date{Year: 2002, Month: time.November}, Venue: "J. *A&B", DOI: "10.1000/a_b",
			},
			want: `TY  - JOUR
TI  - On {odd} & *starred* things
AU  - Smith and Sons
AU  - Müller, Max, Jr.
AU  - Lee, A.
PY  - 2002
DA  - 2002/11//
T2  - J. A&B
DO  - 10.1000/a_b
UR  - https://doi.org/10.1000/a_b
ER  - 

`,
		},
		{
			name:  "the Anthology, to the year, no author",
			paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "A title", Venue: "ACL", Date: data.Date{Year: 2020}},
			want: `TY  - CPAPER
TI  - A title
PY  - 2020
DA  - 2020///
T2  - ACL
UR  - https://aclanthology.org/2020.acl-main.1/
ER  - 

`,
		},
		{
			name:  "nothing but a title and an address",
			paper: data.Paper{ID: "pb:0123456789abcdef", Title: "論文", URLs: []string{"https://example.org/?a=1&b={2}"}},
			want: `TY  - GEN
TI  - 論文
UR  - https://example.org/?a=1&b={2}
ER  - 

`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := risOf(t, test.paper, test.note)
			if want := strings.ReplaceAll(test.want, "\n", "\r\n"); got != want {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}

func risOf(t *testing.T, p data.Paper, note string) string {
	t.Helper()
	var b strings.Builder
	if err := NewWriter(&b, format.WriteOptions{}).Write(p, note); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// FuzzWrite checks that any paper is written as one record, in which every line is a field.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "a\nER  - \n", "\r", "\u2029TY  - JOUR", "\x85ER  - ", "*", "A, B,\nC"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		p := data.Paper{ID: "x:1", Title: text, Abstract: text, Authors: []string{name}, Venue: name, Categories: []string{name}, DOI: text, URLs: []string{text}}
		got := risOf(t, p, text)
		record, found := strings.CutSuffix(got, "ER  - \r\n\r\n")
		if !found {
			t.Fatalf("%q does not end like a record", got)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(record, "\r\n"), "\r\n") {
			tag, value, found := strings.Cut(line, "  - ")
			if !found || len(tag) != 2 || tag == "ER" || value == "" || strings.ContainsAny(value, "\r\n\v\f\u0085\u2028\u2029") {
				t.Errorf("%q has the line %q", got, line)
			}
		}
	})
}
