package apa

import (
	"fmt"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// people returns n authors, "Ann Aa" and so on.
func people(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%c. Name%d", 'A'+i%26, i+1)
	}
	return names
}

func TestReference(t *testing.T) {
	year := data.Date{Year: 2020, Month: 6, Day: 5}
	article := func(authors ...string) data.Paper {
		return data.Paper{ID: "doi:10.1000/x", DOI: "10.1000/x", Title: "A title", Venue: "A Journal", Authors: authors, AuthorCount: formattest.Pointer(len(authors)), Date: year}
	}
	with := func(p data.Paper, change func(*data.Paper)) data.Paper { change(&p); return p }
	const rest = " (2020). A title. A Journal. https://doi.org/10.1000/x"
	for name, test := range map[string]struct {
		paper data.Paper
		want  string
	}{
		"one author":               {article("Martin Luther King Jr."), "King, M. L., Jr." + rest},
		"two authors":              {article("Ann Smith", "Bo Lee"), "Smith, A., & Lee, B." + rest},
		"three":                    {article("Ann Smith", "Bo Lee", "C. D. Doe"), "Smith, A., Lee, B., & Doe, C. D." + rest},
		"twenty":                   {article(people(20)...), "Name1, A., Name2, B., Name3, C., Name4, D., Name5, E., Name6, F., Name7, G., Name8, H., Name9, I., Name10, J., Name11, K., Name12, L., Name13, M., Name14, N., Name15, O., Name16, P., Name17, Q., Name18, R., Name19, S., & Name20, T." + rest},
		"twenty-one":               {article(people(21)...), "Name1, A., Name2, B., Name3, C., Name4, D., Name5, E., Name6, F., Name7, G., Name8, H., Name9, I., Name10, J., Name11, K., Name12, L., Name13, M., Name14, N., Name15, O., Name16, P., Name17, Q., Name18, R., Name19, S., . . . Name21, U." + rest},
		"five hundred":             {article(people(500)...), "Name1, A., Name2, B., Name3, C., Name4, D., Name5, E., Name6, F., Name7, G., Name8, H., Name9, I., Name10, J., Name11, K., Name12, L., Name13, M., Name14, N., Name15, O., Name16, P., Name17, Q., Name18, R., Name19, S., . . . Name500, F." + rest},
		"a group":                  {article("ATLAS Collaboration"), "ATLAS Collaboration." + rest},
		"a person and a group":     {article("Georges Aad", "The LHCb Collaboration"), "Aad, G., & The LHCb Collaboration." + rest},
		"no author, only how many": {with(article(), func(p *data.Paper) { p.AuthorCount = formattest.Pointer(4) }), "A title. (2020). A Journal. https://doi.org/10.1000/x"},
		"some of the authors":      {with(article("Ann Smith", "Bo Lee"), func(p *data.Paper) { p.AuthorCount = formattest.Pointer(9) }), "Smith, A., Lee, B., et al." + rest},
		"a list that breaks off":   {with(article("Ann Smith"), func(p *data.Paper) { p.AuthorCount = nil }), "Smith, A., et al." + rest},
		"no year":                  {with(article("Ann Smith"), func(p *data.Paper) { p.Date = data.Date{} }), "Smith, A. (n.d.). A title. A Journal. https://doi.org/10.1000/x"},
		"neither author nor year":  {with(article(), func(p *data.Paper) { p.Date = data.Date{} }), "A title. (n.d.). A Journal. https://doi.org/10.1000/x"},
		"a question":               {with(article("Ann Smith"), func(p *data.Paper) { p.Title = "Is it true?" }), "Smith, A. (2020). Is it true? A Journal. https://doi.org/10.1000/x"},
		"a title with a full stop": {with(article("Ann Smith"), func(p *data.Paper) { p.Title = "It is." }), "Smith, A. (2020). It is. A Journal. https://doi.org/10.1000/x"},
		"LaTeX": {
			with(article("Ann Smith"), func(p *data.Paper) { p.Title = `On $\frac{a}{b}$ and  {\it M\"obius} $x^2$` }),
			"Smith, A. (2020). On a/b and Möbius x². A Journal. https://doi.org/10.1000/x",
		},
		"an abbreviated journal": {with(article("Ann Smith"), func(p *data.Paper) { p.Venue = "J. Appl. Phys." }), "Smith, A. (2020). A title. J. Appl. Phys. https://doi.org/10.1000/x"},
		"a preprint": {
			data.Paper{ID: "arxiv:2203.03850", Title: "UniXcoder: Unified Pre-training", Authors: []string{"Daya Guo", "Shuai Lu"}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2022}},
			"Guo, D., & Lu, S. (2022). UniXcoder: Unified Pre-training (arXiv:2203.03850). arXiv. https://doi.org/10.48550/arXiv.2203.03850",
		},
		"a preprint that asks": {
			data.Paper{ID: "arxiv:math/0211159", Title: "Why?", Authors: []string{"Grisha Perelman"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2002}},
			"Perelman, G. (2002). Why? (arXiv:math/0211159). arXiv. https://doi.org/10.48550/arXiv.math/0211159",
		},
		"a preprint without authors": {
			data.Paper{ID: "arxiv:2203.03850", Title: "A title", Date: data.Date{Year: 2022}},
			"A title (arXiv:2203.03850). (2022). arXiv. https://doi.org/10.48550/arXiv.2203.03850",
		},
		"a preprint with a publisher's DOI, but no journal": {
			data.Paper{ID: "arxiv:2203.03850", DOI: "10.1000/x", Title: "A title", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title (arXiv:2203.03850). arXiv. https://doi.org/10.48550/arXiv.2203.03850",
		},
		"a preprint that was published": {
			data.Paper{ID: "arxiv:0704.0001", DOI: "10.1103/physrevd.76.013009", Title: "Diphoton production", Venue: "Phys. Rev. D", Authors: []string{"C. Balázs", "E. L. Berger"}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2007}},
			"Balázs, C., & Berger, E. L. (2007). Diphoton production. Phys. Rev. D. https://doi.org/10.1103/physrevd.76.013009",
		},
		"a conference paper": {
			data.Paper{ID: "acl:2020.acl-main.1", Title: "A title", Venue: "Proceedings of the 58th Annual Meeting of the ACL", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. In Proceedings of the 58th Annual Meeting of the ACL. https://aclanthology.org/2020.acl-main.1/",
		},
		"an address of its own": {
			data.Paper{ID: "pb:0123456789abcdef", Title: "A title", URLs: []string{"https://example.org/a"}, Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. https://example.org/a",
		},
		"an article with all details": {
			data.Paper{Type: data.TypeArticle, Title: "A title", Container: "A Journal", Volume: "7", Number: "2", Pages: "12-34", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. A Journal, 7(2), 12–34.",
		},
		"a paper in proceedings with editors": {
			data.Paper{Type: data.TypeConferencePaper, Title: "A title", Container: "Proceedings of Tests", Volume: "7", Pages: "12-34", Publisher: "Test Press", Editors: []string{"Ed Itor", "Ann van der Other"}, Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. In E. Itor & A. van der Other (Eds.), Proceedings of Tests (Vol. 7, pp. 12–34). Test Press.",
		},
		"a chapter": {
			data.Paper{Type: data.TypeChapter, Title: "A title", Container: "A Book", Edition: "2", Pages: "7", Editors: []string{"Ed Itor"}, Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. In E. Itor (Ed.), A Book (2nd ed., p. 7).",
		},
		"a book": {
			data.Paper{Type: data.TypeBook, Title: "A Book", Edition: "13", Volume: "2", Publisher: "Test Press", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A Book (13th ed., Vol. 2). Test Press.",
		},
		"an edited book": {
			data.Paper{Type: data.TypeBook, Title: "A Book", Edition: "Revised", Publisher: "Test Press", Editors: []string{"Bo Lee"}, Date: year},
			"Lee, B. (Ed.). (2020). A Book (Revised ed.). Test Press.",
		},
		"a doctoral thesis": {
			data.Paper{Type: data.TypeThesis, Title: "A title", Note: "PhD thesis", School: "Test University", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title [Doctoral dissertation, Test University].",
		},
		"a thesis": {
			data.Paper{Type: data.TypeThesis, Title: "A title", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title [Thesis].",
		},
		"a report": {
			data.Paper{Type: data.TypeReport, Title: "A title", Number: "TR-7", School: "Test Institute", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title (Report No. TR-7). Test Institute.",
		},
		"a dataset": {
			data.Paper{Type: data.TypeDataset, Title: "A title", Publisher: "Zenodo", Authors: []string{"Open Example"}, Groups: []string{"Open Example"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Open Example. (2020). A title [Data set]. Zenodo.",
		},
		"software": {
			data.Paper{Type: data.TypeSoftware, Title: "A title", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title [Computer software].",
		},
		"a preprint elsewhere": {
			data.Paper{Type: data.TypePreprint, Title: "A title", Venue: "bioRxiv", DOI: "10.1101/1", Authors: []string{"Bo Lee"}, AuthorCount: formattest.Pointer(1), Date: year},
			"Lee, B. (2020). A title. bioRxiv. https://doi.org/10.1101/1",
		},
		"nothing but a title": {data.Paper{ID: "pb:0123456789abcdef", Title: "論文"}, "論文. (n.d.)."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.TrimSuffix(formattest.Write(t, NewWriter, test.paper), "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestAuthorName(t *testing.T) {
	for in, want := range map[string]string{
		"Ashish Vaswani":            "Vaswani, A.",
		"Vaswani, Ashish":           "Vaswani, A.",
		"Laurens van der Maaten":    "van der Maaten, L.",
		"Maaten, Laurens van der":   "van der Maaten, L.",
		"Luc Van Gool":              "Van Gool, L.",
		"Charles de la Vallée":      "de la Vallée, C.",
		"Jean-Paul Sartre":          "Sartre, J.-P.",
		"J.-P. Sartre":              "Sartre, J.-P.",
		"Ai-jun Xu":                 "Xu, A.",
		"J.R.R. Tolkien":            "Tolkien, J. R. R.",
		"J. R. R. Tolkien":          "Tolkien, J. R. R.",
		"DJ Strouse":                "Strouse, D. J.",
		"Sammy Davis III":           "Davis, S., III",
		"King, Martin Luther, Jr.":  "King, M. L., Jr.",
		"Bob Roe Ph.D.":             "Roe, B.",
		"Xiaohan (Alice) Wang":      "Wang, X.",
		`Edward "Ted" Adelson`:      "Adelson, E.",
		"Conan O'Brien":             "O'Brien, C.",
		"élodie Bé":                 "Bé, É.",
		"Žiga Avsec":                "Avsec, Ž.",
		"Ёлка Иванова":              "Иванова, Ё.",
		"Γιώργος Σεφέρης":           "Σεφέρης, Γ.",
		"李明":                        "李明",
		"山田 太郎":                     "山田 太郎",
		"김 철수":                      "김 철수",
		"Plato":                     "Plato",
		"OpenAI":                    "OpenAI",
		"Gemini Team":               "Gemini Team",
		"University of Somewhere":   "University of Somewhere",
		"The ATLAS Collaboration":   "The ATLAS Collaboration",
		":":                         "",
		"Quoc V. Le":                "Le, Q. V.",
		"M.Reza Ebrahimi":           "Ebrahimi, M. R.",
		"Ludwig van Beethoven, Sr.": "van Beethoven, L., Sr.",
	} {
		if got := authorName(data.SplitName(in)); got != want {
			t.Errorf("authorName(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzReference checks that a reference is one line and ends as references do, whatever the texts.
func FuzzReference(f *testing.F) {
	for _, s := range []string{"A. Name", "\x00\n", "$\\frac{a}{b}$", "\\ ", "J.-", "-.-", "(x", "e\u0301 B", ", ,", "A, B, C, D"} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, title, name, venue string) {
		r := data.Record{Paper: data.Paper{ID: "arxiv:2203.03850", Title: title, Authors: []string{name, "Bo Lee"}, Venue: venue}}
		if data.Validate(&r) != nil {
			return
		}
		got := formattest.Write(t, NewWriter, r.Paper)
		if line, after, _ := strings.Cut(got, "\n"); after != "" || strings.Contains(line, "  ") || !strings.Contains(line, "(n.d.).") {
			t.Errorf("%q", got)
		}
	})
}
