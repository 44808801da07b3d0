package ris

import (
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
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
				ID: "arxiv:1706.03762", Title: "Attention Is All You Need", Authors: []string{"Ashish Vaswani", "Laurens van der Maaten"}, AuthorCount: formattest.Pointer(2),
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
AB  - One paragraph. Another: ER - TY - JOUR and [1ma third.
KW  - cs.CL
KW  - cs.LG
AN  - arXiv:1706.03762
UR  - https://arxiv.org/abs/1706.03762
RN  - Read this. Twice.
ER  - 

`,
		},
		{
			name: "a journal, to the month, names that are not of a person",
			paper: data.Paper{
				ID: "doi:10.1000/a_b", Title: "On {odd} & *starred* things", Authors: []string{"Smith and Sons", "Max Müller, Jr.", "*Lee, A."}, AuthorCount: formattest.Pointer(3),
				Date: data.Date{Year: 2002, Month: time.November}, Venue: "J. *A&B", DOI: "10.1000/a_b",
			},
			want: `TY  - JOUR
TI  - On {odd} & *starred* things
AU  - Smith and Sons,
AU  - Müller, Max, Jr.
AU  - *Lee, A.
PY  - 2002
DA  - 2002/11//
T2  - J. *A&B
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
			name: "a paper in proceedings, with all that is known",
			paper: data.Paper{
				ID: "doi:10.5555/x1", Type: data.TypeConferencePaper, Title: "A Complete Entry", Authors: []string{"Ann Test", "Open Example", "Bob Sample Jr."}, AuthorCount: formattest.Pointer(3), Groups: []string{"Open Example"},
				Editors: []string{"Ed van der Itor"}, Date: data.Date{Year: 2021}, Container: "Proceedings of the 3rd Test Conference", Venue: "TEST 2021",
				Series: "Tests", Volume: "7", Number: "2", Pages: "12-34", Publisher: "Test & Press", Place: "Testville", ISBN: "978-0-00-000000-2", ISSN: "1234-5679, 2345-6787", DOI: "10.5555/x1",
				CitationKey: "test2021complete", Note: "Best paper", Abstract: "One paragraph.\n\nAnother.",
			},
			want: `TY  - CPAPER
ID  - test2021complete
TI  - A Complete Entry
AU  - Test, Ann
AU  - Open Example,
AU  - Sample, Bob, Jr.
A2  - van der Itor, Ed
PY  - 2021
DA  - 2021///
T2  - TEST 2021
C3  - Proceedings of the 3rd Test Conference
T3  - Tests
VL  - 7
IS  - 2
SP  - 12
EP  - 34
PB  - Test & Press
CY  - Testville
SN  - 978-0-00-000000-2
SN  - 1234-5679
SN  - 2345-6787
N1  - Best paper
AB  - One paragraph. Another.
DO  - 10.5555/x1
UR  - https://doi.org/10.5555/x1
ER  - 

`,
		},
		{
			name:  "a thesis",
			paper: data.Paper{Type: data.TypeThesis, Title: "T", Note: "PhD thesis", School: "Test University", Pages: "e7"},
			want: `TY  - THES
TI  - T
SP  - e7
PB  - Test University
M3  - PhD thesis
ER  - 

`,
		},
		{
			name:  "a book",
			paper: data.Paper{Type: data.TypeBook, Title: "T", Edition: "2", Editors: []string{"Ed Itor"}},
			want: `TY  - BOOK
TI  - T
A3  - Itor, Ed
ET  - 2
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
		p := data.Paper{ID: "x:1", Title: text, Abstract: text, Authors: []string{name}, AuthorCount: formattest.Pointer(1), Venue: name, Categories: []string{name}, DOI: text, URLs: []string{text}}
		got := risOf(t, p, text)
		record, found := strings.CutSuffix(got, "ER  - \r\n\r\n")
		if !found {
			t.Fatalf("%q does not end like a record", got)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(record, "\r\n"), "\r\n") {
			tag, value, found := strings.Cut(line, "  - ")
			if !found || len(tag) != 2 || tag == "ER" || value == "" || strings.ContainsAny(value, "\r\n\v\f\u0085\u2028") {
				t.Errorf("%q has the line %q", got, line)
			}
		}
	})
}
