package add

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func spell(all []Given) string {
	var s []string
	for _, g := range all {
		s = append(s, strings.TrimSpace(fmt.Sprintf("%s %s %s", g.Kind, g.ID, g.Address)))
	}
	return strings.Join(s, "; ")
}

func TestRecognize(t *testing.T) {
	for in, want := range map[string]string{
		"":                                       "",
		" \n ":                                   "",
		"2501.01234":                             "id arxiv:2501.01234",
		"arXiv:2501.01234v2":                     "id arxiv:2501.01234",
		"math.GT/0309136":                        "id arxiv:math/0309136",
		"10.1038/S41586-020-1":                   "id doi:10.1038/s41586-020-1",
		"DOI: 10.1000/x":                         "id doi:10.1000/x",
		"P18-1234":                               "id acl:P18-1234",
		"pmid 123":                               "id pmid:123",
		"PMID: 123":                              "id pmid:123",
		"PMC99":                                  "id pmcid:pmc99",
		"openreview:aB3-_xyz9":                   "id openreview:aB3-_xyz9",
		"pb:0123456789abcdef":                    "id pb:0123456789abcdef",
		"arxiv.org/abs/2501.1":                   "address  https://arxiv.org/abs/2501.1",
		"arXiv:2501.01234 [cs]":                  "id arxiv:2501.01234",
		"<https://doi.org/10.1000/x>":            "id doi:10.1000/x https://doi.org/10.1000/x",
		"https://arxiv.org/pdf/2501.01234v1.pdf": "id arxiv:2501.01234 https://arxiv.org/pdf/2501.01234v1.pdf",
		"https://huggingface.co/papers/2501.01234":                                         "id arxiv:2501.01234 https://huggingface.co/papers/2501.01234",
		"https://aclanthology.org/2020.acl-main.1/":                                        "id acl:2020.acl-main.1 https://aclanthology.org/2020.acl-main.1/",
		"https://pubmed.ncbi.nlm.nih.gov/123/":                                             "id pmid:123 https://pubmed.ncbi.nlm.nih.gov/123/",
		"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC99/pdf/a.pdf":                        "id pmcid:pmc99 https://www.ncbi.nlm.nih.gov/pmc/articles/PMC99/pdf/a.pdf",
		"https://pmc.ncbi.nlm.nih.gov/articles/PMC99/":                                     "id pmcid:pmc99 https://pmc.ncbi.nlm.nih.gov/articles/PMC99/",
		"https://europepmc.org/article/MED/123":                                            "id pmid:123 https://europepmc.org/article/MED/123",
		"openreview.net/forum?id=aB3-_xyz9&noteId=R1":                                      "id openreview:aB3-_xyz9",
		"https://openreview.net/pdf?id=aB3-_xyz9":                                          "id openreview:aB3-_xyz9 https://openreview.net/pdf?id=aB3-_xyz9",
		"https://openreview.net/group?id=ICLR.cc":                                          "address  https://openreview.net/group?id=ICLR.cc",
		"https://dl.acm.org/doi/pdf/10.1145/3292500.3330701":                               "id doi:10.1145/3292500.3330701 https://dl.acm.org/doi/pdf/10.1145/3292500.3330701",
		"https://www.biorxiv.org/content/10.1101/2020.01.02.8v2.full.pdf":                  "id doi:10.1101/2020.01.02.8 https://www.biorxiv.org/content/10.1101/2020.01.02.8v2.full.pdf",
		"https://onlinelibrary.wiley.com/doi/full/10.1002/abc.1/full":                      "id doi:10.1002/abc.1 https://onlinelibrary.wiley.com/doi/full/10.1002/abc.1/full",
		"https://www.nature.com/articles/s41586-020-2649-2":                                "address  https://www.nature.com/articles/s41586-020-2649-2",
		"proceedings.example/v97/a.html":                                                   "address  https://proceedings.example/v97/a.html",
		"Attention Is All You Need":                                                        "title",
		"Attention, Please: Titles, Commas and Years":                                      "title",
		"and/or: a title with a slash":                                                     "title",
		"Vaswani et al. Attention Is All You Need. arXiv:1706.03762, 2017.":                "id arxiv:1706.03762",
		"A. Author (2020). A Title. Journal, 5. https://doi.org/10.1000/x.":                "id doi:10.1000/x",
		"Between 10.1000/x and 10.1000/y":                                                  "title",
		"2501.01234\n\nhttps://doi.org/10.1000/x\nAttention Is All You Need":               "id arxiv:2501.01234; id doi:10.1000/x https://doi.org/10.1000/x; title",
		"A Title That Continues\nOn the Next Line":                                         "title",
		"@article{a, title = {On Papers}, author = {Ada Lovelace}, year = 2020}":           "records",
		"@article{a,\n title = {On Papers},\n url = {https://arxiv.org/abs/2501.01234}\n}": "records",
		"TY  - JOUR\nTI  - On Papers\nER  - ":                                              "records",
		`{"title": "On Papers"}`:                                                           "records",
		"title,authors,year\nOn Papers,Ada Lovelace,2020":                                  "records",
	} {
		if got := spell(Recognize(in)); got != want {
			t.Errorf("Recognize(%q) = %q, want %q", in, got, want)
		}
	}
	if diff := cmp.Diff([]Given{{Kind: KindTitle, Text: "A Title That Continues On the Next Line"}}, Recognize("A Title That Continues\n On the Next Line\n")); diff != "" {
		t.Errorf("a title on two lines (-want +got):\n%s", diff)
	}
}

func TestProblemOfTitle(t *testing.T) {
	for title, want := range map[string]string{"Attention Is All You Need": "", "hello": "too short", "a b": "too short", strings.Repeat("word ", 100): "too long"} {
		if got := problemOfTitle(title); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("problemOfTitle(%.20q) = %q, want %q", title, got, want)
		}
	}
}

func FuzzRecognize(f *testing.F) {
	for _, s := range []string{"arXiv:2501.01234 [cs]", "https://openreview.net/forum?id=aB3-_xyz9", "A. B. doi:10.1000/x)", "@a{b, title={c}}", "PMC99", "https://[::1]/10.1000/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, g := range Recognize(s) {
			if (g.Kind == KindID) != (g.ID != "") || g.Kind == KindAddress && g.Address == "" || strings.TrimSpace(g.Text) == "" && g.ID == "" && g.Address == "" && g.Kind != KindTitle {
				t.Errorf("Recognize(%q) = %+v", s, g)
			}
		}
	})
}
