package data

import (
	"slices"
	"testing"
)

// TestDOIs checks that each spelling of a DOI in the field of a record gives one value.
func TestDOIs(t *testing.T) {
	for want, spellings := range map[string][]string{
		"10.1000/x": {
			"10.1000/X", " doi:10.1000/x ", "DOI: 10.1000/x", "urn:doi:10.1000/x", "info:doi/10.1000/x", "/10.1000/x", "https://doi.org/10.1000%2Fx", "https://doi.org/10.1000%2fx", "10.1000%2Fx",
			"http://dx.doi.org/10.1000/x", "doi.org/10.1000/x", "http://doi.acm.org/10.1000/x", "www.doi.acm.org/10.1000/x", "http://doi.ieeecomputersociety.org/10.1000/x",
			"http://doi.org/urn:doi:10.1000/x", "https://doi-org.proxy.example.edu/10.1000/x", "10.1000/x.", "10.1000/x, 10.1000/y", "{10.1000/x}", `10.1000/\x`,
			"J. Tests 5. doi:10.1000/x. Epub 2019", "(10.1000/x)", "<https://doi.org/10.1000/x>", "https : / / doi.org / 10 .1000 / x", "\uFFFD10.1000\n/\u241Bx\uFFFD", "https://example.org/Link.aspx?doi=10.1000/x",
		},
		"10.1000/(sici)1522(199911)42:5<952::aid>3.0.co;2-s": {
			"10.1000/(SICI)1522(199911)42:5<952::AID>3.0.CO;2-S", "10.1000/(SICI)1522(199911)42:5%3C952::AID%3E3.0.CO;2-S", "https://doi.org/10.1000/(SICI)1522(199911)42%3A5%3C952%3A%3AAID%3E3.0.CO%3B2-S",
			"10.1000/(SICI)1522(199911)42:5&lt;952::AID&gt;3.0.CO;2-S", "10.1000/(SICI)1522(199911)42:5%253C952::AID%253E3.0.CO;2-S",
		},
		"10.1000/0012(2006)87[1:ab]2.0.co;2": {"10.1000/0012(2006)87[1:AB]2.0.CO;2"},
		"10.123/456":                         {"urn:10.123/456"},
		"10.1000/a%.1":                       {"https://doi.org/10.1000/a%25.1"},
		"10.1000/a#b?c\"d":                   {"https://doi.org/10.1000/a%23b%3Fc%22d"},
		"10.1000/a%20b":                      {"https://doi.org/10.1000/a%20b"},
		"10.1000/a_b":                        {`10.1000/a\_b`, `\url{10.1000/a\_b}`},
		"10.48550/arxiv.1706.03762":          {"https://doi.org/10.48550/arXiv.1706.03762", "10.48550/arXiv.1706.03762v5"},
		"":                                   {"", "_", "12.1000/x", "10.1000x", "10.1000/", "It's 10:30 o'clock", "archive 10/XYZ/123", "10/2021/01", "01/10/2021", "20/abcd", "https://example.org/10/abcd"},
	} {
		for _, in := range spellings {
			r := Record{Paper: Paper{Title: "Title", DOI: in}}
			if err := Validate(&r); err != nil || r.Paper.DOI != want {
				t.Errorf("DOI %q gives %q, %v, want %q", in, r.Paper.DOI, err, want)
			}
			if want == "" && in != "" && !slices.Contains(r.Origin.Warnings, WarnInvalidDOI) {
				t.Errorf("DOI %q gives no warning", in)
			}
		}
	}
}

// TestShortDOIs checks that a short DOI becomes an alias, and the id of a paper without another.
func TestShortDOIs(t *testing.T) {
	for _, in := range []string{"10/gf4gqc", "doi:10/GF4GQC", "https://doi.org/gf4gqc", "https://dx.doi.org/10%2Fgf4gqc", "www.doi.org/gf4gqc", "/10/gf4gqc", "http://doi.acm.org/10/gf4gqc", "see doi.org/gf4gqc now", " 10 / gf4gqc "} {
		r := Record{Paper: Paper{Title: "Title", DOI: in}}
		if err := Validate(&r); err != nil || r.Paper.DOI != "" || r.Paper.ID != "doi:10/gf4gqc" || len(r.Origin.Warnings) > 0 {
			t.Errorf("DOI %q gives %+v, %v", in, r, err)
		}
		r = Record{Paper: Paper{Title: "Title", ID: "arxiv:2203.03850", DOI: in}}
		if err := Validate(&r); err != nil || !slices.Equal(r.IDs(), []ID{"arxiv:2203.03850", "doi:10/gf4gqc"}) {
			t.Errorf("DOI %q gives the ids %q, %v", in, r.IDs(), err)
		}
	}
	if got := ID("doi:10/gf4gqc").URL(); got != "https://doi.org/10/gf4gqc" {
		t.Errorf("the address is %q", got)
	}
}

// TestPublisherURLs checks that the address of a paper at its publisher gives its DOI.
func TestPublisherURLs(t *testing.T) {
	for in, want := range map[string]ID{
		"https://dl.acm.org/doi/10.1000/1.2":                                     "doi:10.1000/1.2",
		"https://dl.acm.org/doi/pdf/10.1000/1.2":                                 "doi:10.1000/1.2",
		"https://onlinelibrary.wiley.com/doi/10.1000/a(b)c/abstract":             "doi:10.1000/a(b)c",
		"https://onlinelibrary.wiley.com/doi/abs/10.1000%2Fabc":                  "doi:10.1000/abc",
		"https://link.springer.com/chapter/10.1000/978-3-1_2":                    "doi:10.1000/978-3-1_2",
		"https://link.springer.com/content/pdf/10.1000/s1.pdf":                   "doi:10.1000/s1",
		"https://www.biorxiv.org/content/10.1000/2020.01.02.345v2.full.pdf+html": "doi:10.1000/2020.01.02.345",
		"https://www.biorxiv.org/content/10.1000/2020.01.02.345v2.full.pdf":      "doi:10.1000/2020.01.02.345",
		"https://www.biorxiv.org/content/10.1000/2020.01.02.345v1":               "doi:10.1000/2020.01.02.345",
		"https://iopscience.iop.org/article/10.1000/1/2/3/meta":                  "doi:10.1000/1/2/3",
		"https://www.tandfonline.com/doi/full/10.1000/x?journalCode=a":           "doi:10.1000/x",
		"https://www.frontiersin.org/articles/10.1000/f.2020.1/full":             "doi:10.1000/f.2020.1",
		"https://example.org/doi/10.1000/x":                                      "",
		"https://www.springer.com/gp/book/9783319":                               "",
		"oai:arXiv.org:math/0309136":                                             "arxiv:math/0309136",
		"urn:isbn:123":                                                           "urn:isbn:123",
		"10/2020":                                                                "10/2020",
		"10/abc":                                                                 "doi:10/abc",
	} {
		if want == "" {
			want = ID(in)
		}
		if got, err := ParseID(in); err != nil || got != want {
			t.Errorf("ParseID(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}
