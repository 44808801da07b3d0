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
  author = {Ashish Vaswani and Noam Shazeer and others},
  year = {2017},
  month = jun,
  eprint = {1706.03762},
  archiveprefix = {arXiv},
  url = {https://arxiv.org/abs/1706.03762},
  abstract = {50\% of \$10, $\ell_2$ \& \textbraceleft{}more\textbraceright{} a\_b.}
}

`,
		},
		{
			name:  "a journal, and names with separators",
			paper: data.Paper{ID: "doi:10.1000/a_b", Title: "On {unbalanced", Authors: []string{"Smith and Sons", "Max Müller, Jr.", "The ATLAS Collaboration", "Luc Van Gool"}, AuthorCount: formattest.Pointer(4), Venue: "J. A&B", DOI: "10.1000/a_b"},
			want: `@article{sonsunbalanced,
  title = {On \textbraceleft{}unbalanced},
  author = {{Smith and Sons} and {Max Müller, Jr.} and {The ATLAS Collaboration} and Van Gool, Luc},
  journal = {J. A\&B},
  doi = {10.1000/a\_b},
  url = {https://doi.org/10.1000/a_b}
}

`,
		},
		{
			name:  "the Anthology, no author",
			paper: data.Paper{ID: "acl:2020.acl-main.1", Title: "\\LaTeX ^ ~ #1", Venue: "ACL", Date: data.Date{Year: 2020}},
			want: `@inproceedings{2020latex,
  title = {\textbackslash{}LaTeX \textasciicircum{} \textasciitilde{} \#1},
  year = {2020},
  booktitle = {ACL},
  url = {https://aclanthology.org/2020.acl-main.1/}
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
	got := formattest.Write(t, NewWriter, p, p, p)
	for _, key := range []string{"{name2020equal,", "{name2020equal_2,", "{name2020equal_3,"} {
		if strings.Count(got, key) != 1 {
			t.Errorf("%s occurs %d times in\n%s", key, strings.Count(got, key), got)
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
