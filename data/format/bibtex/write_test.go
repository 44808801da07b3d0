package bibtex

import (
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/latex"
)

func TestBibTeX(t *testing.T) {
	tests := []struct {
		name  string
		paper data.Paper
		want  string
	}{
		{
			name: "arXiv",
			paper: data.Paper{
				ID: "arxiv:1706.03762", Title: "Attention Is All You Need for BERT", Authors: []string{"Ashish Vaswani", "Noam Shazeer"}, AuthorCount: formattest.Pointer(8),
				Date: data.Date{Year: 2017, Month: time.June, Day: 12}, Abstract: "50% of $10, $\\ell_2$ & {more} a_b.",
			},
			want: `@misc{vaswani2017attention,
  title = {Attention Is All You Need for {BERT}},
  author = {Vaswani, Ashish and Shazeer, Noam and others},
  year = {2017},
  month = jun,
  day = {12},
  eprint = {1706.03762},
  archiveprefix = {arXiv},
  url = {https://arxiv.org/abs/1706.03762},
  abstract = {50\% of \$10, $\ell_2$ \& \{more\} a\_b.}
}

`,
		},
		{
			name:  "a journal, and names with separators",
			paper: data.Paper{ID: "doi:10.1000/a_b", Title: "On {unbalanced", Authors: []string{"Smith and Sons", "Max Müller, Jr.", "The ATLAS Collaboration", "Luc Van Gool"}, AuthorCount: formattest.Pointer(4), Venue: "J. A&B", DOI: "10.1000/a_b"},
			want: `@article{sonsunbalanced,
  title = {On {\textbraceleft}unbalanced},
  author = {{Smith and Sons} and Müller, Jr., Max and {The ATLAS Collaboration} and Van Gool, Luc},
  journal = {J. A\&B},
  doi = {10.1000/a_b},
  url = {https://doi.org/10.1000/a_b}
}

`,
		},
		{
			name:  "the Anthology, no author",
			paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "\\LaTeX ^ ~ #1", Venue: "ACL", Date: data.Date{Year: 2020}},
			want: `@inproceedings{2020latex,
  title = {{{\textbackslash}LaTeX} {\textasciicircum} {\textasciitilde} \#1},
  year = {2020},
  booktitle = {ACL},
  url = {https://aclanthology.org/2020.acl-main.1/}
}

`,
		},
		{
			name: "a paper in proceedings, with all that is known",
			paper: data.Paper{
				ID: "doi:10.5555/x1", Type: data.TypeConferencePaper, Title: "A Complete Entry", Authors: []string{"Ann Test", "Open Example", "Bob Sample Jr."}, Groups: []string{"Open Example"},
				AuthorCount: formattest.Pointer(3), Editors: []string{"Ed van der Itor"}, Date: data.Date{Year: 2021}, Container: "Proceedings of the 3rd Test Conference", Venue: "TEST 2021",
				Series: "Tests", Volume: "7", Number: "2", Pages: "12-34", Publisher: "Test & Press", Place: "Testville", ISBN: "978-0-00-000000-2", ISSN: "1234-5679", DOI: "10.5555/x1",
				CitationKey: "Test:2021", Note: "Best paper", Categories: []string{"cs.CL", "parsing"},
			},
			want: `@inproceedings{Test:2021,
  title = {A Complete Entry},
  author = {Test, Ann and {Open Example} and Sample, Jr., Bob},
  editor = {van der Itor, Ed},
  year = {2021},
  booktitle = {Proceedings of the 3rd Test Conference},
  eventtitle = {TEST 2021},
  series = {Tests},
  volume = {7},
  number = {2},
  pages = {12--34},
  publisher = {Test \& Press},
  address = {Testville},
  note = {Best paper},
  isbn = {978-0-00-000000-2},
  issn = {1234-5679},
  doi = {10.5555/x1},
  url = {https://doi.org/10.5555/x1},
  keywords = {cs.CL, parsing}
}

`,
		},
		{
			name:  "a master's thesis",
			paper: data.Paper{Type: data.TypeThesis, Title: "T", Note: "Master's thesis", School: "Test University"},
			want: `@mastersthesis{t,
  title = {T},
  school = {Test University}
}

`,
		},
		{
			name:  "a thesis for a degree that nobody names",
			paper: data.Paper{Type: data.TypeThesis, Title: "T", Note: "Submitted"},
			want: `@phdthesis{t,
  title = {T},
  type = {Thesis},
  note = {Submitted}
}

`,
		},
		{
			name:  "a report",
			paper: data.Paper{Type: data.TypeReport, Title: "T", Number: "TR-7", School: "Test Institute"},
			want: `@techreport{t,
  title = {T},
  number = {TR-7},
  institution = {Test Institute}
}

`,
		},
		{
			name:  "a dataset",
			paper: data.Paper{Type: data.TypeDataset, Title: "T", Publisher: "Zenodo", Container: "A Collection"},
			want: `@misc{t,
  title = {T},
  howpublished = {A Collection},
  publisher = {Zenodo},
  type = {Dataset}
}

`,
		},
		{
			name:  "nothing but a title in another script",
			paper: data.Paper{ID: "pb:0123456789abcdef", Title: "論文"},
			want: `@misc{lunwen,
  title = {論文}
}

`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := formattest.Write(t, NewWriter, test.paper); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestBibTeXKeysAreUnique(t *testing.T) {
	p := data.Paper{ID: "x:1", Title: "Equal", Authors: []string{"A. Name"}, Date: data.Date{Year: 2020}}
	upper, second := p, p
	upper.CitationKey, second.CitationKey = "Name2020Equal", "name2020equal_4"
	got := formattest.Write(t, NewWriter, p, p, second, p, upper)
	for _, key := range []string{"{name2020equal,", "{name2020equal_2,", "{name2020equal_3,", "{name2020equal_4,", "{Name2020Equal_5,"} {
		if strings.Count(got, key) != 1 {
			t.Errorf("%s occurs %d times in\n%s", key, strings.Count(got, key), got)
		}
	}
}

func TestProtectCapitals(t *testing.T) {
	for title, want := range map[string]string{
		"Vitamin D and E-commerce in R: a C++ study": "Vitamin {D} and {E}-commerce in {R}: a {C}++ study",
		"A Study of mRNA":              "A Study of {mRNA}",
		"Why A Model, and what I want": "Why A Model, and what {I} want",
		"Q&As for CUET_N317@LT-EDI":    `{Q\&As} for {CUET\_N317@LT-EDI}`,
		"#MeToo and C#":                `{{\#MeToo}} and {C}\#`,
		"3D vision":                    "{3D} vision",
		"A proof of the Riemann hypothesis in one page": "A proof of the {Riemann} hypothesis in one page",
		"Deep Learning for Parsing of Many Languages":   "Deep Learning for Parsing of Many Languages",
		"Sorting in $O(n \\log n)$ steps":               "Sorting in {$O(n \\log n)$} steps",
		"The {BERT} model, {A}":                         `The \{{BERT}\} model, \{A\}`,
		"On BERT: Pre-training":                         "On {BERT}: Pre-training",
		"O'Brien's Law":                                 "{O'Brien's} Law",
		"Éa ÜBER alles":                                 "Éa {ÜBER} alles",
	} {
		if got := protectCapitals(latex.Escape(title)); got != want {
			t.Errorf("%q became\n%s, want\n%s", title, got, want)
		}
	}
}

// FuzzEscape checks that the braces in a field are balanced, whatever the text of the paper.
// Otherwise the rest of the file would be lost.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "$", "$$", "$x$", "a $5 and $6 b", `$\frac{1}{2}$`, "$}$ {", `\`, `$\$`, `\{`, "$a}{b$"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		depth := 0
		escaped := protectCapitals(latex.Escape(s))
		for _, c := range escaped {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				t.Fatalf("%q became %q, which closes a brace that is not open", s, escaped)
			}
		}
		if depth != 0 {
			t.Fatalf("%q became %q, which leaves %d braces open", s, escaped, depth)
		}
	})
}
