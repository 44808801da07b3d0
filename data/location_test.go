package data

import "testing"

func TestWithoutFolder(t *testing.T) {
	for in, want := range map[string]string{
		"/home/ada/papers.bib":                "papers.bib",
		"/home/ada/a.zip/part/papers.bib":     "papers.bib",
		"papers/papers.bib":                   "papers.bib",
		"../papers.bib":                       "papers.bib",
		"papers.bib":                          "papers.bib",
		`C:\Users\ada\papers.bib`:             "papers.bib",
		"file:///home/ada/papers.bib":         "papers.bib",
		"https://arxiv.org/abs/2203.03850":    "https://arxiv.org/abs/2203.03850",
		"sample:daily-papers-search-page.txt": "sample:daily-papers-search-page.txt",
		"oai:arXiv.org:math/0211159":          "oai:arXiv.org:math/0211159",
		"-":                                   "-",
		"":                                    "",
	} {
		if got := WithoutFolder(in); got != want {
			t.Errorf("WithoutFolder(%q) = %q, want %q", in, got, want)
		}
	}
}
